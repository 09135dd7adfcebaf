package conversations

import (
	"strconv"
	"strings"

	"sapa/conversations/understand"
)

// reviewed lists the answered asks that have a label, in the order they are numbered in the review.
func (t *turn) reviewed() []*Node {
	var out []*Node
	for _, id := range t.s.Trail {
		n := t.flow.Nodes[id]
		if n != nil && n.Ask != nil && n.Ask.Label != "" && t.s.Answers[n.Ask.Slot] != "" {
			out = append(out, n)
		}
	}
	return out
}

// review writes every answer as a numbered line.
func (t *turn) review() {
	all := Text{}
	var b strings.Builder
	for i, n := range t.reviewed() {
		if i > 0 {
			b.WriteByte('\n')
		}
		place := "r" + strconv.Itoa(i+1)
		b.WriteString(strconv.Itoa(i+1) + ". " + n.Ask.Label + ": {" + place + "}")
		shown := t.shown(n.Ask.Slot)
		if shown.Key != "" {
			if all.Words == nil {
				all.Words = map[string]string{}
			}
			all.Words[place] = shown.Key
			continue
		}
		if all.Args == nil {
			all.Args = map[string]string{}
		}
		all.Args[place] = shown.Literal
	}
	all.Literal = b.String()
	t.texts = append(t.texts, all)
	t.tell("review.how")
}

// edits answers "ubah 4", "4" or "tidak" in a review. It tells whether the message was one of these.
func (t *turn) edits(m Message) bool {
	if m.Tap != nil {
		return false
	}
	text := plain(m.Text)
	rest, asked := text, false
	for _, w := range []string{"ubah", "ganti", "perbaiki", "edit", "koreksi", "nomor", "no"} {
		if r, ok := strings.CutPrefix(rest, w+" "); ok {
			rest, asked = strings.TrimSpace(r), true
		}
	}
	nodes := t.reviewed()
	if n, ok := understand.Ordinal(rest); ok {
		if n < 1 || n > len(nodes) {
			t.tell("review.range", "max", strconv.Itoa(len(nodes)))
			p := *t.s.Prompt
			t.prompt(&p, t.flow.Nodes[t.s.At].Ask)
			return true
		}
		t.edit(nodes[n-1])
		return true
	}
	for _, n := range nodes {
		if asked && strings.Contains(plain(n.Ask.Label), rest) {
			t.edit(n)
			return true
		}
	}
	if asked || text == "ubah" || understand.YesNo(m.Text) == understand.No {
		t.tell("review.which", "max", strconv.Itoa(len(nodes)))
		p := *t.s.Prompt
		t.prompt(&p, t.flow.Nodes[t.s.At].Ask)
		return true
	}
	if understand.Consent(m.Text) == understand.Yes {
		t.take(t.flow.Nodes[t.s.At], "ya")
		return true
	}
	return false
}

// edit asks one answered question again and then comes back, passing by whatever is still answered.
func (t *turn) edit(n *Node) {
	t.s.Editing = true
	t.s.At, t.s.Misses = n.ID, 0
	t.show(n)
}
