package telegramtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// queue holds the updates that no offset has confirmed yet, in order.
type queue struct {
	mu      sync.Mutex
	updates []update
	last    int64         // ID of the newest update
	wake    chan struct{} // one slot: something new
	kick    chan error    // of the poll that is waiting, nil when none is
	allowed string        // allowed_updates as last told; empty: all
}

type update struct {
	id   int64
	json []byte
}

func (q *queue) init() {
	q.last = 410_000_000
	q.wake = make(chan struct{}, 1)
}

// push adds an update, given as its members after update_id, and returns its ID; 0 when the bot did not ask for its kind.
func (q *queue) push(kind string, members []byte) int64 {
	q.mu.Lock()
	if q.allowed != "" && !strings.Contains(q.allowed, `"`+kind+`"`) {
		q.mu.Unlock()
		return 0
	}
	q.last++
	id := q.last
	b := make([]byte, 0, len(members)+32)
	b = append(b, `{"update_id":`...)
	b = strconv.AppendInt(b, id, 10)
	b = append(b, ',')
	b = append(b, members...)
	q.updates = append(q.updates, update{id, append(b, '}')})
	q.mu.Unlock()
	q.signal()
	return id
}

// signal wakes the waiting poll.
func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// confirm drops what lies below offset; a negative offset keeps only that many of the newest.
func (q *queue) confirm(offset int64) {
	n := 0
	if offset < 0 {
		n = max(0, len(q.updates)+int(offset))
	}
	for n < len(q.updates) && q.updates[n].id < offset {
		n++
	}
	q.updates = q.updates[n:]
}

func (q *queue) oldest() (update, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.updates) == 0 {
		return update{}, false
	}
	return q.updates[0], true
}

// allow keeps what the bot wants to hear of; it holds for updates made from now on.
func (q *queue) allow(kinds string) {
	if kinds != "" {
		q.mu.Lock()
		q.allowed = kinds
		q.mu.Unlock()
	}
}

// take confirms, then joins up to limit updates to a JSON array; empty when there are none.
func (q *queue) take(offset int64, limit int) []byte {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.confirm(offset)
	if len(q.updates) == 0 {
		return nil
	}
	b := []byte{'['}
	for i, u := range q.updates[:min(limit, len(q.updates))] {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, u.json...)
	}
	return append(b, ']')
}

// Push makes an update of any kind, malformed ones too: members is JSON as it follows update_id, for example
// `"message":{...}`. It returns the update's ID.
func (s *Server) Push(members string) int64 {
	kind, _, _ := strings.Cut(strings.TrimPrefix(members, `"`), `"`)
	return s.push(kind, []byte(members))
}

func (s *Server) push(kind string, members []byte) int64 {
	id := s.queue.push(kind, members)
	s.hook.wake()
	return id
}

// Unconfirmed tells how many updates the platform still holds for the bot.
func (s *Server) Unconfirmed() int {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	return len(s.queue.updates)
}

func (s *Server) getUpdates(w http.ResponseWriter, r *http.Request, f *form) {
	if s.hook.active() {
		fail(w, http.StatusConflict, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", 0)
		return
	}
	s.queue.allow(f.str("allowed_updates"))
	limit, offset := int(f.int("limit")), f.int("offset")
	if limit <= 0 || limit > 100 {
		limit = 100
	}
	kicked := s.queue.enter()
	defer s.queue.leave(kicked)
	timeout := time.NewTimer(time.Duration(min(f.int("timeout"), 50)) * time.Second)
	defer timeout.Stop()
	for {
		if len(kicked) == 0 {
			if batch := s.queue.take(offset, limit); batch != nil {
				answer(w, batch)
				return
			}
		}
		select {
		case <-s.queue.wake:
			if len(kicked) > 0 { // the news is for the poll that took this one's place
				s.queue.signal()
			}
		case <-timeout.C:
			answer(w, []byte("[]"))
			return
		case err := <-kicked:
			if errors.Is(err, errDown) {
				reset(w)
				return
			}
			fail(w, http.StatusConflict, err.Error(), 0)
			return
		case <-r.Context().Done():
			return
		}
	}
}

// enter makes this poll the one that is served and drives an earlier one away, as the platform does.
func (q *queue) enter() chan error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.interrupt(errConflict)
	q.kick = make(chan error, 1)
	return q.kick
}

// interrupt ends the waiting poll; the lock is held.
func (q *queue) interrupt(err error) {
	if q.kick != nil {
		q.kick <- err
		q.kick = nil
	}
}

func (q *queue) leave(kick chan error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.kick == kick {
		q.kick = nil
	}
}

// quote is s as a JSON string.
func quote(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings always marshal
	}
	return b
}
