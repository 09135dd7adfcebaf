package bot

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

// watched is a messenger that writes only to who wrote of late, and whose account is as the test says.
type watched struct {
	*messenger
	mu     sync.Mutex
	health channel.Health
}

func (w *watched) Shape() channel.Shape {
	return channel.Shape{Text: 4096, Warm: 90 * 24 * time.Hour}
}

func (w *watched) Health() channel.Health {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.health
}

func (w *watched) set(h channel.Health) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.health = h
}

func newWatched(t *testing.T, m *memory) (*watched, *desk) {
	t.Helper()
	w := &watched{messenger: newMessenger(), health: channel.Health{State: channel.Normal}}
	d := newDesk(t, m, w.messenger)
	d.adapters["telegram"] = w
	synctest.Wait()
	return w, d
}

func unprompted(id string, to conversations.Address, priority int) store.Letter {
	l := letter(id, to)
	l.Priority, l.Due = priority, time.Now()
	return l
}

// While the account is locked, whoever wrote is answered, and whatever nobody waits for waits, reminders like news.
func TestLockedAccountAnswersAlone(t *testing.T) {
	t.Parallel()
	for _, state := range []channel.State{channel.Locked, channel.Cooling} {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			m.heard = []store.Address{{Channel: "telegram", Address: "a", Heard: time.Now().Add(-time.Hour)}}
			w, d := newWatched(t, m)
			w.set(channel.Health{State: state, Until: time.Now().Add(5 * time.Hour)})
			d.Post(m.keep(unprompted("reminder", "a", store.PriorityReminder)), m.keep(unprompted("news", "a", store.PriorityUpdate)))
			d.Post(m.keep(letter("answer", "a")), m.keep(letter("another", "a")))
			time.Sleep(4 * time.Hour)
			if got := w.seen(); !slices.Equal(got, []string{"answer", "another"}) {
				t.Errorf("%s: sent %v", state, got)
			}
			time.Sleep(2 * time.Hour)
			if got := w.seen(); !slices.Equal(got, []string{"answer", "another", "reminder", "news"}) {
				t.Errorf("%s is over: sent %v", state, got)
			}
		})
	}
}

// What nobody waits for goes to nobody who has been silent for long, nor to who asked for silence; answers do.
func TestUnpromptedGoesToWarmContactsAlone(t *testing.T) {
	t.Parallel()
	for _, priority := range []int{store.PriorityUpdate, store.PriorityBroadcast, store.PriorityReminder} {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			w, d := newWatched(t, m)
			m.heard = []store.Address{{Channel: "telegram", Address: "a", Heard: time.Now().Add(-91 * 24 * time.Hour)}}
			d.Post(m.keep(unprompted("cold", "a", priority)), m.keep(letter("answer", "a")))
			d.Wait()
			m.mu.Lock()
			m.heard, m.stopped = []store.Address{{Channel: "telegram", Address: "a", Heard: time.Now().Add(-time.Hour)}}, true
			m.mu.Unlock()
			d.Post(m.keep(unprompted("stopped", "a", priority)))
			d.Wait()
			m.mu.Lock()
			m.stopped = false
			m.mu.Unlock()
			d.Post(m.keep(unprompted("warm", "a", priority)))
			d.Wait()
			if got := w.seen(); !slices.Equal(got, []string{"answer", "warm"}) {
				t.Errorf("priority %d: sent %v", priority, got)
			}
			time.Sleep(time.Second)
			if got := m.outcomes(); !slices.Contains(got, "cold refused") || !slices.Contains(got, "stopped refused") {
				t.Errorf("priority %d: outcomes %v", priority, got)
			}
		})
	}
}

// A reminder that had to wait does not come after the person wrote again; news about a case does.
func TestOvertakenReminder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		w, d := newWatched(t, m)
		w.set(channel.Health{State: channel.Locked, Until: time.Now().Add(5 * time.Hour)})
		m.heard = []store.Address{{Channel: "telegram", Address: "a", Heard: time.Now().Add(-time.Hour)}}
		d.Post(m.keep(unprompted("reminder", "a", store.PriorityReminder)), m.keep(unprompted("news", "a", store.PriorityUpdate)))
		time.Sleep(time.Hour)
		m.mu.Lock()
		m.heard = []store.Address{{Channel: "telegram", Address: "a", Heard: time.Now()}}
		m.mu.Unlock()
		d.Post(m.keep(letter("answer", "a")))
		time.Sleep(6 * time.Hour)
		if got := w.seen(); !slices.Equal(got, []string{"answer", "news"}) {
			t.Errorf("sent %v", got)
		}
		if got := m.outcomes(); !slices.Contains(got, "reminder refused") {
			t.Errorf("outcomes %v", got)
		}
	})
}

// What an alarm lets the bot say counts as unprompted; what it answers does not.
func TestPriorityOfTurns(t *testing.T) {
	t.Parallel()
	if got := (&store.Turn{Alarm: &store.Alarm{Name: "draft:menu"}}).Priority(); got != store.PriorityReminder {
		t.Errorf("an alarm speaks with priority %d", got)
	}
	if got := (&store.Turn{Answers: []store.Received{{}}}).Priority(); got != store.PriorityTalk {
		t.Errorf("an answer has priority %d", got)
	}
}
