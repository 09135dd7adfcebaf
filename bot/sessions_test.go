package bot

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// copyOf is a shared copy that does as a test tells it to.
type copyOf struct {
	kept  map[conversations.ContactID]conversations.Session
	err   error
	calls int
}

func (c *copyOf) Load(_ context.Context, contact conversations.ContactID) (conversations.Session, error) {
	c.calls++
	s, ok := c.kept[contact]
	if c.err == nil && !ok {
		return s, store.ErrNotFound
	}
	return s, c.err
}

func (c *copyOf) Save(_ context.Context, s conversations.Session) error {
	c.calls++
	if c.err == nil && c.kept[s.Contact].Turn >= s.Turn {
		return store.ErrConflict
	}
	if c.err == nil {
		c.kept[s.Contact] = s
	}
	return c.err
}

func (c *copyOf) Drop(_ context.Context, contact conversations.ContactID) error {
	delete(c.kept, contact)
	return c.err
}

func (c *copyOf) Ping(context.Context) error { return c.err }

func at(turn int, node conversations.NodeID) conversations.Session {
	return conversations.Session{Contact: "1", Turn: turn, At: node}
}

func TestSessionsBelieveTheLedger(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		shared conversations.Session
		err    error
		want   conversations.NodeID
	}{
		"as new":      {at(5, "copy"), nil, "copy"},
		"stale":       {at(4, "copy"), nil, "ledger"},
		"ahead":       {at(6, "copy"), nil, "ledger"},
		"empty":       {conversations.Session{}, nil, "ledger"},
		"away":        {at(5, "copy"), store.ErrUnavailable, "ledger"},
		"unreadable":  {at(5, "copy"), errors.New("sealed with another key"), "ledger"},
		"out of time": {at(5, "copy"), context.DeadlineExceeded, "ledger"},
	}
	for name, tt := range tests {
		m := newMemory()
		m.sessions["1"] = at(5, "ledger")
		shared := &copyOf{kept: map[conversations.ContactID]conversations.Session{}, err: tt.err}
		if tt.shared.Turn > 0 {
			shared.kept["1"] = tt.shared
		}
		s := NewSessions(m, shared)
		for range 2 { // with and without the turn remembered
			if got, err := s.Load(t.Context(), "1"); err != nil || got.At != tt.want {
				t.Errorf("%s: Load = %s, %v; want %s", name, got.At, err, tt.want)
			}
		}
	}
}

func TestSessionsOfStrangersAndWithoutACopy(t *testing.T) {
	t.Parallel()
	shared := &copyOf{kept: map[conversations.ContactID]conversations.Session{}}
	for _, s := range []*Sessions{NewSessions(newMemory(), shared), NewSessions(newMemory(), nil)} {
		got, err := s.Load(t.Context(), "1")
		if err != nil || got.Contact != "1" || got.Turn != 0 || got.Locale != "id" {
			t.Errorf("Load of a stranger = %+v, %v", got, err)
		}
		if err := s.Ready(t.Context()); err != nil {
			t.Errorf("Ready = %v", err)
		}
		s.Committed(t.Context(), at(1, "a"))
	}
	if shared.kept["1"].Turn != 1 {
		t.Error("what was committed is not in the shared copy")
	}
}

// After a restored backup the copy is further than the ledger. It must not be believed once the ledger gets there.
func TestCopyFromAnotherHistoryIsDropped(t *testing.T) {
	t.Parallel()
	m := newMemory()
	m.sessions["1"] = at(5, "ledger")
	shared := &copyOf{kept: map[conversations.ContactID]conversations.Session{"1": at(7, "copy")}}
	s := NewSessions(m, shared)
	for turn := 6; turn <= 8; turn++ {
		now := at(turn, "ledger")
		m.sessions["1"] = now
		s.Committed(t.Context(), now)
		if got, err := s.Load(t.Context(), "1"); err != nil || got.At != "ledger" || got.Turn != turn {
			t.Errorf("turn %d: Load = %d at %s, %v", turn, got.Turn, got.At, err)
		}
	}
}

func TestSharedCopyThatIsAwayIsLeftAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		shared := &copyOf{kept: map[conversations.ContactID]conversations.Session{}, err: store.ErrUnavailable}
		s := NewSessions(m, shared)
		for turn := range 100 {
			if _, err := s.Load(t.Context(), "1"); err != nil {
				t.Fatal(err)
			}
			m.sessions["1"] = at(turn+1, "a")
			s.Committed(t.Context(), m.sessions["1"])
		}
		if shared.calls != 1 {
			t.Errorf("asked %d times within its rest", shared.calls)
		}
		if err := s.Ready(t.Context()); !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("Ready = %v", err)
		}
		shared.err = nil
		time.Sleep(rest)
		s.Committed(t.Context(), at(101, "a"))
		if shared.kept["1"].Turn != 101 || s.Ready(t.Context()) != nil {
			t.Errorf("after its rest the copy has turn %d", shared.kept["1"].Turn)
		}
	})
}

func TestSessionsFailWithTheLedger(t *testing.T) {
	t.Parallel()
	m := newMemory()
	m.fail = func(string) error { return store.ErrUnavailable }
	for _, shared := range []SharedSessions{nil, &copyOf{}} {
		if _, err := NewSessions(m, shared).Load(t.Context(), "1"); !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("Load = %v", err)
		}
	}
}

func TestTurnsAreBounded(t *testing.T) {
	t.Parallel()
	x := turns{of: map[conversations.ContactID]int{}}
	for i := range 3 * mostTurns {
		x.put(conversations.ContactID(rune(i)), i)
	}
	if len(x.of) > mostTurns {
		t.Errorf("%d turns are remembered", len(x.of))
	}
}
