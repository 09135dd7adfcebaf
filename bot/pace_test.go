package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

// news is a letter to many, as the n-th of a broadcast.
func news(n int) store.Letter {
	l := letter(store.BroadcastLetterID(7, conversations.ContactID(fmt.Sprint(n)), 0), conversations.Address(fmt.Sprint("p", n)))
	l.Priority = store.PriorityBroadcast
	return l
}

func TestNewsKeepsThePaceAndMakesWayForAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		out := newMessenger()
		d := newDesk(t, newMemory(), out)
		d.SetPace("telegram", Pace{PerSecond: 10})
		synctest.Wait()
		for n := range 30 {
			d.Post(d.store.keep(news(n)))
		}
		time.Sleep(time.Second)
		if got := len(out.seen()); got < 10 || got > 11 {
			t.Errorf("%d went in the first second, want 10", got)
		}
		for n := range 5 {
			d.Post(d.store.keep(letter(fmt.Sprint("a", n), conversations.Address(fmt.Sprint("b", n)))))
		}
		synctest.Wait()
		for n := range 5 {
			if !slices.Contains(out.seen(), fmt.Sprint("a", n)) {
				t.Errorf("answer %d waits", n)
			}
		}
		d.Wait()
		if took := out.at[len(out.at)-1]; took != 2900*time.Millisecond {
			t.Errorf("30 pieces of news took %v at 10 a second", took)
		}
		for n := 30; n < 35; n++ { // answers count: news that comes after them waits its turn
			d.Post(d.store.keep(news(n)))
		}
		d.Wait()
		if took := out.at[len(out.at)-1]; took < 3400*time.Millisecond {
			t.Errorf("35 pieces of news and 5 answers took %v at 10 a second", took)
		}
	})
}

func TestAnswersAfterTheirOwnNewsDoNotWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		out := newMessenger()
		d := newDesk(t, newMemory(), out)
		d.SetPace("telegram", Pace{Gap: time.Minute, PerChat: time.Second})
		synctest.Wait()
		d.Post(d.store.keep(news(1)), d.store.keep(news(2)))
		synctest.Wait()
		answer := letter("a", "p2")
		d.Post(d.store.keep(answer)) // to somebody whose news waits for its gap
		synctest.Wait()
		if got := out.seen(); !slices.Contains(got, "a") {
			t.Errorf("the answer waits behind news: %v", got)
		}
		d.Wait()
		if gap := out.at[2] - out.at[0]; gap < 30*time.Second || gap > 90*time.Second {
			t.Errorf("the gap is %v", gap)
		}
	})
}

func TestNewsWaitsASecondAfterAMessageToTheSameChat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		out := newMessenger()
		d := newDesk(t, newMemory(), out)
		d.SetPace("telegram", Pace{PerSecond: 1000, PerChat: time.Second})
		synctest.Wait()
		d.Post(d.store.keep(letter("a", "p1")))
		synctest.Wait()
		d.Post(d.store.keep(news(1)), d.store.keep(news(2)))
		d.Wait()
		if out.at[2] < time.Second || out.at[1] > 10*time.Millisecond {
			t.Errorf("sent %v at %v", out.sent, out.at)
		}
	})
}

func TestTheGateHoldsLetsGoAndWithdraws(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		out := newMessenger()
		d := newDesk(t, newMemory(), out)
		var open, over atomic.Bool
		d.SetGate(func(id string) (may, never bool) {
			if store.BroadcastOf(id) != 7 {
				t.Errorf("asked about %s", id)
			}
			return open.Load(), over.Load()
		})
		synctest.Wait()
		d.Post(d.store.keep(news(1)), d.store.keep(news(2)), d.store.keep(letter("a", "p1")))
		time.Sleep(time.Hour)
		if got := out.seen(); !slices.Equal(got, []string{"a"}) {
			t.Errorf("while held: %v", got)
		}
		open.Store(true)
		d.Nudge()
		synctest.Wait()
		if got := out.seen(); len(got) != 3 {
			t.Errorf("when let go: %v", got)
		}
		open.Store(false)
		d.Post(d.store.keep(news(3)))
		synctest.Wait()
		over.Store(true)
		d.Nudge()
		d.Wait()
		time.Sleep(time.Second)
		synctest.Wait()
		if got := out.seen(); len(got) != 3 || len(d.store.letters) != 0 {
			t.Errorf("when withdrawn: %v, and %d letters are open", got, len(d.store.letters))
		}
	})
}

func TestNewsIsGivenUpForAnAddressThatIsRefusedAgainAndAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		out := newMessenger()
		var mu sync.Mutex
		tries := map[string]int{}
		out.do = func(_ context.Context, id string) error {
			mu.Lock()
			defer mu.Unlock()
			tries[id]++
			return &channel.SendError{Verdict: channel.Later, After: 15 * time.Minute, Doubt: id == "siar.7.2", Err: errors.New("463")}
		}
		d := newDesk(t, newMemory(), out)
		synctest.Wait()
		d.Post(d.store.keep(news(1)), d.store.keep(news(2)), d.store.keep(letter("a", "p3")))
		time.Sleep(3 * time.Hour)
		mu.Lock()
		defer mu.Unlock()
		if tries["siar.7.1"] != mostRefusals || tries["siar.7.2"] < 12 || tries["a"] < 12 {
			t.Errorf("tried %v: want %d, and the others on and on", tries, mostRefusals)
		}
		if open := d.Waiting(); open != 2 {
			t.Errorf("%d letters are open", open)
		}
	})
}
