package broadcast

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"sync"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// Outbox is where the Runner puts letters.
type Outbox interface {
	Claim(ids ...string)
	Release(ids ...string)
	Post(letters ...store.Letter)
	Nudge()
}

// Runner carries broadcasts out. One runs at a time in the whole installation, beside the outbox that it feeds.
type Runner struct {
	service *Service
	outbox  Outbox
	log     *slog.Logger

	mu     sync.Mutex
	passes map[int64]pass
	awake  bool // it is no quiet hour
	paces  map[paceKey]*gauge

	watches  map[int64]*watch
	posted   map[int64]bool      // to the public channel
	trouble  map[int64]time.Time // when it was last told of
	freezing map[int64]bool      // under mu
	wait     sync.WaitGroup
}

// pass is what the gate says to the letters of a broadcast.
type pass struct{ may, never bool }

// NewRunner makes a runner; Run makes it work.
func NewRunner(s *Service, o Outbox, log *slog.Logger) *Runner {
	return &Runner{service: s, outbox: o, log: log, passes: map[int64]pass{}, paces: map[paceKey]*gauge{}, watches: map[int64]*watch{},
		posted: map[int64]bool{}, trouble: map[int64]time.Time{}, freezing: map[int64]bool{}}
}

// Gate is the outbox's: whether a letter may go, and whether it never will. What is not known is held. News to many people
// that is of no broadcast, such as that a programme opened, waits for the end of quiet hours.
func (r *Runner) Gate(letter string) (may, never bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := store.BroadcastOf(letter)
	if b == 0 {
		return r.awake, false
	}
	p := r.passes[b]
	return p.may, p.never
}

// lookEvery is how often the runner looks what changed: a pause takes hold within it.
const lookEvery = 200 * time.Millisecond

