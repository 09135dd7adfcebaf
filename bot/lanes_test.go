package bot

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// clerk answers tasks as a test tells it to, one at a time, and notes in which order.
type clerk struct {
	do    func(ctx context.Context, contact conversations.ContactID, waiting []task) (int, time.Duration)
	waits time.Duration
	mu    sync.Mutex
	notes []string
}

func (c *clerk) answer(ctx context.Context, contact conversations.ContactID, waiting []task) (int, time.Duration) {
	if c.do != nil {
		if n, d := c.do(ctx, contact, waiting); n == 0 {
			return 0, d
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.notes = append(c.notes, fmt.Sprint(contact, waiting[0].received.Seq))
	return 1, 0
}

func (c *clerk) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.notes)
}

func (c *clerk) patience(waiting []task) time.Duration {
	if len(waiting) > 1 {
		return 0
	}
	return c.waits
}

func numbered(seq int64) task { return task{received: store.Received{Seq: seq}} }

func TestLanesKeepOrderAndTurns(t *testing.T) {
	t.Parallel()
	const contacts, each = 10_000, 5
	var inside [contacts]atomic.Int32
	var running, most atomic.Int32
	c := &clerk{do: func(_ context.Context, contact conversations.ContactID, _ []task) (int, time.Duration) {
		var i int
		fmt.Sscan(string(contact), &i)
		if inside[i].Add(1) > 1 {
			t.Errorf("two turns of one contact at once")
		}
		defer inside[i].Add(-1)
		most.Store(max(most.Load(), running.Add(1)))
		defer running.Add(-1)
		return 1, 0
	}}
	l := NewLanes(t.Context(), c, 16)
	for seq := range int64(each) {
		for i := range contacts {
			l.Put(conversations.ContactID(fmt.Sprint(i, " ")), numbered(seq))
		}
	}
	l.Wait()
	if len(c.notes) != contacts*each || l.Busy() != 0 {
		t.Fatalf("%d of %d tasks were answered, %d lanes are busy", len(c.notes), contacts*each, l.Busy())
	}
	if most.Load() > 16 {
		t.Errorf("%d turns ran at once in room for 16", most.Load())
	}
	last := map[string]int64{}
	for _, note := range c.notes {
		var who string
		var seq int64
		fmt.Sscan(note, &who, &seq)
		if seq != last[who] {
			t.Fatalf("contact %s: %d came when %d was due", who, seq, last[who])
		}
		last[who]++
	}
}

func TestLanesAnswerContactsSideBySide(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &clerk{do: func(context.Context, conversations.ContactID, []task) (int, time.Duration) {
			time.Sleep(time.Second)
			return 1, 0
		}}
		l := NewLanes(t.Context(), c, 100)
		begin := time.Now()
		for i := range 100 {
			l.Put(conversations.ContactID(fmt.Sprint(i)), numbered(1))
		}
		l.Wait()
		if d := time.Since(begin); d != time.Second {
			t.Errorf("100 turns of one second took %v", d)
		}
	})
}

func TestLanePausesOutsideTheRoomAndCountsTries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &clerk{do: func(_ context.Context, contact conversations.ContactID, waiting []task) (int, time.Duration) {
			if contact == "sulit" && waiting[0].tries < 3 {
				return 0, time.Minute
			}
			return 1, 0
		}}
		l := NewLanes(t.Context(), c, 1)
		begin := time.Now()
		l.Put("sulit", numbered(1))
		synctest.Wait()
		for seq := range int64(50) { // grows the lane while it tries
			l.Put("sulit", numbered(seq+2))
			l.Put("mudah", numbered(seq))
		}
		synctest.Wait()
		if c.count() != 50 || time.Since(begin) > time.Second {
			t.Errorf("%d of 50 tasks were answered beside a contact that waits", c.count())
		}
		l.Wait()
		if d := time.Since(begin); d != 51*3*time.Minute {
			t.Errorf("51 tasks of three tries in vain took %v", d)
		}
	})
}

func TestLanesLeaveTheRestWhenTheProgramEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		c := &clerk{do: func(ctx context.Context, _ conversations.ContactID, w []task) (int, time.Duration) {
			if w[0].received.Seq == 2 {
				<-ctx.Done()
				return 0, 0
			}
			return 1, 0
		}}
		l := NewLanes(ctx, c, 4)
		for seq := range int64(5) {
			l.Put("a", numbered(seq+1))
		}
		synctest.Wait()
		stop()
		l.Put("b", numbered(1))
		l.Wait()
		if !slices.Equal(c.notes, []string{"a1"}) || l.Busy() != 0 {
			t.Errorf("answered %v, %d lanes busy", c.notes, l.Busy())
		}
	})
}

func TestLaneThatLingersEndsWithTheProgram(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		c := &clerk{waits: time.Hour}
		l := NewLanes(ctx, c, 4)
		for i := range 50 {
			l.Put(conversations.ContactID(fmt.Sprint(i)), numbered(1))
		}
		synctest.Wait()
		stop()
		l.Wait()
		if len(c.notes) > 0 {
			t.Errorf("%d greetings were answered after the end", len(c.notes))
		}
	})
}

// A task that came during the turn before is no reason to cut the patience with the next one short.
func TestLaneLingersInFull(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := make(chan bool)
		c := &clerk{do: func(_ context.Context, _ conversations.ContactID, w []task) (int, time.Duration) {
			if w[0].received.Seq == 1 {
				<-slow
			}
			return 1, 0
		}, waits: 3 * time.Second}
		l := NewLanes(t.Context(), c, 4)
		l.Put("a", numbered(1))
		time.Sleep(4 * time.Second)
		l.Put("a", numbered(2))
		begin := time.Now()
		slow <- true
		l.Wait()
		if d := time.Since(begin); d != 3*time.Second {
			t.Errorf("lingered %v, want 3s", d)
		}
	})
}
