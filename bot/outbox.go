package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"sapa/bot/channel"
	"sapa/bot/present"
	"sapa/conversations"
	"sapa/store"
)

// letters is the store's outbox.
type letters interface {
	Due(ctx context.Context, now time.Time, afterSeq int64, limit int) ([]store.Letter, error)
	Settle(ctx context.Context, now time.Time, outcomes ...store.Settled) error
	Contact(ctx context.Context, id conversations.ContactID) (store.Contact, error)
	Changed(ctx context.Context) (bool, error)
}

// Outbox sends letters: in order for each address, side by side for different ones, each until the platform has taken it
// or never will.
type Outbox struct {
	letters  letters
	words    present.Words
	adapters map[conversations.Channel]channel.Adapter
	now      func() time.Time
	log      *slog.Logger
	metrics  *Metrics

	mu      sync.Mutex
	known   map[string]bool // letters in hand, so that a scan of the store takes none twice
	queues  map[target][]store.Letter
	held    map[conversations.Channel]time.Time // a channel that asked us all to wait
	settled chan store.Settled
	running sync.WaitGroup
	ctx     context.Context
}

type target struct {
	channel conversations.Channel
	address conversations.Address
}

// NewOutbox makes an outbox; Run makes it work.
func NewOutbox(ctx context.Context, l letters, w present.Words, a map[conversations.Channel]channel.Adapter, now func() time.Time, log *slog.Logger, m *Metrics) *Outbox {
	return &Outbox{letters: l, words: w, adapters: a, now: now, log: log, metrics: m, ctx: ctx, known: map[string]bool{},
		queues: map[target][]store.Letter{}, held: map[conversations.Channel]time.Time{}, settled: make(chan store.Settled, 1024)}
}

// Claim says that letters with these IDs are about to be committed and will be posted by the caller.
func (o *Outbox) Claim(ids ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range ids {
		o.known[id] = true
	}
}

// Release gives claimed letters up again: they were not committed.
func (o *Outbox) Release(ids ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range ids {
		delete(o.known, id)
	}
}

// Post sends committed letters.
func (o *Outbox) Post(letters ...store.Letter) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, l := range letters {
		o.known[l.ID] = true
		o.queue(l)
	}
}

// queue puts a letter behind the others for its address. The caller holds the lock.
func (o *Outbox) queue(l store.Letter) {
	t := target{l.Channel, l.Address}
	waiting, running := o.queues[t]
	o.queues[t] = append(waiting, l)
	if !running && o.ctx.Err() == nil {
		o.running.Add(1)
		go o.run(t)
	}
}

// Waiting tells how many letters are in hand.
func (o *Outbox) Waiting() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := 0
	for _, q := range o.queues {
		n += len(q)
	}
	return n
}

// Wait returns when every queue has come to rest.
func (o *Outbox) Wait() { o.running.Wait() }

// run sends what waits for one address until nothing does.
func (o *Outbox) run(t target) {
	defer o.running.Done()
	for {
		o.mu.Lock()
		waiting := o.queues[t]
		if len(waiting) == 0 || o.ctx.Err() != nil {
			delete(o.queues, t)
			o.mu.Unlock()
			return
		}
		o.mu.Unlock()
		out := o.deliver(waiting[0])
		if out.ID == "" {
			continue // the program ends
		}
		if out.State == store.LetterLater {
			o.later(t, out)
			continue
		}
		o.mu.Lock()
		o.queues[t] = o.queues[t][1:]
		o.mu.Unlock()
		o.settle(out)
	}
}

// later notes a failed attempt and waits; what waits behind it keeps its order.
func (o *Outbox) later(t target, out store.Settled) {
	o.mu.Lock()
	o.queues[t][0].Attempts++
	o.mu.Unlock()
	o.settle(out)
	o.sleep(out.Due.Sub(o.now()))
}

func (o *Outbox) sleep(d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-o.ctx.Done():
	}
}

func (o *Outbox) settle(s store.Settled) {
	select {
	case o.settled <- s:
	case <-o.ctx.Done():
		// The row stays open, and the next start sends it again under the same ID.
		o.flush(context.WithoutCancel(o.ctx), []store.Settled{s})
	}
}

