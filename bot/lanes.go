package bot

import (
	"context"
	"sync"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// task is one thing to answer in a lane: a message, or an alarm that rang.
type task struct {
	received store.Received
	arrival  *arrival // the message is on its way into the inbox, at this place of a batch; nil: it is there
	place    int
	alarm    *store.Alarm
	came     time.Time // when it reached us
	tries    int       // in vain, so far
}

// answerer answers the first tasks of a lane and tells how many it took. When it took none, the lane tries again after a
// pause, in which it takes up no room. Nothing is taken when the context ends.
type answerer interface {
	answer(ctx context.Context, contact conversations.ContactID, waiting []task) (taken int, pause time.Duration)
	// patience says how long the lane may wait for more before these are answered.
	patience(waiting []task) time.Duration
}

// Lanes gives every contact one lane: one turn at a time, in order, while different contacts are answered side by side.
type Lanes struct {
	answerer answerer
	mu       sync.Mutex
	lanes    map[conversations.ContactID]*lane
	room     chan struct{} // bounds how many turns run at once
	running  sync.WaitGroup
	hands    *hands
	ctx      context.Context
}

type lane struct {
	waiting []task
	more    chan struct{} // told when a task came
}

// NewLanes makes lanes with room for so many turns at once. They run until ctx ends.
func NewLanes(ctx context.Context, a answerer, room int) *Lanes {
	return &Lanes{answerer: a, lanes: map[conversations.ContactID]*lane{}, room: make(chan struct{}, room), hands: newHands(ctx), ctx: ctx}
}

// Put adds a task to a contact's lane and wakes it.
func (l *Lanes) Put(contact conversations.ContactID, t task) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx.Err() != nil {
		return // it stands in the inbox, and the next start answers it
	}
	if ln := l.lanes[contact]; ln != nil {
		ln.waiting = append(ln.waiting, t)
		select {
		case ln.more <- struct{}{}:
		default:
		}
		return
	}
	l.open(contact, t)
}

// Start is Put for a lane at rest; when it is not, it does nothing and gives false.
func (l *Lanes) Start(contact conversations.ContactID, t task) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx.Err() != nil || l.lanes[contact] != nil {
		return false
	}
	l.open(contact, t)
	return true
}

// open begins a lane. The caller holds the lock.
func (l *Lanes) open(contact conversations.ContactID, t task) {
	ln := &lane{waiting: []task{t}, more: make(chan struct{}, 1)}
	l.lanes[contact] = ln
	l.running.Add(1)
	l.hands.do(func() { l.run(contact, ln) })
}

// Busy tells how many lanes have something to answer.
func (l *Lanes) Busy() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.lanes)
}

// busy tells whether a contact's lane has something to answer.
func (l *Lanes) busy(contact conversations.ContactID) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lanes[contact] != nil
}

// Wait returns when every lane has come to rest.
func (l *Lanes) Wait() { l.running.Wait() }

func (l *Lanes) run(contact conversations.ContactID, ln *lane) {
	defer l.running.Done()
	for {
		waiting, done := l.waiting(contact, ln)
		if done {
			return
		}
		if d := l.answerer.patience(waiting); d > 0 {
			waiting[0].thought()
			if l.linger(ln, d) {
				continue // look again at all that waits now
			}
		}
		select {
		case l.room <- struct{}{}:
		case <-l.ctx.Done():
			continue
		}
		taken, pause := l.answerer.answer(l.ctx, contact, waiting)
		<-l.room
		l.mu.Lock()
		ln.waiting = ln.waiting[taken:]
		if taken == 0 {
			ln.waiting[0].tries++
		}
		l.mu.Unlock()
		sleep(l.ctx, pause)
	}
}

// waiting gives what there is to answer, and closes the lane when there is nothing or the program ends.
func (l *Lanes) waiting(contact conversations.ContactID, ln *lane) ([]task, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(ln.waiting) == 0 || l.ctx.Err() != nil {
		delete(l.lanes, contact)
		return nil, true
	}
	select {
	case <-ln.more: // it is among the waiting already
	default:
	}
	return ln.waiting[:len(ln.waiting):len(ln.waiting)], false
}

// linger waits for another task, but not longer than d. It tells whether there is something new to look at.
func (l *Lanes) linger(ln *lane, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ln.more:
		return true
	case <-timer.C:
		return false
	case <-l.ctx.Done():
		return true
	}
}
