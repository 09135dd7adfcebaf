package bot

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// slowDisk is a memory that needs a second to accept a message, and then fails if told to.
func slowDisk(fails func() error) *memory {
	m := newMemory()
	m.early = true
	m.fail = func(call string) error {
		if call != "Accept" {
			return nil
		}
		time.Sleep(time.Second)
		return fails()
	}
	return m
}

// inHand counts the letters that the outbox knows of once all is quiet.
func inHand(s *shell) int {
	time.Sleep(time.Second)
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.known)
}

func never() error { return nil }

// The answer stands when the disk is done; only what it needs of the world is fetched then.
func TestAnswerIsThoughtOfWhileTheDiskIsBusy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := slowDisk(never)
		var asked time.Duration
		begin := time.Now()
		s := newShell(t, m, openWorld{find: func() error { asked = time.Since(begin); return nil }})
		s.talk.Pause = 0
		s.hear(t, "mulai dari awal")
		s.lanes.Wait()
		if d := time.Since(begin); d != time.Second {
			t.Errorf("answered after %v", d)
		}
		begin = time.Now()
		s.hear(t, "Siti Aminah")
		s.lanes.Wait()
		if asked != time.Second {
			t.Errorf("the world was asked %v after the message came, and %v before it was safe", asked, time.Second-asked)
		}
		wantSaid(t, m, askName, askPhoto)
		if m.state[1] != "closed" || m.state[2] != "closed" || inHand(s) > 0 {
			t.Errorf("the messages are %v, %d letters in hand", m.state, inHand(s))
		}
	})
}

// A message that the disk refused has no answer until it is brought again.
func TestRefusedMessageIsNotAnswered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		full := errors.New("disk full")
		var fail error
		asked := 0
		m := slowDisk(func() error { return fail })
		s := newShell(t, m, openWorld{find: func() error { asked++; return nil }})
		s.talk.Pause = 0
		s.hear(t, "mulai dari awal")
		s.lanes.Wait()
		fail = full
		for range 2 {
			if err := s.intake.Accept(t.Context(), heardText("x", "Siti Aminah")); !errors.Is(err, full) {
				t.Fatalf("Accept = %v", err)
			}
			s.lanes.Wait()
		}
		wantSaid(t, m, askName)
		if asked > 0 || inHand(s) > 0 {
			t.Errorf("the world was asked %d times, %d letters in hand", asked, inHand(s))
		}
		fail = nil
		if err := s.intake.Accept(t.Context(), heardText("x", "Siti Aminah")); err != nil {
			t.Fatal(err)
		}
		s.lanes.Wait()
		wantSaid(t, m, askName, askPhoto)
	})
}

// A message that comes again long after it was answered does nothing, neither here nor in the world.
func TestRepeatedMessageDoesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		m := slowDisk(never)
		s := newShell(t, m, openWorld{find: func() error { asked++; return nil }})
		s.talk.Pause = 0
		turn := 0
		for i, text := range []string{"mulai dari awal", "Siti Aminah", "Siti Aminah", "mulai dari awal"} {
			x := heardText(conversations.MessageID("abba"[i:i+1]), text)
			if i == 2 {
				turn = m.sessions["1"].Turn
			}
			if err := s.intake.Accept(t.Context(), x); err != nil {
				t.Fatal(err)
			}
			s.lanes.Wait()
		}
		wantSaid(t, m, askName, askPhoto)
		if asked != 1 || m.sessions["1"].Turn != turn || inHand(s) > 0 {
			t.Errorf("the world was asked %d times, the session went from turn %d to %d, %d letters in hand", asked, turn, m.sessions["1"].Turn, inHand(s))
		}
	})
}

// Of several messages in one batch none overtakes another, and a greeting is still read with the question behind it.
func TestBatchKeepsItsOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := slowDisk(never)
		s := newShell(t, m, openWorld{})
		if err := s.intake.Accept(t.Context(), heardText("a", "assalamualaikum"), heardText("b", "mau tanya bantuan modal"), heardText("b", "mau tanya bantuan modal"),
			heardText("c", "Siti Aminah")); err != nil {
			t.Fatal(err)
		}
		s.lanes.Wait()
		wantSaid(t, m, askName, askPhoto)
		if len(m.state) != 3 || inHand(s) > 0 {
			t.Errorf("the messages are %v, %d letters in hand", m.state, inHand(s))
		}
	})
}

// A crash while the message is not safe yet sets nothing aside: there may be nothing.
func TestCrashAheadOfTheMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var fail error
		m := slowDisk(func() error { return fail })
		s := newShell(t, m, openWorld{})
		s.talk.Pause, s.talk.Flows, fail = 0, nil, store.ErrUnavailable // a turn crashes without flows
		_ = s.intake.Accept(t.Context(), heardText("a", "halo"))
		s.lanes.Wait()
		wantSaid(t, m)
		fail = nil
		if err := s.intake.Accept(t.Context(), heardText("a", "halo")); err != nil {
			t.Fatal(err)
		}
		s.lanes.Wait()
		wantSaid(t, m, "fault.sorry")
		if m.state[1] == "" || m.state[1] == "closed" {
			t.Errorf("the message is %q", m.state[1])
		}
	})
}
