package bot

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
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
	open    bool            // the first scan is done
	known   map[string]bool // letters in hand, so that a scan of the store takes none twice
	fresh   map[string]bool // letters settled while a scan reads; nil while none does
	queues  map[target]*queue
	scan    sync.Mutex                          // one at a time
	held    map[conversations.Channel]time.Time // a channel that asked us all to wait
	paces   map[conversations.Channel]*tempo
	gate    Gate // nil: everything passes
	settled chan store.Settled
	running sync.WaitGroup
	hands   *hands
	ctx     context.Context
	begun   time.Time
	news    atomic.Int64 // unix milliseconds when news last went out, to anybody
}

// queue is what waits for one address.
type queue struct {
	running bool
	letters []*outgoing
	more    chan struct{} // told that a letter came while the queue waits
}

// outgoing is a letter under way.
type outgoing struct {
	store.Letter
	said int       // of its messages, so many were taken by the platform
	slot time.Time // of news: when the channel's pace lets it go; zero: not asked yet
	over bool      // its broadcast was cancelled
}

type target struct {
	channel conversations.Channel
	address conversations.Address
}

// NewOutbox makes an outbox; Run makes it work.
func NewOutbox(ctx context.Context, l letters, w present.Words, a map[conversations.Channel]channel.Adapter, now func() time.Time, log *slog.Logger, m *Metrics) *Outbox {
	return &Outbox{letters: l, words: w, adapters: a, now: now, log: log, metrics: m, hands: newHands(ctx), ctx: ctx, begun: now(), known: map[string]bool{},
		queues: map[target]*queue{}, held: map[conversations.Channel]time.Time{}, paces: map[conversations.Channel]*tempo{}, settled: make(chan store.Settled, 1024)}
}

// settling is how much later than its sending a letter may be noted as sent.
const settling = time.Minute

// QuietSince tells whether nobody was told any news since a time, as far as this process knows: then nobody can answer any.
func (o *Outbox) QuietSince(t time.Time) bool {
	return t.After(o.begun) && t.After(time.UnixMilli(o.news.Load()).Add(settling))
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

// queue puts a letter in its place among the others for its address. The caller holds the lock.
func (o *Outbox) queue(l store.Letter) {
	t := target{l.Channel, l.Address}
	q := o.queues[t]
	if q == nil {
		q = &queue{more: make(chan struct{}, 1)}
		o.queues[t] = q
	}
	at := len(q.letters)
	for at > 0 && q.letters[at-1].Seq > l.Seq {
		at--
	}
	if now := o.now(); l.Priority == store.PriorityTalk && !l.Due.After(now) {
		q.hasten(now)
	}
	q.letters = slices.Insert(q.letters, at, &outgoing{Letter: l})
	select {
	case q.more <- struct{}{}:
	default:
	}
	if o.open {
		o.wake(t)
	}
}

// wake lets a queue run. The caller holds the lock.
func (o *Outbox) wake(t target) {
	if q := o.queues[t]; !q.running && o.ctx.Err() == nil {
		q.running = true
		o.running.Add(1)
		o.hands.do(func() { o.run(t, q) })
	}
}

// Waiting tells how many letters are in hand.
func (o *Outbox) Waiting() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := 0
	for _, q := range o.queues {
		n += len(q.letters)
	}
	return n
}

// Wait returns when every queue has come to rest.
func (o *Outbox) Wait() {
	o.mu.Lock()   // whoever was about to start a queue has started it
	o.mu.Unlock() //nolint:staticcheck // the section is empty: only the waiting counts
	o.running.Wait()
}

// run sends what waits for one address until nothing does.
func (o *Outbox) run(t target, q *queue) {
	defer o.running.Done()
	for {
		o.mu.Lock()
		if len(q.letters) == 0 || o.ctx.Err() != nil {
			delete(o.queues, t)
			o.mu.Unlock()
			return
		}
		l, wait := o.next(t.channel, q)
		o.mu.Unlock()
		if wait > 0 {
			o.linger(q, wait)
			continue
		}
		out := o.deliver(l)
		switch {
		case out.ID == "": // the program ends, or the channel rests meanwhile
		case out.State == store.LetterLater: // what waits behind it keeps its order
			o.mu.Lock()
			l.Attempts++
			l.Due, l.slot = out.Due, time.Time{}
			o.mu.Unlock()
			o.settle(out)
		default:
			o.settle(out)
			o.mu.Lock()
			q.letters = slices.DeleteFunc(q.letters, func(other *outgoing) bool { return other == l })
			o.mu.Unlock()
		}
	}
}

