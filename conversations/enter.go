package conversations

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// enter goes to a node and on from there, until the person or the world must answer or the flow ends.
func (t *turn) enter(to NodeID) {
	for range hops {
		switch {
		case to == "":
			t.finish("")
			return
		case to == "^":
			t.comeBack()
			return
		case to[0] == '@':
			t.finish(string(to[1:]))
			return
		}
		n := t.flow.Nodes[to]
		if n == nil {
			t.fault("no node " + string(to))
			t.finish("")
			return
		}
		t.s.At, t.s.Prompt, t.s.Request = to, nil, nil
		maps.Copy(t.s.Answers, n.Set)
		if n.Forget {
			t.forget()
		}
		if n.Ask != nil {
			if id := t.heeds(n.Ask); id != "" {
				t.s.Answers[n.Ask.Slot] = string(id)
				t.trail(n.ID)
			} else if !t.passes(n) {
				t.show(n)
				return
			}
		}
		if n.Do != nil {
			t.lines(n.Say)
			if t.do(n.Do) {
				return
			}
		} else if n.Ask == nil {
			t.lines(n.Say)
		}
		to = t.route(n)
	}
	t.fault("flow loops without asking")
	t.finish("")
}

// passes tells whether an ask need not be asked, since its answer is known.
func (t *turn) passes(n *Node) bool {
	a := n.Ask
	if a.Kind == KindReview {
		t.s.Editing = false
		return false
	}
	if t.s.Answers[a.Slot] == "" || !(a.Once || t.s.Editing && t.s.Return == nil) {
		return false
	}
	t.trail(n.ID)
	return true
}

// do gives an order, or makes a request and tells that the session must wait for what is found.
func (t *turn) do(d *Do) (waits bool) {
	args := make(map[string]string, len(d.Args))
	if d.All {
		for k, v := range t.s.Answers {
			args[string(k)] = v
		}
	}
	for k, words := range d.Args {
		args[k] = expand(words, t.s.Answers)
	}
	if len(d.Gives) == 0 {
		t.effects = append(t.effects, Order{Mark: t.next(), Name: d.Name, Args: args})
		return false
	}
	t.flush()
	r := Request{Mark: t.next(), Name: d.Name, Args: args}
	t.s.Status, t.s.Request = Asking, &r
	t.effects = append(t.effects, r)
	return true
}

// show asks a node's question, exactly as the prompt then remembers it.
func (t *turn) show(n *Node) {
	a := n.Ask
	if a.Step > 0 && t.flow.Steps > 0 && !t.s.Editing {
		t.tell("ask.step", "n", strconv.Itoa(a.Step), "of", strconv.Itoa(t.flow.Steps))
	}
	t.lines(n.Say)
	if a.Kind == KindReview {
		t.review()
	}
	t.prompt(&Prompt{Offers: t.offers(a)}, a)
	t.keepDraft()
}

// repeat asks the question that stands once more, without moving the alarm of its draft.
func (t *turn) repeat() {
	n := t.flow.Nodes[t.s.At]
	t.lines(n.Say)
	if n.Ask.Kind == KindReview {
		t.review()
	}
	p := *t.s.Prompt
	t.prompt(&p, n.Ask)
}

// prompt makes p the question that the session waits for, and says it.
func (t *turn) prompt(p *Prompt, a *Ask) {
	p.ID, p.Typed = t.s.mark(len(t.effects)), a != nil && a.typed()
	t.s.Status, t.s.Prompt = Waiting, p
	t.say(Reply{Prompt: p.ID, Choices: window(p), Typed: p.Typed, Told: a != nil && a.Kind == KindReview && len(p.Offers) == 1, Share: a != nil && a.Share})
}

// typed tells whether a number would be an answer of its own, so that choices must be typed in words.
func (a *Ask) typed() bool {
	switch a.Kind {
	case KindChoice, KindYesNo, KindConsent, KindRegion, KindMarital:
		return false
	}
	return true
}

// trail remembers that a node's ask was answered, in its place on the way. One answered once more begins the rest of the
// way anew, unless it is only being edited.
func (t *turn) trail(id NodeID) {
	at, before := slices.Index(t.s.Trail, id), slices.Index(t.s.Trail, t.s.Passed)
	switch {
	case at < 0 && t.s.Editing && before >= 0:
		t.s.Trail = slices.Insert(t.s.Trail, before+1, id)
	case at < 0:
		t.s.Trail = append(t.s.Trail, id)
	case !t.s.Editing:
		t.s.Trail = t.s.Trail[:at+1]
	}
	t.s.Passed = id
	t.supersede(id)
}

// supersede forgets that the same reviewed answer was once given to another node.
func (t *turn) supersede(id NodeID) {
	a := t.flow.Nodes[id].Ask
	if a.Label == "" {
		return
	}
	t.s.Trail = slices.DeleteFunc(t.s.Trail, func(other NodeID) bool {
		n := t.flow.Nodes[other]
		return other != id && n != nil && n.Ask != nil && n.Ask.Slot == a.Slot
	})
}

// comeBack shows again the question that an interrupt left.
func (t *turn) comeBack() {
	r := t.s.Return
	t.s.Return, t.s.Misses = nil, 0
	if r == nil || t.flow.Nodes[r.At] == nil || t.flow.Nodes[r.At].Ask == nil {
		t.finish("")
		return
	}
	t.s.At = r.At
	t.show(t.flow.Nodes[r.At])
}

func (t *turn) lines(lines []Line) {
	for _, l := range lines {
		if l.When.Holds(t.s.Answers) {
			t.texts = append(t.texts, t.fill(l.Text))
		}
	}
}

// expand puts plain answers into the words of an argument.
func expand(words string, answers map[Slot]string) string {
	if !strings.Contains(words, "{") {
		return words
	}
	var b strings.Builder
	for words != "" {
		i := strings.IndexByte(words, '{')
		j := strings.IndexByte(words, '}')
		if i < 0 || j < i {
			break
		}
		b.WriteString(words[:i])
		b.WriteString(answers[Slot(words[i+1:j])])
		words = words[j+1:]
	}
	b.WriteString(words)
	return b.String()
}
