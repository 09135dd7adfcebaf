package bot

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
)

// slow is a messenger of a channel that answers a backlog slowly.
type slow struct {
	*messenger
	gap time.Duration
}

func (s slow) Shape() channel.Shape { return channel.Shape{Text: 4096, Backlog: s.gap} }

// newBacklog is a shell for which ten minutes are a backlog and six hours are late.
func newBacklog(t *testing.T, gap time.Duration) *shell {
	t.Helper()
	s := newShell(t, newMemory(), openWorld{})
	s.talk.Late, s.talk.Backlog = 6*time.Hour, 10*time.Minute
	s.adapters["telegram"] = slow{s.out, gap}
	s.talk.Adapters["telegram"] = slow{s.out, gap}
	return s
}

func from(who conversations.Address) func(*conversations.Message) {
	return func(m *conversations.Message) { m.From = who }
}

func ago(d time.Duration) func(*conversations.Message) {
	return func(m *conversations.Message) { m.At = time.Now().Add(-d) }
}

// What somebody wrote during an outage is answered once, with the newest state, and with an apology when it is hours old.
func TestBacklogOfOnePersonIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	for age, apology := range map[time.Duration]bool{7 * time.Hour: true, time.Hour: false} {
		synctest.Test(t, func(t *testing.T) {
			s := newBacklog(t, 0)
			for _, text := range []string{"menu", "Siti Aminah", "halo?", "ada orang?"} {
				s.hear(t, text, ago(age))
				time.Sleep(100 * time.Millisecond) // as they come out of the platform's queue
			}
			s.lanes.Wait()
			if len(s.store.replies) != 1 {
				t.Fatalf("%v old: answered %d times: %v", age, len(s.store.replies), s.store.said())
			}
			first := s.store.replies[0].Texts[0]
			if got := first.Key == "talk.late"; got != apology {
				t.Errorf("%v old: begins with an apology: %v", age, got)
			}
			if undone, err := s.store.Undone(t.Context()); err != nil || len(undone) > 0 {
				t.Errorf("%v old: %d messages stay open, %v", age, len(undone), err)
			}
			if s.store.sessions["1"].Answers["nama"] == "" {
				t.Errorf("%v old: what was said in between is lost", age)
			}
		})
	}
}

// What ends a form is told, though more follows.
func TestBacklogKeepsTheEndOfAForm(t *testing.T) {
	t.Parallel()
	said, done := conversations.Say{Mark: conversations.Mark{Key: "1"}}, conversations.Finish{Mark: conversations.Mark{Key: "2"}}
	if got := unsaid([]conversations.Effect{said, done}); len(got) != 2 {
		t.Errorf("%d effects are left", len(got))
	}
	if got := unsaid([]conversations.Effect{said, conversations.Order{}}); len(got) != 1 {
		t.Errorf("%d effects are left", len(got))
	}
}

// Answers to a backlog go one after the other, in uneven gaps and in the order in which people wrote; whoever writes now is
// answered at once.
func TestBacklogGoesSlowly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const gap = 4 * time.Second
		s := newBacklog(t, gap)
		people := []conversations.Address{"k", "l", "m", "n", "o", "p"}
		for _, who := range people {
			s.hear(t, "menu", from(who), ago(time.Hour))
			time.Sleep(10 * time.Millisecond)
		}
		s.lanes.Wait()
		s.out.mu.Lock()
		s.out.to, s.out.begin, s.out.at = nil, time.Now(), nil
		s.out.mu.Unlock()
		time.Sleep(500 * time.Millisecond)
		s.hear(t, "menu", from("live"))
		time.Sleep(100 * time.Millisecond)
		if got := s.out.reached(); !slices.Contains(got, "live") {
			t.Errorf("whoever writes now waits behind the backlog: %v were answered", got)
		}
		s.hear(t, "halo", from("p")) // the last in the line writes again
		time.Sleep(3 * time.Second)
		if got := s.out.reached(); !slices.Contains(got, "p") {
			t.Errorf("whoever writes again waits for the line: %v were answered", got)
		}
		time.Sleep(time.Minute)
		got := slices.DeleteFunc(s.out.reached(), func(a conversations.Address) bool { return a == "live" || a == "p" })
		if want := people[len(people)-1-len(got) : len(people)-1]; !slices.Equal(got, want) || len(got) < 4 {
			t.Errorf("answered in the order %v, want %v", got, want)
		}
		if got := s.out.at[len(s.out.at)-1]; got < 3*gap/2 || got > 5*gap*3/2 {
			t.Errorf("the last was answered after %v", got)
		}
	})
}

func TestSlots(t *testing.T) {
	t.Parallel()
	const gap = 4 * time.Second
	var p spread
	now, last, gaps := noon(), time.Time{}, map[time.Duration]bool{}
	for i := range 200 {
		at := p.slot("whatsapp", gap, now)
		if i == 0 && !at.Equal(now) {
			t.Errorf("the first waits %v", at.Sub(now))
		}
		if i > 0 {
			d := at.Sub(last)
			gaps[d] = true
			if d < gap/2 || d > gap*3/2 {
				t.Errorf("answer %d goes %v after the one before", i, d)
			}
		}
		last = at
	}
	if len(gaps) < 100 {
		t.Errorf("the gaps are even: %d different ones", len(gaps))
	}
	if at := p.slot("telegram", gap, now); !at.Equal(now) {
		t.Errorf("another channel waits %v", at.Sub(now))
	}
	if at := p.slot("whatsapp", gap, last.Add(time.Hour)); !at.Equal(last.Add(time.Hour)) {
		t.Error("a line that is gone still holds up")
	}
}
