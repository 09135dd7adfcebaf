package conversations

import (
	"fmt"
	"slices"
	"strings"
)

// Issue is something wrong with a flow, found before anybody talks to it.
type Issue struct {
	Node    NodeID // "" when it is about the flow as a whole
	Field   string // "say", "ask", "ask.choices", "do", "go"
	Problem string
}

func (i Issue) String() string {
	if i.Node == "" {
		return i.Problem
	}
	return fmt.Sprintf("%s: %s: %s", i.Node, i.Field, i.Problem)
}

// Inspect finds what would break or strand a talk: missing nodes, dead places, choices that cannot be told apart, loops
// that never ask. A flow without issues can be published.
func Inspect(f *Flow) []Issue {
	i := &inspector{flow: f, known: map[Slot]bool{SlotProgramme: true, SlotNumber: true, SlotWords: true, SlotFile: true, SlotAbout: true}, verbs: map[string]Verb{}}
	for _, v := range Verbs() {
		i.verbs[v.Name] = v
	}
	i.gather()
	if f.Nodes[f.Start] == nil {
		i.add("", "", "start names no node: %s", f.Start)
		return i.issues
	}
	for _, id := range f.Order {
		i.node(f.Nodes[id])
	}
	for word, to := range f.Interrupts {
		i.target("", "interrupts "+word, to)
	}
	i.reached()
	i.loops()
	return i.issues
}

type inspector struct {
	flow   *Flow
	known  map[Slot]bool // slots that something fills
	verbs  map[string]Verb
	issues []Issue
}

func (i *inspector) add(n NodeID, field, problem string, args ...any) {
	i.issues = append(i.issues, Issue{n, field, fmt.Sprintf(problem, args...)})
}

func (i *inspector) gather() {
	for _, s := range i.flow.Carries {
		i.known[s] = true
	}
	for _, n := range i.flow.Nodes {
		for s := range n.Set {
			i.known[s] = true
		}
		if n.Ask != nil {
			i.known[n.Ask.Slot] = true
			i.known[n.Ask.Deeper] = true
		}
		if n.Do != nil {
			for _, s := range n.Do.Gives {
				i.known[s] = true
			}
		}
	}
}

func (i *inspector) node(n *Node) {
	if n.Ask != nil && n.Do != nil {
		i.add(n.ID, "ask", "a node asks a person or the world, not both")
	}
	if len(n.Say) == 0 && n.Ask != nil && n.Ask.Kind != KindReview {
		i.add(n.ID, "say", "an ask needs words")
	}
	if len(n.Say) > 0 && n.Ask != nil && !always(n.Say) {
		i.add(n.ID, "say", "there are answers with which nothing is said")
	}
	for _, l := range n.Say {
		i.words(n.ID, "say", l.Text)
		i.condition(n.ID, "say", l.When)
	}
	if n.Ask != nil {
		i.ask(n)
	}
	if n.Do != nil {
		i.do(n)
	}
	for _, r := range n.Go {
		i.condition(n.ID, "go", r.When)
		i.target(n.ID, "go", r.To)
	}
	for k, r := range n.Go {
		if r.When.Slot == "" && k < len(n.Go)-1 {
			i.add(n.ID, "go", "routes after the one without a condition are never taken")
		}
	}
}

// always tells whether some line is said whatever the answers are: one without a condition, or one for all but the values
// that others speak to.
func always(lines []Line) bool {
	return slices.ContainsFunc(lines, func(l Line) bool {
		return l.When.Slot == "" || l.When.Not && !slices.ContainsFunc(l.When.Is, func(v string) bool {
			return !slices.ContainsFunc(lines, func(o Line) bool { return o.When.Slot == l.When.Slot && !o.When.Not && slices.Contains(o.When.Is, v) })
		})
	})
}

func (i *inspector) target(n NodeID, field string, to NodeID) {
	if to == "" || to == "^" || to[0] == '@' {
		return
	}
	if i.flow.Nodes[to] == nil {
		i.add(n, field, "no node %s", to)
	}
}

func (i *inspector) condition(n NodeID, field string, c Condition) {
	if c.Slot != "" && !i.known[c.Slot] {
		i.add(n, field, "nothing fills the slot %s", c.Slot)
	}
	if c.Slot != "" && len(c.Is) == 0 {
		i.add(n, field, "condition on %s without a value", c.Slot)
	}
}

// words checks the places of a text.
func (i *inspector) words(n NodeID, field, text string) {
	for rest := text; ; {
		_, after, ok := strings.Cut(rest, "{")
		if !ok {
			break
		}
		name, next, ok := strings.Cut(after, "}")
		if !ok {
			i.add(n, field, "a { without its }")
			break
		}
		if !i.known[Slot(name)] {
			i.add(n, field, "nothing fills the place {%s}", name)
		}
		rest = next
	}
	if strings.TrimSpace(text) == "" {
		i.add(n, field, "empty words")
	}
}

