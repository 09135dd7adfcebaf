package sqlite

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"sapa/store"
)

// batch is the most writes that share one commit.
const batch = 512

// writer runs the writes of all goroutines on one connection. Those that wait while a commit is under way share the
// next: each is as durable as alone, but many pay for one fsync.
type writer struct {
	c       *conn
	held    *held
	orders  *queue
	once    sync.Once
	stopped chan struct{}
	commits atomic.Int64 // so far
}

// order is one write that waits.
type order struct {
	ctx    context.Context
	do     func(*Tx) error
	bare   bool   // run outside of a transaction
	queued func() // called once the order has its place: those given from then on come later; nil: nobody cares
	err    error
	done   chan struct{}

	thinking func() bool // another order that belongs into the same commit is about to come; nil: none is
}

func newWriter(c *conn, h *held) *writer {
	return &writer{c: c, held: h, orders: newQueue(), stopped: make(chan struct{})}
}

// Write runs do in a transaction and returns when it is on the disk. An error of do, or a panic in it, undoes what it
// wrote and comes back as it is; it hurts no other write. Do may be run a second time after its first try was rolled
// back, so it must do nothing but use tx and set its own results. It runs alone: what takes time (sealing, JSON)
// belongs before Write. When ctx ends before do has begun, it is not run.
func (d *DB) Write(ctx context.Context, do func(tx *Tx) error) error {
	return d.writer.submit(&order{ctx: ctx, do: do, done: make(chan struct{})})
}

func (w *writer) submit(o *order) error {
	if o.ctx.Err() != nil {
		return o.ctx.Err()
	}
	if err := w.orders.put(o); err != nil {
		return err
	}
	if o.queued != nil {
		o.queued()
	}
	select {
	case <-o.done:
		return o.err
	case <-o.ctx.Done():
		if w.orders.withdraw(o) {
			return o.ctx.Err()
		}
		<-o.done
		return o.err
	}
}

// stop waits for the writes under way. It gives false when it was called before.
func (w *writer) stop() (first bool) {
	w.once.Do(func() {
		w.orders.close()
		<-w.stopped
		first = true
	})
	return first
}

func (w *writer) run() {
	defer close(w.stopped)
	orders := make([]*order, 0, batch)
	for {
		var open bool
		if orders, open = w.orders.take(orders); !open {
			return
		}
		if len(orders) == 0 {
			<-w.orders.filled
			runtime.Gosched() // whoever is about to write as well shares this commit
			continue
		}
		orders = w.gather(orders)
		w.serve(orders)
		clear(orders)
	}
}

// How long a commit waits for what belongs to it: less than the disk needs for another one.
const (
	longestGather = 200 * time.Microsecond
	mostYields    = 10_000
	fewGathered   = 4 // orders; among more, others are about to come anyway, and the processors have better to do
)

// gather waits a moment while answers to messages of this commit are about to come, and takes them into it.
func (w *writer) gather(orders []*order) []*order {
	if len(orders) > fewGathered {
		return orders
	}
	begun := time.Now()
	yields := 0 // a clock may stand still in a test
	for _, o := range orders {
		for o.thinking != nil && o.thinking() && yields < mostYields && time.Since(begun) < longestGather {
			runtime.Gosched()
			yields++
		}
	}
	return w.orders.more(orders)
}

func (w *writer) serve(orders []*order) {
	group := orders[:0:0]
	for _, o := range orders {
		switch {
		case o.ctx.Err() != nil:
			o.answer(o.ctx.Err())
		case o.bare:
			o.answer(attempt(&Tx{c: w.c}, o.do))
		default:
			group = append(group, o)
		}
	}
	if len(group) == 0 || w.together(group) {
		return
	}
	for _, o := range group {
		if !w.together([]*order{o}) {
			o.answer(o.err)
		}
	}
}

// together runs orders in one transaction and answers them. It gives false, with everything rolled back and nobody
// answered, when one of them failed after it had written something.
func (w *writer) together(orders []*order) bool {
	tx := &Tx{c: w.c}
	if _, err := tx.Exec("BEGIN IMMEDIATE"); err != nil {
		if code(err) == sqlite3.SQLITE_BUSY { // another process has been writing for longer than busy_timeout
			err = fmt.Errorf("%w: %w", store.ErrUnavailable, err)
		}
		answerAll(orders, fmt.Errorf("begin: %w", err))
		return true
	}
	changed := false
	for _, o := range orders {
		tx.wrote = false
		o.err = attempt(tx, o.do)
		if tx.lost != nil && o.err == nil {
			o.err = tx.lost
		}
		if o.err != nil && (tx.wrote || tx.lost != nil) {
			w.rollback()
			return false
		}
		changed = changed || tx.wrote
	}
	if _, err := tx.Exec("COMMIT"); err != nil {
		w.rollback()
		answerAll(orders, fmt.Errorf("commit: %w", err))
		return true
	}
	if changed {
		w.commits.Add(1)
	}
	if tx.holds {
		w.held.forget()
	}
	for _, o := range orders {
		o.answer(o.err)
	}
	return true
}

// rollback ends a transaction that SQLite may already have ended by itself; its complaint then is no news.
func (w *writer) rollback() {
	_, _ = (&Tx{c: w.c}).Exec("ROLLBACK")
}

// attempt turns a panic into an error. The value of the panic may hold personal data unless the runtime made it.
func attempt(tx *Tx, do func(*Tx) error) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case runtime.Error:
			err = fmt.Errorf("panic in a write: %w", p)
		default:
			err = fmt.Errorf("panic in a write: %T", p)
		}
	}()
	return do(tx)
}

func (o *order) answer(err error) {
	o.err = err
	close(o.done)
}

func answerAll(orders []*order, err error) {
	for _, o := range orders {
		o.answer(err)
	}
}
