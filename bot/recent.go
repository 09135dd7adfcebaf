package bot

import (
	"sync"
	"time"

	"sapa/conversations"
)

// How many sessions are remembered of those who talk right now, about 2 KB each, and how long.
const (
	mostRecent = 512
	recentFor  = 10 * time.Minute
)

// recent remembers the sessions that this process committed last. Another process may be further meanwhile: then the turn
// that goes on from here is not committed, and asks nothing of the world either.
type recent struct {
	mu         sync.Mutex
	now, older map[conversations.ContactID]remembered // when now is full it takes the place of older
}

type remembered struct {
	session conversations.Session
	at      time.Time
}

func (r *recent) get(c conversations.ContactID) (conversations.Session, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m, ok := r.now[c]
	if !ok {
		m, ok = r.older[c]
	}
	return m.session, ok && time.Since(m.at) < recentFor
}

func (r *recent) put(s conversations.Session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now == nil || len(r.now) >= mostRecent/2 {
		r.now, r.older = map[conversations.ContactID]remembered{}, r.now
	}
	r.now[s.Contact] = remembered{s, time.Now()}
	delete(r.older, s.Contact)
}

// forget drops what was not the newest.
func (r *recent) forget(c conversations.ContactID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.now, c)
	delete(r.older, c)
}
