package bot

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/sqlite"
	"sapa/store/vault"
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
		s.Wait()
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
		s.Wait()
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
			s.Wait()
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
		s.Wait()
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

// Whoever was silent until the words were purged comes back with a new talk whose turns go on from the old one's.
func TestSilentForTooLong(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "sapa.db"), vault.Memory())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	got, err := db.Accept(t.Context(), noon(), heardText("1", "halo"))
	if err != nil {
		t.Fatal(err)
	}
	old := at(7, "nama")
	old.Contact, old.Touched = got[0].Contact, noon()
	if err := db.Save(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Purge(t.Context(), noon().AddDate(0, 2, 0), store.Retention{}); err != nil {
		t.Fatal(err)
	}
	s, err := NewSessions(db, nil).Load(t.Context(), old.Contact)
	if err != nil || s.Turn != 7 || s.At != "" {
		t.Fatalf("Load = turn %d at %q, %v", s.Turn, s.At, err)
	}
	s.Turn++
	if err := db.Save(t.Context(), s); err != nil {
		t.Errorf("the next turn: %v", err)
	}
}

func TestRecentSessionsAreFewAndNotOld(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var r recent
		for i := range 10 * mostRecent {
			s := at(1, "a")
			s.Contact = conversations.ContactID(strconv.Itoa(i))
			r.put(s)
			if got, ok := r.get(s.Contact); !ok || got.Contact != s.Contact {
				t.Fatalf("session %d was forgotten at once", i)
			}
		}
		if n := len(r.now) + len(r.older); n > mostRecent {
			t.Errorf("%d sessions are remembered", n)
		}
		r.put(at(1, "a"))
		r.put(at(2, "b"))
		if got, ok := r.get("1"); !ok || got.Turn != 2 {
			t.Errorf("got turn %d, %v", got.Turn, ok)
		}
		time.Sleep(recentFor)
		if _, ok := r.get("1"); ok {
			t.Error("an old session is remembered")
		}
	})
}

// The world is asked for the newest session only, also when another process made it.
func TestAnotherProcessWasFurther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		s := newShell(t, newMemory(), openWorld{find: func() error { asked++; return nil }})
		s.hear(t, "mulai dari awal")
		s.lanes.Wait()
		theirs := s.store.sessions["1"]
		theirs.Turn, theirs.Answers = 9, map[conversations.Slot]string{"x": "theirs"}
		s.store.sessions["1"] = theirs
		s.hear(t, "Siti Aminah")
		s.lanes.Wait()
		wantSaid(t, s.store, askName, askPhoto)
		if got := s.store.sessions["1"]; asked != 1 || got.Turn < 10 || got.Answers["x"] != "theirs" {
			t.Errorf("the world was asked %d times; turn %d with %v", asked, got.Turn, got.Answers)
		}
	})
}