// deliver attempts one letter.
func (o *Outbox) deliver(l store.Letter) store.Settled {
	a := o.adapters[l.Channel]
	switch {
	case a == nil: // posted by ourselves for a channel that is switched off now: it waits until it is on again
		return store.Settled{ID: l.ID, State: store.LetterLater, Due: o.now().Add(time.Minute), Reason: "channel off"}
	case l.Priority > store.PriorityTalk && o.stopped(l.Contact):
		return o.refused(l, "stopped")
	}
	for {
		o.sleep(o.hold(l.Channel).Sub(o.now()))
		if o.ctx.Err() != nil {
			return store.Settled{}
		}
		if !o.hold(l.Channel).After(o.now()) {
			break
		}
	}
	id, err := o.send(a, l)
	o.metrics.said.WithLabelValues(string(l.Channel), outcome(err)).Inc()
	if err == nil {
		return store.Settled{ID: l.ID, State: store.LetterSent, Message: id}
	}
	if o.ctx.Err() != nil {
		return store.Settled{}
	}
	return o.failed(l, err)
}

// longestSend bounds one attempt, so that a lost acknowledgement holds up nobody for ever.
const longestSend = 45 * time.Second

// send says a letter in the messages that its channel needs.
func (o *Outbox) send(a channel.Adapter, l store.Letter) (id conversations.MessageID, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &channel.SendError{Verdict: channel.Refused, Err: fmt.Errorf("panic: %T", p)}
		}
	}()
	ctx, cancel := context.WithTimeout(o.ctx, longestSend)
	defer cancel()
	for i, out := range present.Reply(l.Reply, o.words, a.Shape()) {
		part := l.ID
		if i > 0 {
			part = fmt.Sprintf("%s#%d", l.ID, i)
		}
		if id, err = a.Send(ctx, part, l.Address, out); err != nil {
			return id, err
		}
	}
	return id, nil
}

func outcome(err error) string {
	var s *channel.SendError
	switch {
	case err == nil:
		return "sent"
	case errors.As(err, &s):
		return string(s.Verdict)
	}
	return string(channel.Later)
}

// failed turns an error into what becomes of the letter.
func (o *Outbox) failed(l store.Letter, err error) store.Settled {
	var s *channel.SendError
	if !errors.As(err, &s) {
		s = &channel.SendError{Verdict: channel.Later, Err: err}
	}
	switch s.Verdict {
	case channel.Gone:
		return store.Settled{ID: l.ID, State: store.LetterGone, Reason: "gone"}
	case channel.Refused:
		o.log.Error("letter refused", "channel", l.Channel, "letter", l.ID, "err", s)
		return o.refused(l, s.Error())
	}
	wait := s.After
	if wait <= 0 {
		wait = backoff(l.Attempts)
	}
	if s.All {
		o.holdBack(l.Channel, wait)
	}
	if l.Attempts == 0 || l.Attempts%10 == 9 {
		o.log.Warn("letter waits for another attempt", "channel", l.Channel, "attempt", l.Attempts+1, "err", s)
	}
	return store.Settled{ID: l.ID, State: store.LetterLater, Due: o.now().Add(wait), Reason: string(s.Verdict)}
}

func (o *Outbox) refused(l store.Letter, reason string) store.Settled {
	return store.Settled{ID: l.ID, State: store.LetterRefused, Reason: reason}
}

// backoff doubles from half a second to half a minute.
func backoff(attempts int) time.Duration {
	return min(500*time.Millisecond<<min(attempts, 10), 30*time.Second)
}

func (o *Outbox) hold(c conversations.Channel) time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.held[c]
}

func (o *Outbox) holdBack(c conversations.Channel, wait time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if until := o.now().Add(wait); until.After(o.held[c]) {
		o.held[c] = until
	}
}

// stopped tells whether a contact asked for silence. When that cannot be read, silence is kept.
func (o *Outbox) stopped(id conversations.ContactID) bool {
	c, err := o.letters.Contact(o.ctx, id)
	return err != nil || !c.Stopped.IsZero()
}
