package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

func TestLettersOfAnotherProcessAreNoticed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, newMemory(), newMessenger())
		time.Sleep(time.Minute)
		d.store.keep(letter("a1", "a"))
		time.Sleep(lookEvery)
		synctest.Wait()
		if got := d.out.seen(); !slices.Equal(got, []string{"a1"}) {
			t.Errorf("sent %v after %v", got, lookEvery)
		}
		l := letter("later", "a")
		l.Due = time.Now().Add(time.Minute)
		d.store.keep(l)
		time.Sleep(59 * time.Second)
		if got := d.out.seen(); len(got) != 1 {
			t.Errorf("sent %v before its time", got)
		}
		time.Sleep(scanEvery)
		if got := d.out.seen(); !slices.Equal(got, []string{"a1", "later"}) {
			t.Errorf("sent %v", got)
		}
	})
}

// What an earlier run left goes before what is said now, also when it was tried in vain and waits for another attempt.
func TestRestartKeepsTheOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		tried := letter("a2", "a")
		tried.Attempts, tried.Due = 3, time.Now().Add(25*time.Second)
		planned := letter("b1", "b")
		planned.Priority = store.PriorityUpdate
		planned.Due = time.Now().Add(30 * time.Minute)
		m.keep(letter("a1", "a"))
		m.keep(tried)
		m.keep(planned)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		out := newMessenger()
		o := NewOutbox(ctx, m, catalogue(t), map[conversations.Channel]channel.Adapter{"telegram": out}, time.Now, quiet(), counters())
		o.Post(m.keep(letter("a3", "a"))) // by a turn that was quicker than the first scan
		synctest.Wait()
		if got := out.seen(); len(got) > 0 {
			t.Fatalf("sent %v before the first scan", got)
		}
		if err := o.Scan(ctx); err != nil {
			t.Fatal(err)
		}
		o.Post(m.keep(letter("a4", "a")))
		o.Wait()
		if got := out.seen(); !slices.Equal(got, []string{"a1", "a2", "a3", "a4"}) || out.at[1] != 25*time.Second {
			t.Errorf("sent %v at %v", got, out.at)
		}
	})
}

func TestFirstScanIsTriedUntilItSucceeds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		var down atomic.Bool
		down.Store(true)
		m.fail = func(call string) error {
			if down.Load() && call == "Due" {
				return store.ErrUnavailable
			}
			return nil
		}
		d := newDesk(t, m, newMessenger())
		d.Post(m.keep(letter("a1", "a")))
		time.Sleep(time.Minute)
		if got := d.out.seen(); len(got) > 0 {
			t.Errorf("sent %v before the first scan", got)
		}
		down.Store(false)
		time.Sleep(lookEvery)
		synctest.Wait()
		if got := d.out.seen(); !slices.Equal(got, []string{"a1"}) {
			t.Errorf("sent %v", got)
		}
	})
}

func TestChannelThatIsOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, newMemory(), newMessenger())
		synctest.Wait()
		l := letter("w1", "w")
		l.Channel = "whatsapp"
		d.Post(l)
		time.Sleep(5 * time.Minute)
		if got := d.out.seen(); len(got) > 0 || d.Waiting() != 1 || len(d.store.outcomes()) > 0 {
			t.Errorf("sent %v, %d wait, outcomes %v", got, d.Waiting(), d.store.outcomes())
		}
	})
}

func TestLongLetterGoesOnWhereItFailed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		out := newMessenger()
		out.limit = 200
		out.do = failing("l#1", 2, &channel.SendError{Verdict: channel.Later, Err: errors.New("busy")})
		d := newDesk(t, newMemory(), out)
		l := letter("l", "a")
		l.Reply.Texts = nil
		for range 3 {
			l.Reply.Texts = append(l.Reply.Texts, conversations.Text{Literal: strings.Repeat("kata ", 30)})
		}
		d.Post(d.store.keep(l))
		time.Sleep(time.Minute)
		if got := out.seen(); !slices.Equal(got, []string{"l", "l#1", "l#2"}) {
			t.Errorf("sent %v", got)
		}
	})
}

