package conversations

import (
	"slices"
	"strings"
	"time"

	"sapa/conversations/understand"
)

// Confidence that a text must reach to leave a question for another flow; a half-filled form is left less easily.
const (
	sureEnough = 0.55
	surer      = 0.8
	sure       = 0.9 // so that even what could be a name is none
)

// heard answers what the person sent while a session is under way.
func (t *turn) heard(m Message) {
	silent := t.now.Sub(t.s.Touched)
	t.s.Touched, t.s.Channel = t.now, m.Channel
	switch {
	case t.s.Status == WithOfficer, m.Event == Left, m.Event == Returned:
		return
	case m.Start != "":
		t.leave(m.Start)
		return
	case t.s.Status == Asking || t.s.Prompt == nil:
		t.tell("wait.moment")
		return
	case m.Event == Edited:
		t.tell("heard.edited")
		t.again()
		return
	}
	n := t.flow.Nodes[t.s.At]
	if m.Tap != nil {
		t.tapped(n, m)
		return
	}
	if awaited(m) != "" && n.Ask.Kind != KindPhoto {
		t.leave(CallFiles)
		return
	}
	if t.s.Prompt.Resume != "" {
		if !t.unreadable(&Ask{}, m) {
			t.resumed(m)
		}
		return
	}
	_, named := chosen(t.s.Prompt, n.Ask, m)
	if c, ok := command(n.Ask, m); ok && !named && t.command(c) {
		return
	}
	if t.unreadable(n.Ask, m) {
		return
	}
	t.answer(n, m, silent)
}

// tapped answers a pressed button. Buttons that call a flow work for ever; others only while their question stands.
func (t *turn) tapped(n *Node, m Message) {
	if call, ok := strings.CutPrefix(string(m.Tap.Choice), "@"); ok {
		t.leave(call)
		return
	}
	if m.Tap.Prompt != t.s.Prompt.ID {
		t.tell("ask.stale_button")
		t.again()
		return
	}
	if t.s.Prompt.Resume != "" {
		t.resumed(m)
		return
	}
	t.answer(n, m, 0)
}

// command finds a command in a message. Inside a name, an address or other free text only the bare word counts.
func command(a *Ask, m Message) (understand.Intent, bool) {
	if a.Kind == KindText || a.Kind == KindName {
		return bareCommand(m.Text)
	}
	return understand.Command(m.Text)
}

// bareCommand knows the commands by the very words that our own messages teach.
func bareCommand(text string) (understand.Intent, bool) {
	switch plain(text) {
	case "menu", "/menu", "/start":
		return understand.Menu, true
	case "batal", "/batal":
		return understand.Cancel, true
	case "kembali":
		return understand.Back, true
	case "stop", "/stop":
		return understand.Stop, true
	case "petugas":
		return understand.TalkToOfficer, true
	case "bantuan", "/bantuan", "help":
		return understand.Help, true
	case "data saya":
		return understand.MyData, true
	case "hapus data", "hapus data saya":
		return understand.DeleteData, true
	}
	return "", false
}

// command obeys an interrupt word. It tells whether the word meant anything here.
func (t *turn) command(c understand.Intent) bool {
	if to, ok := t.flow.Interrupts[string(c)]; ok && t.s.Return == nil {
		t.s.Return, t.s.Misses = &Return{At: t.s.At, Prompt: t.s.Prompt}, 0
		t.enter(to)
		return true
	}
	switch c {
	case understand.Menu, understand.TalkToOfficer, understand.Stop, understand.Resume, understand.MyData, understand.DeleteData:
		t.leave(string(c))
	case understand.Cancel:
		t.tell("cancelled")
		t.finish(CallMenu)
	case understand.Back:
		t.back()
	case understand.Help:
		t.tell("help.here")
		t.again()
	default:
		return false
	}
	return true
}

