package bot

import (
	"context"
	"time"

	"sapa/store"
)

// How often the outbox looks for letters that it does not hold: those that another process posted at once, those that
// fall due or were left by a crash now and then.
const (
	lookEvery = 500 * time.Millisecond
	scanEvery = 10 * time.Second
	scanLimit = 500
)

// Run takes letters from the store and writes back what became of them, until the context ends.
func (o *Outbox) Run(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		o.bookkeep()
	}()
	defer func() { <-done }()
	scanned := time.Time{} // when a scan last succeeded
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		changed, err := o.letters.Changed(ctx)
		if err != nil && ctx.Err() == nil {
			o.log.Warn("outbox could not be watched", "err", err)
		}
		if changed || time.Since(scanned) >= scanEvery {
			if err := o.Scan(ctx); err == nil {
				scanned = time.Now()
			} else if ctx.Err() == nil {
				o.log.Warn("outbox could not be read", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// firstReach is how far ahead the first scan looks for letters that were tried in vain by an earlier run: what is said
// later must not overtake them.
const firstReach = time.Hour

// Scan takes every due letter that is not in hand and that one of our channels can carry. The first one opens the
// outbox: before it, nothing is sent, so that letters left by an earlier run go first.
func (o *Outbox) Scan(ctx context.Context) error {
	o.scan.Lock()
	defer o.scan.Unlock()
	until := o.now()
	if !o.opened() {
		until = until.Add(firstReach)
	}
	for after, more := int64(0), true; more; {
		o.watch()
		due, err := o.letters.Due(ctx, until, after, scanLimit)
		if err != nil {
			return err
		}
		after = o.take(due, after)
		more = len(due) == scanLimit
	}
	o.start()
	return nil
}

// watch begins to remember which letters are settled, as a list of the due ones that is read meanwhile may show them.
func (o *Outbox) watch() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.fresh = map[string]bool{}
}

// take queues what the store had due, and gives the last place in it.
func (o *Outbox) take(due []store.Letter, after int64) int64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.now()
	for _, l := range due {
		after = max(after, l.Seq)
		early := l.Due.After(now) && l.Attempts == 0 && l.Priority > store.PriorityTalk
		if !early && !o.known[l.ID] && !o.fresh[l.ID] && o.adapters[l.Channel] != nil {
			o.known[l.ID] = true
			o.queue(l)
		}
	}
	o.fresh = nil
	return after
}

func (o *Outbox) opened() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.open
}

// start lets the queues run that gathered before the first scan.
func (o *Outbox) start() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.open {
		return
	}
	o.open = true
	for t := range o.queues {
		o.wake(t)
	}
}

// settleEvery is how long outcomes gather, to be written as one. Nobody waits for them; but what was sent so shortly
// before a power cut is sent again.
const settleEvery = 5 * time.Millisecond

// bookkeep writes outcomes, as many at once as have gathered.
func (o *Outbox) bookkeep() {
	for {
		select {
		case s := <-o.settled:
			sleep(o.ctx, settleEvery)
			o.flush(o.ctx, o.gathered(s))
		case <-o.ctx.Done():
			o.Wait() // whoever is sending still has an outcome to tell
			o.drain()
			return
		}
	}
}

// gathered gives an outcome with all others that wait.
func (o *Outbox) gathered(first store.Settled) []store.Settled {
	batch := []store.Settled{first}
	for len(batch) < cap(o.settled) {
		select {
		case s := <-o.settled:
			batch = append(batch, s)
		default:
			return batch
		}
	}
	return batch
}

func (o *Outbox) drain() {
	for {
		select {
		case s := <-o.settled:
			o.flush(context.WithoutCancel(o.ctx), []store.Settled{s})
		default:
			return
		}
	}
}

// lastTries is how often outcomes are tried to be written when the program ends.
const lastTries = 5

// flush writes outcomes, trying until it succeeds or the program ends: a letter that was sent must not be sent again.
func (o *Outbox) flush(ctx context.Context, batch []store.Settled) {
	ctx = context.WithoutCancel(ctx)
	last := 0
	for try := 0; ; try++ {
		err := o.letters.Settle(ctx, o.now(), batch...)
		if err == nil {
			break
		}
		if try == 0 || try%10 == 9 {
			o.log.Warn("outcomes could not be written", "err", err, "try", try+1)
		}
		if o.ctx.Err() != nil {
			if last++; last >= lastTries {
				return // the rows stay open, and the next start sends them again under the same IDs
			}
		}
		time.Sleep(min(time.Second, 10*time.Millisecond<<min(try, 10)))
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range batch {
		if s.State == store.LetterLater {
			continue
		}
		delete(o.known, s.ID)
		if o.fresh != nil {
			o.fresh[s.ID] = true
		}
	}
}
