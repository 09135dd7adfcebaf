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
	scanned := time.Time{}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		changed, err := o.letters.Changed(ctx)
		if err != nil && ctx.Err() == nil {
			o.log.Warn("outbox could not be watched", "err", err)
		}
		if changed || time.Since(scanned) >= scanEvery {
			if err := o.Scan(ctx); err != nil && ctx.Err() == nil {
				o.log.Warn("outbox could not be read", "err", err)
			}
			scanned = time.Now()
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Scan takes every due letter that is not in hand and that one of our channels can carry.
func (o *Outbox) Scan(ctx context.Context) error {
	after := int64(0)
	for {
		due, err := o.letters.Due(ctx, o.now(), after, scanLimit)
		if err != nil {
			return err
		}
		o.mu.Lock()
		for _, l := range due {
			after = max(after, l.Seq)
			if !o.known[l.ID] && o.adapters[l.Channel] != nil {
				o.known[l.ID] = true
				o.queue(l)
			}
		}
		o.mu.Unlock()
		if len(due) < scanLimit {
			return nil
		}
	}
}

// bookkeep writes outcomes, as many at once as have gathered.
func (o *Outbox) bookkeep() {
	for {
		var batch []store.Settled
		select {
		case s := <-o.settled:
			batch = append(batch, s)
		case <-o.ctx.Done():
			o.drain()
			return
		}
		for len(batch) < cap(o.settled) {
			select {
			case s := <-o.settled:
				batch = append(batch, s)
				continue
			default:
			}
			break
		}
		o.flush(o.ctx, batch)
	}
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

// flush writes outcomes, trying until it succeeds or the program ends: a letter that was sent must not be sent again.
func (o *Outbox) flush(ctx context.Context, batch []store.Settled) {
	for try := range 20 {
		err := o.letters.Settle(ctx, o.now(), batch...)
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			ctx = context.WithoutCancel(ctx)
		}
		o.log.Warn("outcomes could not be written", "err", err)
		time.Sleep(min(time.Second, 10*time.Millisecond<<try))
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range batch {
		if s.State != store.LetterLater {
			delete(o.known, s.ID)
		}
	}
}
