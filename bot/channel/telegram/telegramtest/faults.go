package telegramtest

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

var (
	errDown       = errors.New("down")
	errTerminated = errors.New("Conflict: terminated by setWebhook request")                                                        //nolint:staticcheck // the platform's own words
	errConflict   = errors.New("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running") //nolint:staticcheck // the platform's own words
)

// Fault is something that goes wrong on purpose.
type Fault struct {
	Method      string        // "sendMessage", "getUpdates", "file" ...; "" for every method
	Chat        int64         // only for this chat; 0 for all
	Times       int           // how often; 0: once, < 0: until Clear
	Delay       time.Duration // wait first
	Status      int           // answer with this error code; 0: see below
	Description string        // of the error; "" for the platform's usual words
	RetryAfter  int           // seconds, with Status 429
	HTML        bool          // the error is a gateway's HTML page instead of JSON
	ResetBefore bool          // break the connection without having acted
	ResetAfter  bool          // act, then break the connection instead of answering
}

// faults are tried in the order they were made.
type faults struct {
	active atomic.Int32
	mu     sync.Mutex
	list   []*Fault
	down   bool
}

// Fail adds a fault.
func (s *Server) Fail(f Fault) {
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = append(s.faults.list, &f)
	s.faults.active.Add(1)
}

// Clear ends all faults.
func (s *Server) Clear() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.active.Add(-int32(len(s.faults.list)))
	s.faults.list = nil
}

// Down makes every connection break at once (true) until it is told to come up again (false). People can go on writing.
func (s *Server) Down(down bool) {
	s.faults.mu.Lock()
	if s.faults.down != down {
		s.faults.down = down
		if down {
			s.faults.active.Add(1)
		} else {
			s.faults.active.Add(-1)
		}
	}
	s.faults.mu.Unlock()
	if down {
		s.queue.mu.Lock()
		s.queue.interrupt(errDown)
		s.queue.mu.Unlock()
	}
}

// pick takes the first fault that fits this call.
func (x *faults) pick(method string, chat int64) (Fault, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.down {
		return Fault{ResetBefore: true}, true
	}
	for i, f := range x.list {
		if f.Method != "" && !strings.EqualFold(f.Method, method) || f.Chat != 0 && f.Chat != chat {
			continue
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				x.list = append(x.list[:i:i], x.list[i+1:]...)
				x.active.Add(-1)
			}
		}
		return *f, true
	}
	return Fault{}, false
}

// strike lets a fault happen; true: the request is done with.
func (x *faults) strike(s *Server, w http.ResponseWriter, r *http.Request, method string, chat int64, f ...*form) bool {
	if x.active.Load() == 0 {
		return false
	}
	fault, ok := x.pick(method, chat)
	if !ok {
		return false
	}
	if fault.Delay > 0 {
		select {
		case <-time.After(fault.Delay):
		case <-r.Context().Done():
		}
	}
	switch {
	case fault.ResetBefore:
		reset(w)
	case fault.ResetAfter && len(f) > 0:
		s.call(unheard{header: http.Header{}}, r, method, f[0])
		reset(w)
	case fault.HTML:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(fault.Status)
		w.Write([]byte("<html><head><title>Bad Gateway</title></head></html>")) //nolint:errcheck // the bot went away
	case fault.Status != 0:
		words := fault.Description
		if words == "" {
			words = http.StatusText(fault.Status)
		}
		fail(w, fault.Status, words, fault.RetryAfter)
	default:
		return false
	}
	return true
}

// unheard takes an answer that never reaches the bot.
type unheard struct{ header http.Header }

func (u unheard) Header() http.Header         { return u.header }
func (u unheard) Write(b []byte) (int, error) { return len(b), nil }
func (u unheard) WriteHeader(int)             {}

// reset breaks the connection so that the client sees "connection reset" rather than a clean end.
func reset(w http.ResponseWriter) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		return
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0) //nolint:errcheck // best effort
	}
	conn.Close()
}
