package bot

import (
	"math/rand/v2"
	"sync"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// spread puts the answers to a backlog apart in time, for each channel. Who writes now does not stand in its line.
type spread struct {
	mu   sync.Mutex
	next map[conversations.Channel]time.Time // when the next answer may go
}

// slot gives when the next answer to a backlog goes on a channel whose answers are about gap apart: the first at once, each
// other a half to one and a half gaps after the one before, in the order in which they were asked for.
func (s *spread) slot(c conversations.Channel, gap time.Duration, now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := now
	if next := s.next[c]; next.After(at) {
		at = next
	}
	if s.next == nil {
		s.next = map[conversations.Channel]time.Time{}
	}
	s.next[c] = at.Add(gap/2 + rand.N(gap)) //nolint:gosec // nobody gains by guessing a pause
	return at
}

// old tells whether a message waited so long that it belongs to a backlog, as after an outage.
func (t *Talk) old(m *conversations.Message) bool {
	return t.Backlog > 0 && m != nil && t.Now().Sub(m.At) >= t.Backlog
}

// due is when an answer to a message may go: zero, at once.
func (t *Talk) due(m *conversations.Message, effects []conversations.Effect) time.Time {
	if !t.old(m) || len(says(effects)) == 0 {
		return time.Time{}
	}
	a := t.Adapters[m.Channel]
	if a == nil || a.Shape().Backlog == 0 {
		return time.Time{}
	}
	return t.spread.slot(m.Channel, a.Shape().Backlog, t.Now())
}

// What somebody wrote during an outage comes in one piece after the other, and is answered together.
const (
	gatherBacklog = 1500 * time.Millisecond // to wait for the next piece
	mostGathered  = 50
)

// gathers tells whether a lane waits for more of a backlog before it answers.
func (t *Talk) gathers(waiting []task) bool {
	return len(waiting) < mostGathered && waiting[0].tries == 0 && t.leftover(waiting[0]) && t.leftover(waiting[len(waiting)-1])
}

// leftover tells whether a task is a message of a backlog.
func (t *Talk) leftover(x task) bool { return x.alarm == nil && t.old(&x.received.Message) }

// outdated tells whether the answer to the first messages is better not given, since more of the same backlog follows: the last
// answer tells how things stand.
func (t *Talk) outdated(m mergedTask, waiting []task) bool {
	return t.old(m.message) && m.count < len(waiting) && t.leftover(waiting[m.count])
}

// unsaid takes what a turn says out of its effects, unless it ends a form: that is not told twice.
func unsaid(effects []conversations.Effect) []conversations.Effect {
	var out []conversations.Effect
	for _, e := range effects {
		switch e.(type) {
		case conversations.Finish:
			return effects
		case conversations.Say:
		default:
			out = append(out, e)
		}
	}
	return out
}

// hasten lets answers that were to wait for their place in the line of a backlog go now, since their reader writes again. The
// caller holds the outbox's lock.
func (q *queue) hasten(now time.Time) {
	for _, l := range q.letters {
		if l.Priority == store.PriorityTalk && l.Attempts == 0 && l.Due.After(now) {
			l.Due = now
		}
	}
}
