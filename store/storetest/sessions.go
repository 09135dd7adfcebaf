package storetest

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/store"
)

// Sessions keeps the talks under way.
type Sessions interface {
	// Load gives a session, or store.ErrNotFound.
	Load(ctx context.Context, contact conversations.ContactID) (conversations.Session, error)
	// Save writes a session. It gives store.ErrConflict, and writes nothing, unless its turn is above the one kept.
	Save(ctx context.Context, s conversations.Session) error
	// Drop forgets a session. One that is not there is no error.
	Drop(ctx context.Context, contact conversations.ContactID) error
}

// TestSessions checks an implementation. Open gives one that knows contacts "1" to "9" and keeps nothing for them yet.
func TestSessions(t *testing.T, open func(t *testing.T) Sessions) {
	t.Run("comes back as it was", func(t *testing.T) { comesBack(t, open(t)) })
	t.Run("only a later turn is saved", func(t *testing.T) { onlyLater(t, open(t)) })
	t.Run("one of many savers wins", func(t *testing.T) { oneWins(t, open(t)) })
	t.Run("dropped", func(t *testing.T) { dropped(t, open(t)) })
	t.Run("ended context", func(t *testing.T) { endedContext(t, open(t)) })
}

func comesBack(t *testing.T, s Sessions) {
	ctx := t.Context()
	if _, err := s.Load(ctx, "1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Load of nothing: %v", err)
	}
	first, second := Session("1", 1), Session("2", 7)
	second.Request = &conversations.Request{Mark: conversations.Mark{Key: "2.7.0"}, Name: "find_cases", Args: map[string]string{"nik": "6472014509919901"}}
	second.Return = &conversations.Return{At: "anak", Prompt: second.Prompt}
	second.Parked = []conversations.Parked{{Flow: second.Flow, At: "anak", Answers: second.Answers, Until: Noon()}}
	for _, want := range []conversations.Session{first, second, {Contact: "3", Turn: 1, Status: conversations.Done, Began: Noon(), Touched: Noon()}} {
		if err := s.Save(ctx, want); err != nil {
			t.Fatalf("Save: %v", err)
		}
		got, err := s.Load(ctx, want.Contact)
		if err != nil {
			t.Fatalf("Load: %v", err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("session changed (-saved +loaded):\n%s", diff)
		}
	}
}

func onlyLater(t *testing.T, s Sessions) {
	ctx := t.Context()
	for _, step := range []struct {
		turn int
		want error
	}{{4, nil}, {4, store.ErrConflict}, {3, store.ErrConflict}, {5, nil}, {9, nil}, {8, store.ErrConflict}, {10, nil}} {
		err := s.Save(ctx, Session("1", step.turn))
		if !errors.Is(err, step.want) || (step.want == nil) != (err == nil) {
			t.Errorf("Save of turn %d: %v, want %v", step.turn, err, step.want)
		}
	}
	if got, err := s.Load(ctx, "1"); err != nil || got.Turn != 10 {
		t.Errorf("Load = turn %d, %v", got.Turn, err)
	}
}

func oneWins(t *testing.T, s Sessions) {
	ctx := context.Background()
	for turn := 1; turn <= 5; turn++ {
		var won atomic.Int32
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				session := Session("1", turn)
				session.Answers["nama"] = strconv.Itoa(i)
				switch err := s.Save(ctx, session); {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, store.ErrConflict):
					t.Errorf("Save: %v", err)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 {
			t.Errorf("turn %d was saved %d times", turn, won.Load())
		}
	}
}

func dropped(t *testing.T, s Sessions) {
	ctx := t.Context()
	for _, contact := range []conversations.ContactID{"1", "2"} {
		if err := s.Save(ctx, Session(contact, 3)); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := s.Drop(ctx, "1"); err != nil {
			t.Errorf("Drop: %v", err)
		}
	}
	if _, err := s.Load(ctx, "1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Load after Drop: %v", err)
	}
	if _, err := s.Load(ctx, "2"); err != nil {
		t.Errorf("another contact's session: %v", err)
	}
	if err := s.Save(ctx, Session("1", 4)); err != nil {
		t.Errorf("Save after Drop: %v", err)
	}
}

func endedContext(t *testing.T, s Sessions) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Load(ctx, "1"); !errors.Is(err, context.Canceled) {
		t.Errorf("Load: %v", err)
	}
	if err := s.Save(ctx, Session("1", 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("Save: %v", err)
	}
}
