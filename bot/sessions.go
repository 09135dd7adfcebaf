package bot

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// checkpoints are the sessions as the ledger committed them, each in one transaction with all that its turn ordered.
// They are the truth.
type checkpoints interface {
	Session(ctx context.Context, contact conversations.ContactID) (conversations.Session, error)
	Turn(ctx context.Context, contact conversations.ContactID) (int, error)
}

// SharedSessions is the quick copy that several processes can share, in Redis. It may forget, lag behind or be away.
type SharedSessions interface {
	Load(ctx context.Context, contact conversations.ContactID) (conversations.Session, error)
	Save(ctx context.Context, s conversations.Session) error
	Drop(ctx context.Context, contact conversations.ContactID) error
	Ping(ctx context.Context) error
}

// Sessions reads from the shared copy where it is as new as the checkpoint, else from the checkpoint. Of whoever talks right
// now it remembers the session that it committed last.
type Sessions struct {
	sure   checkpoints
	shared SharedSessions // nil: none
	turns  turns
	recent recent
	away   atomic.Int64 // unix nanoseconds until which the shared copy is not asked, since it did not answer
	saving sync.WaitGroup
	room   chan struct{} // bounds how many saves are under way
}

// NewSessions makes sessions over checkpoints, with a shared copy or nil.
func NewSessions(sure checkpoints, shared SharedSessions) *Sessions {
	return &Sessions{sure: sure, shared: shared, turns: turns{of: map[conversations.ContactID]int{}}, room: make(chan struct{}, mostSaves)}
}

// mostSaves is how many sessions may be on their way into the shared copy; those beyond are not copied.
const mostSaves = 1024

// rest is how long a shared copy that failed is left alone, so that its outage delays nobody twice.
const rest = time.Second

// Load gives the contact's session; a contact never heard of has an empty one. Another process may have a newer one: a commit
// then fails, and Newest tells before.
func (s *Sessions) Load(ctx context.Context, contact conversations.ContactID) (conversations.Session, error) {
	if session, ok := s.recent.get(contact); ok {
		return session, nil
	}
	if s.shared != nil && s.asks() {
		turn, err := s.turn(ctx, contact)
		if err != nil {
			return conversations.Session{}, err
		}
		session, err := s.shared.Load(ctx, contact)
		if err == nil && session.Turn == turn {
			return session, nil
		}
		s.note(err)
	}
	return s.Checkpoint(ctx, contact)
}

// Newest gives store.ErrConflict when the ledger has another turn of a contact than this one as its last.
func (s *Sessions) Newest(ctx context.Context, contact conversations.ContactID, turn int) error {
	last, err := s.sure.Turn(ctx, contact)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if last != turn {
		return store.ErrConflict
	}
	return nil
}

// Checkpoint gives the contact's session as the ledger has it.
func (s *Sessions) Checkpoint(ctx context.Context, contact conversations.ContactID) (conversations.Session, error) {
	s.recent.forget(contact)
	session, err := s.sure.Session(ctx, contact)
	if errors.Is(err, store.ErrNotFound) { // never heard of, or silent for so long that only the turn is left
		turn, err := s.sure.Turn(ctx, contact)
		if errors.Is(err, store.ErrNotFound) {
			turn, err = 0, nil
		}
		return conversations.Session{Contact: contact, Locale: "id", Turn: turn}, err
	}
	if err == nil {
		s.turns.put(contact, session.Turn)
	}
	return session, err
}

// afresh begins a talk whose checkpoint cannot be read any more, so that the contact is not locked out for ever. It fails
// when the trouble is with the store as a whole.
func (s *Sessions) afresh(ctx context.Context, contact conversations.ContactID) (conversations.Session, error) {
	turn, err := s.sure.Turn(ctx, contact)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return conversations.Session{}, err
	}
	session, err := s.Checkpoint(ctx, contact)
	if err != nil {
		session = conversations.Session{Contact: contact, Locale: "id", Turn: turn}
	}
	return session, nil
}

// sealer makes the stored form of a session, and sealedSaver takes it: where both can, it is made once a turn.
type (
	sealer interface {
		SealSession(s conversations.Session) ([]byte, error)
	}
	sealedSaver interface {
		SaveSealed(ctx context.Context, contact conversations.ContactID, turn int, sealed []byte) error
	}
)

// seal gives the stored form of a session if both the ledger and the shared copy take it, else nil.
func (s *Sessions) seal(session conversations.Session) ([]byte, error) {
	from, can := s.sure.(sealer)
	if _, takes := s.shared.(sealedSaver); !can || !takes {
		return nil, nil
	}
	return from.SealSession(session)
}

// save writes the shared copy; sealed is what seal gave.
func (s *Sessions) save(ctx context.Context, session conversations.Session, sealed []byte) error {
	if to, takes := s.shared.(sealedSaver); takes && sealed != nil {
		return to.SaveSealed(ctx, session.Contact, session.Turn, sealed)
	}
	return s.shared.Save(ctx, session)
}

// Committed brings the shared copy up to a session that the ledger has committed, beside the caller: whoever answers may be
// quicker than the copy. A failure costs speed, nothing else.
func (s *Sessions) Committed(ctx context.Context, session conversations.Session) {
	s.committed(ctx, session, nil)
}

// committed is Committed with what seal gave.
func (s *Sessions) committed(ctx context.Context, session conversations.Session, sealed []byte) {
	s.turns.put(session.Contact, session.Turn)
	s.recent.put(session)
	if s.shared == nil || !s.asks() {
		return
	}
	select {
	case s.room <- struct{}{}:
	default:
		return
	}
	s.saving.Go(func() {
		defer func() { <-s.room }()
		err := s.save(ctx, session, sealed)
		if errors.Is(err, store.ErrConflict) && s.newest(session) {
			// It is further than the ledger, as after a restored backup: what it has is not what happened.
			err = s.shared.Drop(ctx, session.Contact)
		}
		s.note(err)
	})
}

// newest tells whether a session is the last that this process committed of its contact.
func (s *Sessions) newest(session conversations.Session) bool {
	last, ok := s.turns.get(session.Contact)
	return ok && last == session.Turn
}

// Wait returns when no session is on its way into the shared copy.
func (s *Sessions) Wait() { s.saving.Wait() }

// Ready tells whether the shared copy answers; with none there is nothing to be unready.
func (s *Sessions) Ready(ctx context.Context) error {
	if s.shared == nil {
		return nil
	}
	return s.shared.Ping(ctx)
}

func (s *Sessions) asks() bool { return time.Now().UnixNano() >= s.away.Load() }

func (s *Sessions) note(err error) {
	if errors.Is(err, store.ErrUnavailable) {
		s.away.Store(time.Now().Add(rest).UnixNano())
	}
}

// turn gives the newest committed turn of a contact.
func (s *Sessions) turn(ctx context.Context, contact conversations.ContactID) (int, error) {
	if n, ok := s.turns.get(contact); ok {
		return n, nil
	}
	n, err := s.sure.Turn(ctx, contact)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	return n, err
}

// turns remembers the newest turns that this process committed, for as many contacts as are likely to be talking.
type turns struct {
	mu sync.Mutex
	of map[conversations.ContactID]int
}

const mostTurns = 50_000

func (t *turns) get(c conversations.ContactID) (int, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, ok := t.of[c]
	return n, ok
}

func (t *turns) put(c conversations.ContactID, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.of) >= mostTurns {
		clear(t.of)
	}
	t.of[c] = n
}
