package bot

import "sapa/store"

// Gate tells what becomes of news to many people that is about to be sent, by the letter's ID: whether it may go, and whether
// it never will, as its broadcast was cancelled. When neither, it is held.
type Gate func(letter string) (may, never bool)

// withdrawn is the reason of letters whose broadcast was cancelled. The store knows it.
const withdrawn = "batal"

// SetGate says who is asked about letters of store.PriorityBroadcast just before each is sent. Without a gate, all go.
func (o *Outbox) SetGate(gate Gate) {
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

// passes asks the gate. The caller holds the lock.
func (o *Outbox) passes(l *outgoing) (may, never bool) {
	if o.gate == nil || l.Priority != store.PriorityBroadcast {
		return true, false
	}
	return o.gate(l.ID)
}
