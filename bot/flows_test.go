package bot

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"sapa/conversations"
	"sapa/store"
)

var newerMenu = strings.ReplaceAll(menuFlow, "Siapa nama Anda?", "Sebutkan nama Anda.")

func TestPublishedWhileATalkRuns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShell(t, newMemory(), openWorld{})
		shelf := s.talk.Flows.store.(*shelf)
		s.hear(t, "mulai dari awal")
		s.lanes.Wait()
		shelf.publish("menu", 2, strings.ReplaceAll(newerMenu, "Kirim fotonya", "Foto, ya"))
		if err := s.talk.Flows.Renew(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.hear(t, "Siti Aminah") // pinned: goes on as it began
		s.lanes.Wait()
		if got := s.store.sessions["1"].Flow.Revision; got != 1 {
			t.Errorf("the session is pinned to revision %d", got)
		}
		s.hear(t, "batal") // leads to the menu as it is now
		s.lanes.Wait()
		wantSaid(t, s.store, askName, askPhoto, "Sebutkan nama Anda.")

		// Another process, which never saw revision 1, finds it in the store.
		old := s.store.sessions["1"]
		old.Flow.Revision, old.At, old.Turn = 1, "nama", old.Turn+1
		s.store.sessions["1"] = old
		flows, err := NewFlows(t.Context(), shelf)
		if err != nil {
			t.Fatal(err)
		}
		s.talk.Flows = flows
		s.hear(t, "Siti Aminah")
		s.lanes.Wait()
		wantSaid(t, s.store, askName, askPhoto, "Sebutkan nama Anda.", askPhoto)
	})
}

func TestFlowsWith(t *testing.T) {
	t.Parallel()
	shelf := newShelf(menuFlow)
	shelf.sources[conversations.FlowRef{ID: "menu", Revision: 7}] = newerMenu
	shelf.sources[conversations.FlowRef{ID: "menu", Revision: 8}] = "flow: [of an older program]"
	f, err := NewFlows(t.Context(), shelf)
	if err != nil {
		t.Fatal(err)
	}
	lost, unread, there := conversations.FlowRef{ID: "hilang", Revision: 1}, conversations.FlowRef{ID: "menu", Revision: 8}, conversations.FlowRef{ID: "menu", Revision: 7}
	l, err := f.With(t.Context(), conversations.FlowRef{}, lost, unread, there)
	var unknown *UnknownError
	if !errors.As(err, &unknown) || l.Revision(there) == nil || l.Called("menu").Ref.Revision != 1 {
		t.Errorf("With = %v, newest menu %v", err, l.Called("menu").Ref)
	}
	shelf.fail = store.ErrUnavailable
	if _, err := f.With(t.Context(), there); err != nil {
		t.Errorf("what was read before is asked for again: %v", err)
	}
	if _, err := f.With(t.Context(), lost); !errors.Is(err, store.ErrUnavailable) || errors.As(err, &unknown) {
		t.Errorf("With = %v", err)
	}
}

// A revision that cannot be read leaves the library as it was, also for who comes later.
func TestRenewThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	shelf := newShelf(menuFlow)
	f, err := NewFlows(t.Context(), shelf)
	if err != nil {
		t.Fatal(err)
	}
	shelf.publish("menu", 2, "flow: [unfinished")
	shelf.sources[conversations.FlowRef{ID: "menu", Revision: 7}] = newerMenu
	if err := f.Renew(t.Context()); err == nil {
		t.Fatal("a flow that cannot be read was published")
	}
	l, err := f.With(t.Context(), conversations.FlowRef{ID: "menu", Revision: 7})
	if err != nil || l.Called("menu") == nil || l.Called("menu").Ref.Revision != 1 {
		t.Errorf("With = %v, the menu is %+v", err, l.Called("menu"))
	}
	shelf.fail = store.ErrUnavailable
	if err := f.Renew(t.Context()); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Renew = %v", err)
	}
}

// Whoever stands in a flow that is no more is led anew.
func TestTalkInAFlowThatIsNoMore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShell(t, newMemory(), openWorld{})
		s.store.sessions["1"] = conversations.Session{Contact: "1", Turn: 3, At: "x", Status: conversations.Waiting,
			Flow: conversations.FlowRef{ID: "hilang", Revision: 4}, Touched: noon()}
		s.hear(t, "cara daftar bantuan")
		s.lanes.Wait()
		wantSaid(t, s.store, askName)
	})
}
