package conversations

import (
	"slices"
	"time"
)

// hops bounds how many nodes one step may pass, so that a looping flow ends.
const hops = 64

// Step answers one input within one flow. It is total: every session and input has an outcome; and pure: the same flow,
// session and input give the same session and effects, and the session given is not changed.
func Step(f *Flow, s Session, in Input) (Session, []Effect) { return step(f, s, in, nil) }

// Visit is told each way a talk takes: the flow, the node, and which of the node's routes (len(Go) when none held).
type Visit func(f FlowRef, n NodeID, way int)

func step(f *Flow, s Session, in Input, visit Visit) (Session, []Effect) {
	m := in.message()
	if m != "" && m == s.Last {
		return s, nil // already answered
	}
	t := &turn{flow: f, s: s.clone(), now: in.at(), visit: visit}
	t.s.Turn++
	if m != "" {
		t.s.Last = m
	}
	if _, began := in.(Began); !began && !t.stands() {
		t.fault("session stands outside its flow")
		return t.s, t.effects
	}
	switch in := in.(type) {
	case Began:
		t.began(in.Message)
	case Heard:
		t.heard(in.Message)
	case Found:
		t.found(in)
	case Rang:
		t.rang(in)
	case Taken:
		t.s.Status = WithOfficer
	case Freed:
		t.freed()
	}
	t.flush()
	return t.s, t.effects
}

// turn is one step under way.
type turn struct {
	flow    *Flow
	s       Session
	now     time.Time
	texts   []Text // paragraphs not said yet
	opening string // the words that opened the flow, in the turn that opens it
	effects []Effect
	visit   Visit // nil: nobody watches
}

// stands tells whether the session stands at a node of the flow.
func (t *turn) stands() bool {
	if t.flow == nil || t.flow.Ref != t.s.Flow {
		return false
	}
	return t.s.Status == Done || t.s.Status == WithOfficer || t.flow.Nodes[t.s.At] != nil
}

func (t *turn) next() Mark { return Mark{Key: t.s.mark(len(t.effects))} }

func (t *turn) fault(problem string) {
	t.effects = append(t.effects, Fault{Mark: t.next(), Problem: problem})
}

func (t *turn) tell(key string, args ...string) {
	x := Text{Key: key}
	for i := 0; i+1 < len(args); i += 2 {
		if x.Args == nil {
			x.Args = map[string]string{}
		}
		x.Args[args[i]] = args[i+1]
	}
	t.texts = append(t.texts, x)
}

// flush says the paragraphs gathered so far when no question came to carry them.
func (t *turn) flush() {
	if len(t.texts) > 0 {
		t.say(Reply{})
	}
}

// say says the paragraphs gathered so far, with what the reply adds.
func (t *turn) say(r Reply) {
	r.Texts, t.texts = t.texts, nil
	t.effects = append(t.effects, Say{Mark: t.next(), Reply: r})
}

func (t *turn) found(in Found) {
	n := t.flow.Nodes[t.s.At]
	if t.s.Status != Asking || t.s.Request == nil || t.s.Request.Key != in.Request || n == nil || n.Do == nil {
		return // not asked, or an officer has the word: it is asked again afterwards
	}
	for _, slot := range n.Do.Gives {
		if v := in.Slots[slot]; v != "" {
			t.s.Answers[slot] = v
		} else {
			delete(t.s.Answers, slot)
		}
	}
	t.enter(t.route(n))
}

// freed goes on where the talk was when an officer took it.
func (t *turn) freed() {
	if t.s.Status != WithOfficer {
		return
	}
	n := t.flow.Nodes[t.s.At]
	switch {
	case t.s.Request != nil && n != nil && n.Do != nil:
		t.do(n.Do)
	case t.s.Prompt == nil || n == nil:
		t.finish("")
	default:
		t.s.Status = Waiting
		t.tell("officer.freed")
		t.again()
	}
}

// leave ends the session before its time, for another flow; an unfinished form is kept aside.
func (t *turn) leave(next string) {
	if t.park() {
		t.close(next)
		return
	}
	t.finish(next)
}

// finish ends the session as its flow wants it, and with next calls for another flow.
func (t *turn) finish(next string) {
	if next != "" && len(t.s.Answers) > 0 && !slices.Contains(t.flow.Calls, next) {
		t.s.Carry = t.s.Answers
	}
	if t.reminds() && len(t.s.Trail) > 0 {
		t.setAlarm(alarm(t.flow.Ref.ID), time.Time{})
	}
	t.close(next)
}

func (t *turn) close(next string) {
	t.flush()
	t.effects = append(t.effects, Finish{Mark: t.next(), Flow: t.flow.Ref, Next: next})
	t.s.Status, t.s.At, t.s.Prompt, t.s.Request, t.s.Return = Done, "", nil, nil, nil
	t.s.Answers, t.s.Trail, t.s.Passed, t.s.Editing, t.s.Misses = nil, nil, "", false, 0
}

// route finds where a node goes on; "" when nowhere.
func (t *turn) route(n *Node) NodeID {
	way := slices.IndexFunc(n.Go, func(r Route) bool { return r.When.Holds(t.s.Answers) })
	if way < 0 {
		way = len(n.Go)
	}
	if t.visit != nil {
		t.visit(t.flow.Ref, n.ID, way)
	}
	if way == len(n.Go) {
		return ""
	}
	return n.Go[way].To
}
