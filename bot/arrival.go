package bot

import (
	"context"
	"sync/atomic"

	"sapa/conversations"
	"sapa/store"
)

// arrival is a batch of messages on its way into the inbox. While the disk is busy with it, answers may already be thought
// of: what they need of the world, and they themselves, wait until the messages are safe.
type arrival struct {
	landed   chan struct{}             // closed when it is known what came of it
	received []store.Received          // then; nil when nothing was accepted
	begun    []conversations.ContactID // of each message: whose lane has it already; empty: nobody's

	thought  []atomic.Bool // of each message: its answer is on its way to the disk, too, or is not thought of ahead
	thinking atomic.Int32  // how many are not
	begin    func(*arrival, []store.Received)
}

func newArrival(messages int, begin func(*arrival, []store.Received)) *arrival {
	a := &arrival{landed: make(chan struct{}), begun: make([]conversations.ContactID, messages), thought: make([]atomic.Bool, messages), begin: begin}
	a.thinking.Store(int32(messages))
	return a
}

// Begin lets lanes begin. It is part of store.Ahead.
func (a *arrival) Begin(likely []store.Received) {
	a.begin(a, likely)
	for k := range likely {
		if a.begun[k] == "" {
			a.done(k)
		}
	}
}

// Thinking tells whether an answer that was begun is still thought of. It is part of store.Ahead.
func (a *arrival) Thinking() bool { return a.thinking.Load() > 0 }

// done tells that nobody needs to wait any more for the answer to a message.
func (a *arrival) done(place int) {
	if !a.thought[place].Swap(true) {
		a.thinking.Add(-1)
	}
}

// thought tells that a task's answer is on its way to the disk, or that it needs longer.
func (t *task) thought() {
	if t.arrival != nil {
		t.arrival.done(t.place)
	}
}

// land tells what came of the messages. Only the first call counts.
func (a *arrival) land(received []store.Received) {
	select {
	case <-a.landed:
	default:
		a.received = received
		close(a.landed)
	}
}

// sure waits until a task's message is safe in the inbox. It gives store.ErrAnswered when there is nothing to answer: the
// message could not be accepted, or it had come before.
func (t *task) sure(ctx context.Context) error {
	if t.arrival == nil {
		return nil
	}
	t.thought()
	select {
	case <-t.arrival.landed:
	case <-ctx.Done():
		return ctx.Err()
	}
	all := t.arrival.received
	if all == nil || !all[t.place].Fresh || all[t.place].Contact != t.received.Contact {
		return store.ErrAnswered
	}
	t.received, t.arrival = all[t.place], nil
	return nil
}
