package conversations

import "time"

// Rebase moves a session onto another revision of its flow: it keeps every answer that still fits, walks the new revision
// with them, and stops at the first gap. What was requested before is not requested again while its result is kept.
// Without saving what it returns, it is the dry run that tells an admin where everybody would land.
func Rebase(f *Flow, s Session, now time.Time) (Session, []Effect) {
	t := &turn{flow: f, s: s.clone(), now: now}
	t.s.Turn++
	t.s.Flow = f.Ref
	t.s.Trail, t.s.Return, t.s.Editing = nil, nil, false
	at := f.Start
	for range hops {
		n := f.Nodes[at]
		if n == nil || !t.kept(n) {
			if n != nil && n.Ask != nil {
				delete(t.s.Answers, n.Ask.Slot) // no longer an answer: ask anew, even what is asked but once
			}
			break
		}
		if n.Ask != nil {
			t.trail(at)
		}
		at = t.route(n)
	}
	t.tell("flow.changed")
	t.enter(at)
	t.flush()
	return t.s, t.effects
}

// kept tells whether a node has nothing left to ask with the answers given.
func (t *turn) kept(n *Node) bool {
	switch {
	case n.Ask != nil:
		return n.Ask.Kind != KindReview && t.fits(n.Ask)
	case n.Do != nil && len(n.Do.Gives) > 0:
		for _, slot := range n.Do.Gives {
			if t.s.Answers[slot] != "" {
				return true
			}
		}
		return false
	}
	return true
}

// fits tells whether the answer kept for an ask is still one of its answers.
func (t *turn) fits(a *Ask) bool {
	v := t.s.Answers[a.Slot]
	if v == "" || a.Kind != KindChoice {
		return v != ""
	}
	for _, o := range t.offers(a) {
		if string(o.ID) == v {
			return true
		}
	}
	return false
}
