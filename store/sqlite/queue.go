package sqlite

import (
	"slices"
	"sync"

	"sapa/store"
)

// queue is where orders wait for the writer.
type queue struct {
	mu      sync.Mutex
	waiting []*order
	closed  bool
	filled  chan struct{} // told when the queue was empty and is not any more, and when it closes
}

func newQueue() *queue { return &queue{filled: make(chan struct{}, 1)} }

// put adds an order. What was put is answered, also when the queue closes, unless it is withdrawn.
func (q *queue) put(o *order) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return store.ErrClosed
	}
	if q.waiting = append(q.waiting, o); len(q.waiting) == 1 {
		q.tell()
	}
	return nil
}

// withdraw takes an order back. It gives false when the writer has it already.
func (q *queue) withdraw(o *order) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, o)
	if i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	return i >= 0
}

// take moves what waits, at most a batch, into the room of the last batch. It gives false once the queue is closed and empty.
func (q *queue) take(room []*order) ([]*order, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	room = q.move(room[:0])
	return room, len(room) > 0 || !q.closed
}

// more is take into a batch that has been taken already.
func (q *queue) more(taken []*order) []*order {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.move(taken)
}

// move fills a batch up. The caller holds the lock.
func (q *queue) move(room []*order) []*order {
	n := min(len(q.waiting), batch-len(room))
	room = append(room, q.waiting[:n]...)
	q.waiting = slices.Delete(q.waiting, 0, n)
	return room
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.tell()
}

func (q *queue) tell() {
	select {
	case q.filled <- struct{}{}:
	default:
	}
}
