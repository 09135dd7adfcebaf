package bot

import "sapa/store"

// Passage says what is to be done with a letter of a broadcast that is about to be sent.
type Passage int

// The passages. What nobody knows anything about is held.
const (
	Hold     Passage = iota // the broadcast is paused, or waits for its hour
	Go                      // it may be sent
	Withdraw                // it was cancelled: the letter ends unsent
)

// withdrawn is the reason of letters whose broadcast was cancelled. The store knows it.
const withdrawn = "batal"

// SetGate says who is asked about the letters of broadcasts, by their IDs, just before each is sent. Without a gate, all go.
func (o *Outbox) SetGate(gate func(letter string) Passage) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.gate = gate
}

// Nudge makes every letter that waits ask again.
func (o *Outbox) Nudge() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, q := range o.queues {
		select {
		case q.more <- struct{}{}:
		default:
		}
	}
}

// passage asks the gate. The caller holds the lock.
func (o *Outbox) passage(l *outgoing) Passage {
	if o.gate == nil || l.Priority < store.PriorityBroadcast || store.BroadcastOf(l.ID) == 0 {
		return Go
	}
	return o.gate(l.ID)
}