func (i *inspector) ask(n *Node) {
	a := n.Ask
	if a.Slot == "" {
		i.add(n.ID, "ask", "an ask needs a slot")
	}
	if !slices.Contains(kinds, a.Kind) {
		i.add(n.ID, "ask", "no kind of answer is called %q", a.Kind)
	}
	if a.Kind == KindChoice && len(a.Choices) == 0 && a.From == "" {
		i.add(n.ID, "ask", "a choice needs choices")
	}
	if a.From != "" && !i.known[a.From] {
		i.add(n.ID, "ask", "nothing fills the slot %s", a.From)
	}
	if a.Tries > 0 {
		i.target(n.ID, "ask.give_up", a.Give)
		if a.Give == "" {
			i.add(n.ID, "ask", "tries without give_up")
		}
	}
	for _, s := range a.Clears {
		if !i.known[s] {
			i.add(n.ID, "ask", "clears the slot %s, which nothing fills", s)
		}
	}
	if a.Step > i.flow.Steps {
		i.add(n.ID, "ask", "step %d of %d", a.Step, i.flow.Steps)
	}
	i.choices(n.ID, a)
}

var kinds = []Kind{KindText, KindChoice, KindYesNo, KindConsent, KindReview, KindPhoto, KindNIK, KindKK, KindPhone, KindDate,
	KindRupiah, KindAge, KindNumber, KindMarital, KindRegion, KindName}

// longestChoice keeps a button's data, prompt and choice, within Telegram's 64 bytes.
const longestChoice = 32

func (i *inspector) choices(n NodeID, a *Ask) {
	owner := map[string]ChoiceID{}
	for _, c := range a.Choices {
		if c.ID == "" || len(c.ID) > longestChoice || strings.ContainsAny(string(c.ID), "| ") {
			i.add(n, "ask.choices", "the choice %q needs an ID of at most %d bytes without blanks", c.Label, longestChoice)
		}
		i.words(n, "ask.choices", c.Label)
		i.condition(n, "ask.choices", c.When)
		if c.Label != "" && c.Label[0] >= '0' && c.Label[0] <= '9' {
			i.add(n, "ask.choices", "the label %q begins with a number, which would be taken for a pick", c.Label)
		}
		for _, w := range append([]string{c.Label}, c.Also...) {
			w = plain(w)
			if other, ok := owner[w]; ok && other != c.ID {
				i.add(n, "ask.choices", "%q means both %s and %s", w, other, c.ID)
			}
			owner[w] = c.ID
			if _, ok := bareCommand(w); ok && c.ID[0] != '@' {
				i.add(n, "ask.choices", "%q is a command everywhere", w)
			}
		}
	}
}

func (i *inspector) do(n *Node) {
	v, ok := i.verbs[n.Do.Name]
	if !ok {
		i.add(n.ID, "do", "the world knows no %q", n.Do.Name)
		return
	}
	for _, arg := range v.Args {
		if _, ok := n.Do.Args[arg]; !ok && !(n.Do.All && i.known[Slot(arg)]) {
			i.add(n.ID, "do", "%s needs %s", v.Name, arg)
		}
	}
	for _, words := range n.Do.Args {
		if words != "" {
			i.words(n.ID, "do", words)
		}
	}
	if len(v.Gives) > 0 && len(n.Do.Gives) == 0 {
		i.add(n.ID, "do", "%s gives an answer, which the flow must take", v.Name)
	}
	for _, s := range n.Do.Gives {
		if !slices.Contains(v.Gives, s) {
			i.add(n.ID, "do", "%s does not give %s", v.Name, s)
		}
	}
}

// reached finds nodes that no way leads to.
func (i *inspector) reached() {
	seen := map[NodeID]bool{}
	queue := []NodeID{i.flow.Start}
	for _, to := range i.flow.Interrupts {
		queue = append(queue, to)
	}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		n := i.flow.Nodes[id]
		if n == nil || seen[id] {
			continue
		}
		seen[id] = true
		queue = append(queue, ways(n)...)
	}
	for _, id := range i.flow.Order {
		if !seen[id] {
			i.add(id, "", "no way leads here")
		}
	}
}

func ways(n *Node) []NodeID {
	var out []NodeID
	for _, r := range n.Go {
		out = append(out, r.To)
	}
	if n.Ask != nil && n.Ask.Give != "" {
		out = append(out, n.Ask.Give)
	}
	return out
}

// loops finds circles that neither a person nor the world ever breaks.
func (i *inspector) loops() {
	state := map[NodeID]int{} // 1: being visited, 2: done
	var visit func(NodeID) bool
	visit = func(id NodeID) bool {
		n := i.flow.Nodes[id]
		if n == nil || n.Ask != nil || n.Do != nil && len(n.Do.Gives) > 0 || state[id] == 2 {
			return false
		}
		if state[id] == 1 {
			return true
		}
		state[id] = 1
		for _, to := range ways(n) {
			if visit(to) {
				return true
			}
		}
		state[id] = 2
		return false
	}
	for _, id := range i.flow.Order {
		if visit(id) {
			i.add(id, "go", "goes round in a circle without asking")
			return
		}
	}
}