// next chooses what to send, and tells how long to wait when nothing may be sent yet. Letters go in their order, but while
// news must wait, what answers somebody goes first. The caller holds the lock.
func (o *Outbox) next(c conversations.Channel, q *queue) (*outgoing, time.Duration) {
	soonest := longestLook
	news := o.rest(c)
	for _, kind := range []bool{false, true} { // news as well, talk alone
		for _, l := range q.letters {
			if kind && l.Priority > store.PriorityTalk {
				continue
			}
			wait := l.Due.Sub(o.now())
			if l.Priority > store.PriorityTalk {
				wait = o.patience(l, max(wait, news))
			}
			if wait <= 0 {
				return l, 0
			}
			soonest = min(soonest, wait)
			break // what stands behind it keeps its order
		}
	}
	return nil, soonest
}

// patience is how long news still waits that has nothing to wait for but the channel's rest and pace, and its broadcast.
// The caller holds the lock.
func (o *Outbox) patience(l *outgoing, wait time.Duration) time.Duration {
	switch may, never := o.passes(l); {
	case never:
		l.over = true
		return 0
	case !may:
		l.slot = time.Time{}
		return longestLook
	}
	p := o.paces[l.Channel]
	if p == nil {
		return wait
	}
	if wait > 0 { // what rested for long does not all go at once
		l.slot = time.Time{}
		return wait
	}
	if l.slot.IsZero() {
		l.slot = p.slot(l.Address, o.now())
	}
	return l.slot.Sub(o.now())
}

// linger waits, but not once another letter came.
func (o *Outbox) linger(q *queue, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-q.more:
	case <-o.ctx.Done():
	}
}

func (o *Outbox) settle(s store.Settled) {
	select {
	case o.settled <- s:
	case <-o.ctx.Done():
		o.flush(o.ctx, []store.Settled{s})
	}
}

// deliver attempts one letter.
func (o *Outbox) deliver(l *outgoing) store.Settled {
	a := o.adapters[l.Channel]
	if a == nil { // posted by ourselves for a channel that is switched off now: it waits until it is on again
		return store.Settled{ID: l.ID, State: store.LetterLater, Due: o.now().Add(time.Minute), Reason: "channel off"}
	}
	if l.over {
		return o.refused(l, withdrawn)
	}
	if l.Priority > store.PriorityTalk {
		unwanted, err := o.unwanted(l, a.Shape().Warm)
		switch {
		case o.ctx.Err() != nil:
			return store.Settled{}
		case err != nil: // silence is kept until it can be read
			return o.failed(l, fmt.Errorf("ask whether news is wanted: %w", err))
		case unwanted != "":
			return o.refused(l, unwanted)
		}
	}
	for {
		sleep(o.ctx, o.hold(l.Channel).Sub(o.now()))
		if o.ctx.Err() != nil {
			return store.Settled{}
		}
		if !o.hold(l.Channel).After(o.now()) {
			break
		}
	}
	id, err := o.send(a, l)
	if l.Priority > store.PriorityTalk {
		o.news.Store(o.now().UnixMilli())
	}
	o.metrics.said.WithLabelValues(string(l.Channel), outcome(err)).Inc()
	if err == nil {
		if !a.Shape().Receipts {
			id = "" // nobody will ask for it
		}
		return store.Settled{ID: l.ID, Seq: l.Seq, State: store.LetterSent, Message: id}
	}
	if o.ctx.Err() != nil {
		return store.Settled{}
	}
	return o.failed(l, err)
}

// longestSend bounds one attempt, so that a lost acknowledgement holds up nobody for ever.
const longestSend = 30 * time.Second

// send says a letter in the messages that its channel needs. At another attempt it goes on where the last one failed.
func (o *Outbox) send(a channel.Adapter, l *outgoing) (id conversations.MessageID, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &channel.SendError{Verdict: channel.Refused, Err: fmt.Errorf("panic: %T", p)}
		}
	}()
	messages := present.Reply(l.Reply, o.words, a.Shape())
	for l.said < len(messages) {
		part := l.ID
		if l.said > 0 {
			part = fmt.Sprintf("%s#%d", l.ID, l.said)
		}
		o.note(l.Channel, l.Address, l.said == 0 && l.Priority > store.PriorityTalk)
		if id, err = o.sendOne(a, part, l.Address, messages[l.said]); err != nil {
			return id, err
		}
		l.said++
	}
	return id, nil
}

func (o *Outbox) sendOne(a channel.Adapter, id string, to conversations.Address, out channel.Outgoing) (conversations.MessageID, error) {
	ctx, cancel := context.WithTimeout(o.ctx, longestSend)
	defer cancel()
	return a.Send(ctx, id, to, out)
}
