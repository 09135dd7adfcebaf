package bot

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

// bell is alarms over a memory and a clerk, with a clock to be set.
func bell(t *testing.T, m *memory, c *clerk, now *time.Time) (*Alarms, *Lanes) {
	l := NewLanes(t.Context(), c, 8)
	return NewAlarms(m, l, map[conversations.Channel]channel.Adapter{"telegram": silent{}}, func() time.Time { return *now }, wita(), quiet()), l
}

func rung(c *clerk) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.notes)
}

func TestAlarmsRespectTheNight(t *testing.T) {
	t.Parallel()
	for hour, rings := range map[int]bool{0: false, 7: false, 8: true, 12: true, 19: true, 20: false, 23: false} {
		m, c := newMemory(), &clerk{}
		now := time.Date(2026, 11, 23, hour, 59, 0, 0, wita()).UTC()
		m.alarms = []store.Alarm{{Contact: "1", Channel: "telegram", At: now.Add(-24 * time.Hour)}}
		a, l := bell(t, m, c, &now)
		if err := a.Ring(t.Context()); err != nil {
			t.Fatal(err)
		}
		l.Wait()
		if got := len(rung(c)) > 0; got != rings {
			t.Errorf("at %d:59 an alarm rings: %v", hour, got)
		}
	}
}

func TestAlarmRingsOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		now, going := noon(), make(chan bool)
		m := newMemory()
		c := &clerk{do: func(context.Context, conversations.ContactID, []task) (int, time.Duration) {
			<-going
			return 1, 0
		}}
		m.alarms = []store.Alarm{{Contact: "1", Name: "a", Channel: "telegram", At: now}, {Contact: "2", Name: "a", Channel: "telegram", At: now.Add(time.Hour)},
			{Contact: "3", Name: "a", Channel: "whatsapp", At: now}}
		a, l := bell(t, m, c, &now)
		for range 50 { // four minutes, in which its turn does not come to an end
			if err := a.Ring(t.Context()); err != nil {
				t.Fatal(err)
			}
			now = now.Add(5 * time.Second)
		}
		m.alarms = m.alarms[1:] // its turn is committed
		going <- true
		l.Wait()
		if err := a.Ring(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := rung(c); len(got) != 1 || l.Busy() != 0 {
			t.Errorf("rang for %v, %d lanes are busy", got, l.Busy())
		}
	})
}

func TestAlarmThatRangInVainRingsAgain(t *testing.T) {
	t.Parallel()
	m, c, now := newMemory(), &clerk{}, noon()
	m.alarms = []store.Alarm{{Contact: "1", Name: "a", Channel: "telegram", At: now}}
	a, l := bell(t, m, c, &now)
	for _, passed := range []time.Duration{0, 5 * time.Second, 2 * time.Minute} {
		now = now.Add(passed)
		if err := a.Ring(t.Context()); err != nil {
			t.Fatal(err)
		}
		l.Wait()
	}
	if got := rung(c); len(got) != 2 {
		t.Errorf("rang %d times, want again after a minute", len(got))
	}
}

// Alarms of contacts that are reachable nowhere, or elsewhere, do not stand in the way of the others.
func TestAlarmsOfOthersAreNoHindrance(t *testing.T) {
	t.Parallel()
	m, c, now := newMemory(), &clerk{}, noon()
	for i := range 3 * alarmsAtOnce {
		m.alarms = append(m.alarms, store.Alarm{Contact: conversations.ContactID(fmt.Sprint("w", i)), Channel: "whatsapp", At: now})
	}
	m.alarms = append(m.alarms, store.Alarm{Contact: "gone", At: now}, store.Alarm{Contact: "here", Channel: "telegram", At: now})
	a, l := bell(t, m, c, &now)
	if err := a.Ring(t.Context()); err != nil {
		t.Fatal(err)
	}
	l.Wait()
	got := rung(c)
	slices.Sort(got)
	if !slices.Equal(got, []string{"gone0", "here0"}) {
		t.Errorf("rang for %v", got)
	}
}

func TestAlarmsRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		m, c := newMemory(), &clerk{}
		failing := true
		m.fail = func(string) error {
			if failing {
				failing = false
				return store.ErrUnavailable
			}
			return nil
		}
		now := noon()
		m.alarms = []store.Alarm{{Contact: "1", Channel: "telegram", At: now}}
		a, l := bell(t, m, c, &now)
		done := make(chan error)
		go func() { done <- a.Run(ctx) }()
		time.Sleep(6 * time.Second)
		l.Wait()
		stop()
		if err := <-done; err != nil || len(rung(c)) != 1 {
			t.Errorf("Run = %v, rang %v", err, rung(c))
		}
	})
}
