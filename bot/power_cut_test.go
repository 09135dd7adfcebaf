package bot

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"

	"sapa/bot/channel"
	office "sapa/bot/world"
	"sapa/conversations"
	"sapa/store"
	"sapa/store/sqlite"
)

var errPower = errors.New("the power is off")

// power is what everything of one life runs on. It is cut before or after one of the calls that pass through it; from
// then on nothing works any more.
type power struct {
	mu    sync.Mutex
	left  int  // calls until the cut; negative: never
	after bool // the call that it is cut at is still done, but nobody hears of it
	hard  bool // the process is gone at once; otherwise its calls fail and it has to go by itself
	off   bool
	stop  context.CancelFunc
}

func newPower(r *rand.Rand, most int, stop context.CancelFunc) *power {
	return &power{left: r.IntN(most), after: r.IntN(2) == 0, hard: r.IntN(5) > 0, stop: stop}
}

// pass lets one call through, or not.
func pass[T any](p *power, do func() (T, error)) (T, error) {
	var none T
	last := p.begin()
	if p.isOff() {
		return none, p.gone()
	}
	got, err := do()
	if last {
		p.cut()
	}
	if p.isOff() {
		return none, p.gone()
	}
	return got, err
}

// begin counts a call, and tells whether the power goes as soon as it is done.
func (p *power) begin() (last bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left--
	if p.left != -1 {
		return false
	}
	if !p.after {
		p.off = true
		p.stop()
	}
	return p.after
}

func (p *power) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.off = true
	p.stop()
}

func (p *power) isOff() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.off
}

func (p *power) gone() error {
	if p.hard {
		runtime.Goexit()
	}
	return errPower
}

// pass0 is pass for calls that give nothing but an error.
func pass0(p *power, do func() error) error {
	_, err := pass(p, func() (struct{}, error) { return struct{}{}, do() })
	return err
}

// powered is the real database as one life of one contact's bot sees it.
type powered struct {
	office.Store
	db *sqlite.DB
	p  *power
	s  *schedule
}

func (d powered) AcceptAhead(ctx context.Context, now time.Time, ahead store.Ahead, m ...conversations.Message) ([]store.Received, error) {
	return pass(d.p, func() ([]store.Received, error) {
		ctx, giveUp := context.WithCancel(ctx)
		defer giveUp()
		return d.db.AcceptAhead(ctx, now, wavering{ahead, func() {
			if d.s.fickle() {
				giveUp() // whether the messages are written nevertheless, only the database knows
			}
		}}, m...)
	})
}

// wavering does something once it was told.
type wavering struct {
	store.Ahead
	then func()
}

func (w wavering) Begin(likely []store.Received) {
	w.Ahead.Begin(likely)
	w.then()
}

func (d powered) Undone(ctx context.Context) ([]store.Received, error) {
	return pass(d.p, func() ([]store.Received, error) {
		all, err := d.db.Undone(ctx)
		var ours []store.Received
		for _, r := range all {
			if r.Message.From == d.s.address {
				ours = append(ours, r)
			}
		}
		return ours, err
	})
}

func (d powered) SetAside(ctx context.Context, seq int64, problem string) error {
	d.s.aside.Add(1)
	return pass0(d.p, func() error { return d.db.SetAside(ctx, seq, problem) })
}

func (d powered) Receive(context.Context, ...store.Receipt) error { return nil }

func (d powered) Session(ctx context.Context, c conversations.ContactID) (conversations.Session, error) {
	return pass(d.p, func() (conversations.Session, error) { return d.db.Session(ctx, c) })
}

func (d powered) Turn(ctx context.Context, c conversations.ContactID) (int, error) {
	return pass(d.p, func() (int, error) { return d.db.Turn(ctx, c) })
}

func (d powered) Commit(ctx context.Context, t store.Turn) ([]store.Letter, error) {
	return pass(d.p, func() ([]store.Letter, error) {
		letters, err := d.db.Commit(ctx, t)
		if err == nil {
			d.s.commit(t)
		}
		return letters, err
	})
}

func (d powered) Due(ctx context.Context, now time.Time, after int64, limit int) ([]store.Letter, error) {
	return pass(d.p, func() ([]store.Letter, error) {
		all, err := d.db.Due(ctx, now, after, 1<<20)
		var ours []store.Letter
		for _, l := range all {
			if l.Address == d.s.address {
				ours = append(ours, l)
			}
		}
		return ours[:min(len(ours), limit)], err
	})
}

func (d powered) Settle(ctx context.Context, now time.Time, out ...store.Settled) error {
	return pass0(d.p, func() error { return d.db.Settle(ctx, now, out...) })
}

func (d powered) Contact(ctx context.Context, id conversations.ContactID) (store.Contact, error) {
	return pass(d.p, func() (store.Contact, error) { return d.db.Contact(ctx, id) })
}

func (d powered) Changed(context.Context) (bool, error) { return false, nil }

func (d powered) OpenCase(ctx context.Context, n store.NewCase) (store.Case, error) {
	return pass(d.p, func() (store.Case, error) { return d.db.OpenCase(ctx, n) })
}

func (d powered) CaseEvents(ctx context.Context, number string) ([]store.CaseEvent, error) {
	return pass(d.p, func() ([]store.CaseEvent, error) { return d.db.CaseEvents(ctx, number) })
}

// poweredWorld is the real world, which may also be cut off between what it did and its answer.
type poweredWorld struct {
	world
	p *power
}

func (w poweredWorld) Find(ctx context.Context, s conversations.Session, r conversations.Request, now time.Time) (map[conversations.Slot]string, error) {
	return pass(w.p, func() (map[conversations.Slot]string, error) { return w.world.Find(ctx, s, r, now) })
}

func (w poweredWorld) News(context.Context, conversations.ContactID) (*conversations.News, error) {
	return nil, nil
}

func (w poweredWorld) AwaitsFiles(context.Context, conversations.ContactID) (bool, error) {
	return false, nil
}

func (w poweredWorld) Tell(ctx context.Context, s conversations.Session, o conversations.Order, now time.Time) error {
	return pass0(w.p, func() error { return w.world.Tell(ctx, s, o, now) })
}

// poweredShared is the shared copy in Redis, which may also be away.
type poweredShared struct {
	SharedSessions
	p    *power
	away bool
}

func (s poweredShared) Load(ctx context.Context, c conversations.ContactID) (conversations.Session, error) {
	return pass(s.p, func() (conversations.Session, error) {
		if s.away {
			return conversations.Session{}, store.ErrUnavailable
		}
		return s.SharedSessions.Load(ctx, c)
	})
}

func (s poweredShared) Save(ctx context.Context, session conversations.Session) error {
	return pass0(s.p, func() error {
		if s.away {
			return store.ErrUnavailable
		}
		return s.SharedSessions.Save(ctx, session)
	})
}

// poweredAdapter is the messenger. What it has shown stays shown.
type poweredAdapter struct {
	silent
	p *power
	s *schedule
}

func (a poweredAdapter) Send(_ context.Context, id string, _ conversations.Address, out channel.Outgoing) (conversations.MessageID, error) {
	return pass(a.p, func() (conversations.MessageID, error) { return a.s.show(id, out.Text), nil })
}