// back goes to the question before this one.
func (t *turn) back() {
	if t.s.Return != nil {
		t.comeBack()
		return
	}
	if here := t.flow.Nodes[t.s.At]; t.s.Editing && t.s.Answers[here.Ask.Slot] != "" {
		t.enter(t.route(here))
		return
	}
	for len(t.s.Trail) > 0 {
		last := t.s.Trail[len(t.s.Trail)-1]
		t.s.Trail = t.s.Trail[:len(t.s.Trail)-1]
		n := t.flow.Nodes[last]
		if n == nil || n.Ask == nil || last == t.s.At {
			continue
		}
		delete(t.s.Answers, n.Ask.Slot)
		t.s.Editing = false
		t.enter(last)
		return
	}
	t.leave(CallMenu)
}

// unreadable answers voice notes, stickers and the like, which are no failed try.
func (t *turn) unreadable(a *Ask, m Message) bool {
	if m.Text != "" || len(m.Media) == 0 {
		return false
	}
	switch k := m.Media[0].Kind; {
	case (k == Photo || k == Document) && a.Kind == KindPhoto, k == Contact && a.Kind == KindPhone:
		return false
	default:
		t.tell("heard." + string(k))
	}
	t.again()
	return true
}

// answer reads the message as the answer to the node's ask and goes on.
func (t *turn) answer(n *Node, m Message, silent time.Duration) {
	r := t.read(n.Ask, m)
	if n.Ask.Kind == KindReview && t.edits(m) {
		return
	}
	switch {
	case r.problem.Key == "" && n.Ask.Kind == KindName && noName(m.Text):
		if !t.elsewhere(n.Ask, m, silent) {
			t.miss(n, Text{Key: "read.name_unclear"})
		}
	case r.value == string(More):
		t.turnPage(n.Ask)
	case strings.HasPrefix(r.value, "@"):
		t.leave(r.value[1:])
	case r.problem.Key == "":
		t.take(n, r.value)
	case t.flow.Home() && t.ambiguous(m):
	case r.between != nil:
		t.texts = append(t.texts, r.problem)
		t.prompt(&Prompt{Offers: r.between, Between: true}, n.Ask)
	case !t.elsewhere(n.Ask, m, silent):
		t.miss(n, r.problem)
	}
}

// ambiguous asks back what a word like "bantuan" means. It tells whether it was one.
func (t *turn) ambiguous(m Message) bool {
	g := understand.Read(m.Text)
	if len(g.Between) == 0 {
		return false
	}
	t.between(g.Between)
	return true
}

// noName tells whether words that could be a name are a greeting, or plainly ask for something.
func noName(text string) bool {
	g := understand.Read(text)
	return g.Intent == understand.Greet || g.Confidence >= sure && g.Intent != understand.SayYes && g.Intent != understand.SayNo
}

// take keeps an answer and goes on.
func (t *turn) take(n *Node, value string) {
	a := n.Ask
	exact := value
	if a.Kind == KindRegion && a.Level > 0 {
		value = value[:min(len(value), 3*a.Level-1)]
	}
	if t.s.Answers[a.Slot] != value {
		for _, slot := range a.Clears {
			delete(t.s.Answers, slot)
		}
	}
	if a.Deeper != "" && exact != value {
		t.s.Answers[a.Deeper] = exact
	}
	t.s.Answers[a.Slot] = value
	t.s.Misses = 0
	if t.s.Return != nil { // what an interrupt asks is no part of the form
		t.enter(t.route(n))
		return
	}
	t.trail(n.ID)
	to := t.route(n)
	t.askAgain(n, to)
	t.enter(to)
}

// askAgain forgets the answer to a question that an answer leads back to, and the answer that led there.
func (t *turn) askAgain(n *Node, to NodeID) {
	there, here := slices.Index(t.s.Trail, to), slices.Index(t.s.Trail, n.ID)
	if there < 0 || there >= here {
		return
	}
	delete(t.s.Answers, n.Ask.Slot)
	delete(t.s.Answers, t.flow.Nodes[to].Ask.Slot)
	if !t.s.Editing {
		t.s.Trail = t.s.Trail[:there]
	}
}