// Run works until ctx ends.
func (r *Runner) Run(ctx context.Context) error {
	defer r.wait.Wait()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := r.Once(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("broadcasts could not be looked at", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// remembered is how long after its end a broadcast is still known to the gate.
const remembered = time.Hour

// Once looks at every broadcast that is not over: opens and shuts the gate, and feeds the outbox.
func (r *Runner) Once(ctx context.Context) error {
	now := r.service.Now()
	all, err := r.service.Store.LiveBroadcasts(ctx, now.Add(-remembered))
	if err != nil {
		return err
	}
	days, err := r.service.Store.Calendar(ctx)
	if err != nil {
		return err
	}
	passes := map[int64]pass{}
	var running []*current
	for _, b := range all {
		c := &current{Broadcast: b}
		if c.totals, err = r.service.Store.BroadcastTotals(ctx, b.ID); err != nil {
			return err
		}
		if passes[b.ID] = r.look(ctx, c, days, now); passes[b.ID].may && b.State == store.BroadcastRunning {
			running = append(running, c)
		}
	}
	r.open(passes, !r.service.Hours.Quiet(days, now))
	return r.work(ctx, running, now)
}

// current is a broadcast as it is at one look.
type current struct {
	store.Broadcast
	totals store.Totals
}

// look decides about one broadcast.
func (r *Runner) look(ctx context.Context, c *current, days store.Calendar, now time.Time) pass {
	switch c.State {
	case store.BroadcastCancelled:
		r.tidy(ctx, c, now)
		return pass{never: true}
	case store.BroadcastDone: // its post to the public channel may still be on the way
		return pass{may: true}
	}
	if c.State == store.BroadcastRunning && c.Frozen.IsZero() {
		r.freeze(ctx, c.Broadcast, now)
	}
	_, waits := r.service.holds(c.Broadcast, days, now)
	return pass{may: c.State == store.BroadcastRunning && !waits}
}

// tidy ends what is left of a cancelled broadcast, when that was cut short. What is in the outbox ends there.
func (r *Runner) tidy(ctx context.Context, c *current, now time.Time) {
	if c.totals.In(store.DeliveryWaiting) > 0 {
		if err := withdraw(ctx, r.service.Store, c.ID, now); err != nil && ctx.Err() == nil {
			r.log.Error("a cancelled broadcast could not be withdrawn", "code", c.Code, "err", err)
		}
	}
}

// freeze writes the audience down, beside everything else.
func (r *Runner) freeze(ctx context.Context, b store.Broadcast, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.freezing[b.ID] {
		return
	}
	r.freezing[b.ID] = true
	r.wait.Go(func() {
		begun := time.Now()
		n, err := r.service.Store.FreezeBroadcast(ctx, b.Code, reachable(r.service.Lines), now)
		if err != nil && ctx.Err() == nil {
			r.log.Error("an audience could not be frozen", "code", b.Code, "err", err)
		} else if err == nil {
			r.log.Info("audience frozen", "code", b.Code, "people", n, "took", time.Since(begun).Round(time.Millisecond))
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.freezing, b.ID)
	})
}

// open sets the gate, and wakes what waits at it when it opened for anything.
func (r *Runner) open(passes map[int64]pass, awake bool) {
	r.mu.Lock()
	news := awake != r.awake
	r.awake = awake
	for id, p := range passes {
		news = news || p != r.passes[id]
	}
	r.passes = passes
	r.mu.Unlock()
	if news {
		r.outbox.Nudge()
	}
}

// work feeds what runs, and ends what is done.
func (r *Runner) work(ctx context.Context, running []*current, now time.Time) error {
	queued := map[conversations.Channel]int{}
	for _, c := range running {
		for channel, counts := range c.totals {
			queued[channel] += counts[store.DeliveryQueued]
		}
	}
	for _, c := range running {
		if stop, err := r.watch(ctx, c, now); err != nil || stop {
			r.complain(ctx, c, "watched", err)
			continue
		}
		r.complain(ctx, c, "posted to the public channel", r.post(ctx, c, now))
		for _, l := range r.service.Lines {
			n, err := r.feed(ctx, c, l, queued[l.Channel], now)
			queued[l.Channel] += n
			r.complain(ctx, c, "fed", err)
		}
		if c.totals.Left() == 0 {
			_, err := r.service.Store.MoveBroadcast(ctx, store.BroadcastMove{Code: c.Code, Act: store.BroadcastFinish, By: store.Program, At: now})
			var state *store.BroadcastStateError
			if !errors.As(err, &state) { // somebody was faster
				r.complain(ctx, c, "finished", err)
			}
		}
	}
	return nil
}

// complainEvery bounds how often trouble with one broadcast is written into the log.
const complainEvery = time.Minute

func (r *Runner) complain(ctx context.Context, c *current, what string, err error) {
	if now := r.service.Now(); err != nil && ctx.Err() == nil && now.Sub(r.trouble[c.ID]) >= complainEvery {
		r.trouble[c.ID] = now
		r.log.Error("a broadcast could not be "+what, "code", c.Code, "err", err)
	}
}

// ahead is for how long the outbox is given work: little enough that everything else finds its place between.
const ahead = 1500 * time.Millisecond

// The bounds of what the outbox is given ahead, in letters.
const (
	leastAhead = 2
	mostAhead  = 2000
)

func lookahead(pace float64) int {
	if pace <= 0 {
		pace = fastPace
	}
	return min(max(int(math.Ceil(pace*ahead.Seconds())), leastAhead), mostAhead)
}

// feed gives the outbox the next deliveries of a broadcast on a channel, and tells how many.
func (r *Runner) feed(ctx context.Context, c *current, l Line, queued int, now time.Time) (int, error) {
	limit := min(lookahead(l.Pace)-queued, c.totals[l.Channel][store.DeliveryWaiting])
	if limit <= 0 {
		return 0, nil
	}
	if _, waits, err := r.service.lineHolds(ctx, l); err != nil || waits {
		return 0, err
	}
	room, err := r.service.room(ctx, l)
	if err != nil {
		return 0, err
	}
	next, err := r.service.Store.WaitingDeliveries(ctx, c.ID, string(l.Channel), min(limit, room))
	if err != nil || len(next) == 0 {
		return 0, err
	}
	feed, ids := make([]store.FedDelivery, len(next)), make([]string, len(next))
	for i, d := range next {
		feed[i] = store.FedDelivery{Place: d.Place, Letter: store.Letter{ID: store.BroadcastLetterID(c.ID, d.Contact, d.Try), Contact: d.Contact,
			Channel: d.Channel, Address: d.Address, Reply: Reply(c.Broadcast, d.Case)}}
		switch {
		case d.Broken:
			feed[i].Refused = store.RefusedBroken
		case d.Address == "":
			feed[i].Refused = store.RefusedGone
		case d.Merged:
			feed[i].Refused = store.RefusedMerged
		}
		ids[i] = feed[i].Letter.ID
	}
	r.outbox.Claim(ids...)
	letters, err := r.service.Store.FeedBroadcast(ctx, now, r.service.Hours.day(now), c.ID, feed)
	posted := map[string]bool{}
	for _, letter := range letters {
		posted[letter.ID] = true
	}
	for _, id := range ids {
		if !posted[id] {
			r.outbox.Release(id)
		}
	}
	r.outbox.Post(letters...)
	return len(letters), err
}

// post puts the announcement on the office's own channels, once on each.
func (r *Runner) post(ctx context.Context, c *current, now time.Time) error {
	if !c.Channel || r.posted[c.ID] {
		return nil
	}
	for _, p := range r.service.Public {
		if err := r.postOn(ctx, c, p, now); err != nil {
			return fmt.Errorf("post on the channel of %s: %w", p.Channel, err)
		}
	}
	r.posted[c.ID] = true
	return nil
}

func (r *Runner) postOn(ctx context.Context, c *current, p PublicChannel, now time.Time) error {
	contact, err := r.service.Store.Introduce(ctx, now, p.Channel, p.Address)
	if err != nil {
		return err
	}
	letter := store.Letter{ID: store.PublicLetterID(c.ID, p.Channel), Contact: contact, Channel: p.Channel, Address: p.Address,
		Reply: Announcement(c.Broadcast), Due: now, Priority: store.PriorityBroadcast}
	if !p.Media {
		letter.Reply.Media, letter.Reply.Captioned = nil, false
	}
	r.outbox.Claim(letter.ID)
	letters, err := r.service.Store.Post(ctx, now, letter)
	if err != nil || len(letters) == 0 {
		r.outbox.Release(letter.ID)
	}
	r.outbox.Post(letters...)
	return err
}
