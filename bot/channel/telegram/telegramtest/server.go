// Package telegramtest is a Bot API server for tests and benchmarks, with simulated people on it.
//
// It keeps the platform's own rules: updates stay until an offset confirms them, a second poller drives the first away,
// text and button limits, HTML that must parse, blocked bots. Faults are made on demand. It is written to be quick, since it
// shares the machine with the bot that is measured.
package telegramtest

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Token is what a bot must use here. It is made up.
const Token = "990001:TEST-telegramtest-token"

// botJSON is who the bot is, as getMe tells.
const botJSON = `{"id":990001,"is_bot":true,"first_name":"Sapa","username":"sapa_test_bot"}`

// Server is one Bot API server with one bot. Safe for use by many goroutines.
type Server struct {
	listener net.Listener
	http     *http.Server

	mu    sync.RWMutex
	chats map[int64]*User
	files map[string][]byte

	queue    queue
	hook     webhook
	faults   faults
	limits   limiter
	counts   sync.Map // method -> *atomic.Int64
	commands atomic.Value
	messages atomic.Int64 // the last message ID
	serial   atomic.Int64 // for callback and file IDs
}

// New runs a server on addr ("127.0.0.1:0" when empty) until Close.
func New(addr string) (*Server, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen for the fake Bot API: %w", err)
	}
	s := &Server{listener: listener, chats: map[int64]*User{}, files: map[string][]byte{}}
	s.queue.init()
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go s.http.Serve(listener) //nolint:errcheck // ends with ErrServerClosed at Close
	return s, nil
}

// Start runs a server for one test and closes it at the test's end.
func Start(t testing.TB) *Server {
	t.Helper()
	s, err := New("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// URL is the API's base, as a bot is told it: without /bot<token>.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Close ends the server and every connection.
func (s *Server) Close() {
	s.hook.stop()
	s.http.Close()
}

// Count tells how often a method was called (also when it failed), for example "sendMessage"; "" counts all.
func (s *Server) Count(method string) int64 {
	if n, ok := s.counts.Load(method); ok {
		return n.(*atomic.Int64).Load()
	}
	return 0
}

// Commands is what setMyCommands was given last, as JSON.
func (s *Server) Commands() string { c, _ := s.commands.Load().(string); return c }

func (s *Server) count(method string) {
	n, ok := s.counts.Load(method)
	if !ok {
		n, _ = s.counts.LoadOrStore(method, new(atomic.Int64))
	}
	n.(*atomic.Int64).Add(1)
}

// ServeHTTP is the Bot API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"+Token+"/"); ok {
		s.count("file")
		if !s.faults.strike(s, w, r, "file", 0) {
			s.download(w, rest)
		}
		return
	}
	method, ok := strings.CutPrefix(r.URL.Path, "/bot"+Token+"/")
	if !ok {
		fail(w, http.StatusUnauthorized, "Unauthorized", 0)
		return
	}
	s.count("")
	s.count(method)
	f, err := readForm(r)
	if err != nil {
		fail(w, http.StatusBadRequest, "Bad Request: "+err.Error(), 0)
		return
	}
	defer f.release()
	if s.faults.active.Load() > 0 && s.faults.strike(s, w, r, method, f.int("chat_id"), f) {
		return
	}
	s.call(w, r, method, f)
}

// call answers one method.
func (s *Server) call(w http.ResponseWriter, r *http.Request, method string, f *form) {
	switch strings.ToLower(method) {
	case "getme":
		answer(w, []byte(botJSON))
	case "getupdates":
		s.getUpdates(w, r, f)
	case "setwebhook":
		s.queue.allow(f.str("allowed_updates"))
		s.hook.set(s, f.str("url"), f.str("secret_token"))
		answer(w, yes)
	case "deletewebhook":
		s.hook.set(s, "", "")
		answer(w, yes)
	case "sendmessage", "sendphoto", "senddocument":
		s.send(w, strings.ToLower(method), f)
	case "sendchataction", "editmessagereplymarkup", "deletemessage":
		if _, refusal := s.reachable(f); refusal != nil {
			refusal.write(w)
			return
		}
		answer(w, yes)
	case "answercallbackquery":
		s.answerCallback(w, f)
	case "setmycommands":
		s.commands.Store(f.str("commands"))
		answer(w, yes)
	case "getfile":
		s.getFile(w, f)
	default:
		fail(w, http.StatusNotFound, "Not Found: method not found", 0)
	}
}

var yes = []byte("true")

func answer(w http.ResponseWriter, result []byte) {
	b := make([]byte, 0, len(result)+24)
	b = append(b, `{"ok":true,"result":`...)
	b = append(b, result...)
	b = append(b, '}')
	write(w, http.StatusOK, b)
}

func write(w http.ResponseWriter, status int, b []byte) {
	h := w.Header()
	h["Content-Type"] = []string{"application/json"}
	h["Content-Length"] = []string{strconv.Itoa(len(b))}
	w.WriteHeader(status)
	w.Write(b) //nolint:errcheck // the bot went away
}

// fail answers as the platform does when it refuses; retry in seconds, 0 for none.
func fail(w http.ResponseWriter, code int, description string, retry int) {
	b := fmt.Appendf(nil, `{"ok":false,"error_code":%d,"description":%q`, code, description)
	if retry > 0 {
		b = fmt.Appendf(b, `,"parameters":{"retry_after":%d}`, retry)
	}
	write(w, code, append(b, '}'))
}