// A send that the platform took while the program was told to end is known as sent at the next start.
func TestOutcomeOfTheLastSendIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		out := newMessenger()
		out.do = func(ctx context.Context, _ string) error { <-ctx.Done(); return nil }
		d := newDesk(t, newMemory(), out)
		for i := range 50 {
			d.Post(d.store.keep(letter(fmt.Sprint("l", i), conversations.Address(fmt.Sprint(i)))))
		}
		synctest.Wait()
		d.stop()
		if got := d.store.outcomes(); len(got) != 50 {
			t.Errorf("%d of 50 outcomes were written", len(got))
		}
	})
}

func TestStoreThatIsAwayForLongBringsNoSecondLetter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		var down atomic.Bool
		down.Store(true)
		m.fail = func(call string) error {
			if down.Load() && call == "Settle" {
				return store.ErrUnavailable
			}
			return nil
		}
		d := newDesk(t, m, newMessenger())
		d.Post(m.keep(letter("a1", "a")))
		time.Sleep(10 * time.Minute)
		down.Store(false)
		time.Sleep(time.Minute)
		if got := d.out.seen(); !slices.Equal(got, []string{"a1"}) {
			t.Errorf("sent %v", got)
		}
		if got := m.outcomes(); !slices.Equal(got, []string{"a1 sent"}) {
			t.Errorf("outcomes %v", got)
		}
	})
}

// Letters come from turns and from scans at the same time, are sent and settled meanwhile, and none goes twice.
func TestScanAndPostRace(t *testing.T) {
	t.Parallel()
	const authors, each = 8, 250
	m := newMemory()
	d := newDesk(t, m, newMessenger())
	stop := make(chan struct{})
	var scans, posts sync.WaitGroup
	for range 2 {
		scans.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if err := d.Scan(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	for a := range authors {
		posts.Go(func() {
			for i := range each {
				l := letter(fmt.Sprintf("%d.%03d", a, i), conversations.Address(fmt.Sprint(a)))
				d.Claim(l.ID)
				d.Post(m.keep(l))
			}
		})
	}
	posts.Wait()
	d.Wait()
	close(stop)
	scans.Wait()
	d.Wait()
	sent := d.out.seen()
	for a := range authors {
		prefix := fmt.Sprintf("%d.", a)
		mine := slices.DeleteFunc(slices.Clone(sent), func(id string) bool { return !strings.HasPrefix(id, prefix) })
		if len(mine) != each || !slices.IsSorted(mine) {
			t.Errorf("author %d: %d letters went for %d, in order: %v", a, len(mine), each, slices.IsSorted(mine))
		}
	}
}

// A list of due letters that was read before one of them was settled is out of date.
func TestScanOverASettlement(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.dueRead = func() { time.Sleep(2 * time.Second) }
		d := newDesk(t, m, newMessenger())
		d.out.do = func(context.Context, string) error { time.Sleep(time.Second); return nil }
		time.Sleep(5 * time.Second)
		d.Post(m.keep(letter("a1", "a")))
		time.Sleep(time.Minute)
		if got := d.out.seen(); !slices.Equal(got, []string{"a1"}) {
			t.Errorf("sent %v", got)
		}
	})
}

func TestReleasedLettersAreScanned(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, newMemory(), newMessenger())
		d.Claim("a1")
		d.store.keep(letter("a1", "a"))
		time.Sleep(time.Minute)
		if got := d.out.seen(); len(got) > 0 {
			t.Errorf("sent %v though a turn has it in hand", got)
		}
		d.Release("a1")
		time.Sleep(scanEvery)
		synctest.Wait()
		if got := d.out.seen(); !slices.Equal(got, []string{"a1"}) {
			t.Errorf("sent %v", got)
		}
	})
}
