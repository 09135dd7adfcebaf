package bot

import (
	"context"

	"sapa/conversations"
	"sapa/store"
)

// arrival is a batch of messages on its way into the inbox. While the disk is busy with it, answers may already be thought
// of: what they need of the world, and they themselves, wait until the messages are safe.
type arrival struct {
	landed   chan struct{}             // closed when it is known what came of it
	received []store.Received          // then; nil when nothing was accepted
	begun    []conversations.ContactID // of each message: whose lane has it already; empty: nobody's
}

func newArrival(messages int) *arrival {
	return &arrival{landed: make(chan struct{}), begun: make([]conversations.ContactID, messages)}
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
