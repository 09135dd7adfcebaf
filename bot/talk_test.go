package bot

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sapa/conversations"
	"sapa/store"
)

const (
	askName  = "Siapa nama Anda?"
	askPhoto = "Terima kasih, {nama}. Kirim fotonya."
)

func wantSaid(t *testing.T, m *memory, want ...string) {
	t.Helper()
	if got := m.said(); !slices.Equal(got, want) {
		t.Errorf("said\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestGreetingAndQuestionAreAnsweredOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShell(t, newMemory(), openWorld{})
		s.hear(t, "assalamualaikum")
		time.Sleep(time.Second)
		s.hear(t, "min")
		time.Sleep(time.Second)
		s.hear(t, "mau tanya bantuan modal")
		s.lanes.Wait()
		wantSaid(t, s.store, askName)
		if left, _ := s.store.Undone(t.Context()); len(left) > 0 {
			t.Errorf("%d messages stay open", len(left))
		}
		s.hear(t, "halo") // inside a talk, and nothing follows
		begin := time.Now()
		s.lanes.Wait()
		if d := time.Since(begin); d != s.talk.Pause || len(s.store.said()) != 2 {
			t.Errorf("a greeting alone was answered after %v", d)
		}
	})
}

func TestPanicSetsTheMessageAsideWithAnApology(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		crashes := true
		s := newShell(t, newMemory(), openWorld{find: func() error {
			if crashes {
				crashes = false
				var nobody *store.Contact
				_ = nobody.ID
			}
			return nil
		}})
		s.hear(t, "mulai dari awal")
		s.lanes.Wait()
		s.hear(t, "Siti Aminah")
		s.hear(t, "Siti Aminah")
		s.lanes.Wait()
		wantSaid(t, s.store, askName, "fault.sorry", askPhoto)
		if got := s.store.state[2]; !strings.HasPrefix(got, "aside: panic: runtime error") || s.store.state[3] != "closed" {
			t.Errorf("the messages are %q and %q", got, s.store.state[3])
		}
	})
}

func TestWorldThatFailsIsTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		failures := mostTries - 1
		s := newShell(t, newMemory(), openWorld{find: func() error {
			if failures--; failures >= 0 {
				return errors.New("away")
			}
			return nil
		}})
		s.hear(t, "mulai dari awal")
		s.hear(t, "Siti Aminah")
		begin := time.Now()
		s.lanes.Wait()
		wantSaid(t, s.store, askName, askPhoto)
		if d := time.Since(begin); d < time.Minute || d > 2*time.Minute {
			t.Errorf("the tries took %v, want about a minute", d)
		}
	})
}

func TestWorldThatFailsForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShell(t, newMemory(), openWorld{find: func() error { return errors.New("defect") }})
		s.hear(t, "mulai dari awal")
		s.hear(t, "Siti Aminah")
		s.lanes.Wait()
		s.hear(t, "menu")
		s.lanes.Wait()
		wantSaid(t, s.store, askName, "fault.sorry", askName)
		if got := s.store.state[2]; !strings.HasSuffix(got, "defect") {
			t.Errorf("the message is %q", got)
		}
	})
}

// While the store itself is away nothing can be set aside: everything waits, however long it takes.
func TestNobodyIsForgottenWhileTheStoreIsAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		var down atomic.Bool
		m.fail = func(call string) error {
			if down.Load() && call != "Accept" {
				return store.ErrUnavailable
			}
			return nil
		}
		s := newShell(t, m, openWorld{})
		s.hear(t, "mulai dari awal")
		s.lanes.Wait()
		down.Store(true)
		s.hear(t, "Siti Aminah")
		time.Sleep(time.Hour)
		wantSaid(t, m, askName)
		down.Store(false)
		s.lanes.Wait()
		if got := m.said(); len(got) != 2 || m.state[2] == "" || m.state[1] != "closed" {
			t.Errorf("said %v, the message is %q", got, m.state[2])
		}
	})
}

// After an apology whose message could not be set aside any more, the next start apologises under the same ID.
func TestApologyComesOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		failures := 3
		m.fail = func(call string) error {
			if call == "SetAside" && failures > 0 {
				failures--
				return store.ErrUnavailable
			}
			return nil
		}
		s := newShell(t, m, openWorld{find: func() error { panic("defect") }})
		s.hear(t, "mulai dari awal")
		s.hear(t, "Siti Aminah")
		s.lanes.Wait()
		wantSaid(t, m, askName, "fault.sorry")
		if m.state[2] != "aside: panic: string" || len(s.known) > 0 {
			t.Errorf("the message is %q, letters known %v", m.state[2], s.known)
		}
	})
}

// Whoever's session cannot be read any more is led anew instead of being locked out.
func TestDamagedSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		var damaged atomic.Bool
		m.fail = func(call string) error {
			if call == "Session" && damaged.Load() {
				return errors.New("stored session is damaged")
			}
			damaged.CompareAndSwap(true, call != "Commit") // a fresh one replaces it
			return nil
		}
		s := newShell(t, m, openWorld{})
		s.hear(t, "mulai dari awal")
		s.lanes.Wait()
		damaged.Store(true)
		s.talk.Sessions = NewSessions(m, nil) // another process, which remembers nobody
		s.hear(t, "Siti Aminah")
		s.lanes.Wait()
		s.hear(t, "menu")
		s.lanes.Wait()
		wantSaid(t, m, askName, "fault.sorry", askName)
	})
}

// Facts that change nothing are closed like all others, at once.
func TestWhatChangesNothingIsClosed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShell(t, newMemory(), openWorld{})
		left := func(m *conversations.Message) { m.Event = conversations.Left }
		s.hear(t, "", left)
		s.hear(t, "mulai dari awal")
		s.lanes.Wait()
		s.store.sessions["1"] = func() conversations.Session {
			x := s.store.sessions["1"]
			x.Status = conversations.Done
			return x
		}()
		s.hear(t, "", left)
		s.lanes.Put("1", task{received: s.store.inbox[1], came: time.Now()}) // a message that was answered before
		s.store.alarms = []store.Alarm{{Contact: "1", Name: "draft:tidak_ada", At: time.Now(), Channel: "telegram"}}
		s.lanes.Put("1", task{alarm: &s.store.alarms[0], came: time.Now()})
		begin := time.Now()
		s.lanes.Wait()
		if d := time.Since(begin); d > 0 || len(s.store.alarms) > 0 {
			t.Errorf("closed after %v, %d alarms left", d, len(s.store.alarms))
		}
		for seq, state := range s.store.state {
			if state != "closed" {
				t.Errorf("row %d is %q", seq, state)
			}
		}
		wantSaid(t, s.store, askName)
	})
}

func TestPoisonousAlarmRingsNotForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShell(t, newMemory(), openWorld{})
		alarm := store.Alarm{Contact: "1", Name: "draft:menu", Channel: "telegram"}
		s.store.alarms = []store.Alarm{alarm}
		s.talk.Flows = nil // a turn crashes on it
		s.lanes.Put("1", task{alarm: &alarm})
		s.lanes.Wait()
		if len(s.store.alarms) > 0 || len(s.store.said()) > 0 {
			t.Errorf("%d alarms left, said %v", len(s.store.alarms), s.store.said())
		}
	})
}
