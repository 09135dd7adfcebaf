package conversations

import (
	"slices"
	"strings"
	"time"

	"sapa/conversations/understand"
)

// patience is how many misunderstandings in a row pass before an officer is offered.
const patience = 3

// politely greets back and repeats the question.
func (t *turn) politely(m Message, silent time.Duration) {
	t.texts = append(t.texts, Text{Key: "heard.greeting", Words: map[string]string{"salam": greeting(m, t.now)}})
	if silent > afresh {
		t.tell("heard.again")
	}
	t.again()
}

// elsewhere follows a text that is no answer but clearly wants something else. It tells whether it did.
func (t *turn) elsewhere(a *Ask, m Message, silent time.Duration) bool {
	if m.Text == "" || a.Kind == KindConsent {
		return false
	}
	if countDigits(m.Text) >= mostDigits && CaseNumber(m.Text) == "" {
		return false // a NIK or a phone number in the wrong place
	}
	g := understand.Read(m.Text)
	bar := sureEnough
	if t.flow.Draft > 0 {
		bar = surer
	}
	switch {
	case g.Intent == understand.Unknown && CaseNumber(m.Text) != "":
		t.leave(string(understand.CheckStatus))
	case g.Programme != "" && t.flow.Draft == 0 && strings.Count(m.Text, " ") < 3 && g.Confidence < bar:
		t.leave(string(understand.ProgrammeInfo))
	case g.Intent == understand.Change && t.flow.Draft > 0:
		t.tell("help.change")
		t.again()
	case g.Intent == understand.Greet:
		t.politely(m, silent)
	case g.Intent == understand.Thank && t.flow.Draft == 0:
		t.tell("heard.thanks")
		t.tell("heard.more") // the question still stands
	case g.Intent == understand.Thank:
		t.tell("heard.thanks")
		t.again()
	case len(g.Between) > 0 && t.flow.Draft == 0:
		t.between(g.Between)
	case g.Intent == understand.Unknown, g.Intent == understand.SayYes, g.Intent == understand.SayNo, g.Confidence < bar:
		return false
	case t.flow.Draft > 0 && slices.Contains(t.flow.Calls, string(g.Intent)):
		return false // the form that is under way
	case g.Intent == understand.Emergency:
		t.leave(string(g.Intent))
	case t.command(g.Intent):
	default:
		t.leave(string(g.Intent))
	}
	return true
}

// mostDigits is from how many digits on a text is a number rather than a wish.
const mostDigits = 8

func countDigits(s string) int {
	return len(s) - len(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s))
}

// between asks back what an ambiguous word meant.
func (t *turn) between(intents []understand.Intent) {
	p := &Prompt{Between: true}
	for _, i := range intents {
		p.Offers = append(p.Offers, Offer{ChoiceID("@" + string(i)), Text{Key: "intent." + string(i)}})
	}
	t.tell("ask.between")
	t.prompt(p, nil)
}

// miss says what was wrong and asks again; after some tries it offers an officer, or goes where the ask says.
func (t *turn) miss(n *Node, problem Text) {
	t.s.Misses++
	if n.Ask.Tries > 0 && t.s.Misses >= n.Ask.Tries {
		t.s.Misses = 0
		t.enter(n.Ask.Give)
		return
	}
	if n.Ask.Hint != "" && problem.Key != "read.photo_lost" && problem.Key != "read.photo_large" {
		problem = t.fill(n.Ask.Hint)
	}
	t.texts = append(t.texts, problem)
	t.question(n)
	p := *t.s.Prompt
	if p.Between {
		p = Prompt{Offers: t.offers(n.Ask)}
	}
	if t.s.Misses >= patience {
		t.tell("ask.offer_officer")
		p.Offers = withOfficer(p.Offers)
	}
	t.prompt(&p, n.Ask)
}

// question repeats the last paragraph of a question that is answered by picking; one that is typed is told by example.
func (t *turn) question(n *Node) {
	if n.Ask.typed() {
		return
	}
	for i := len(n.Say) - 1; i >= 0; i-- {
		if l := n.Say[i]; l.When.Holds(t.s.Answers) {
			t.texts = append(t.texts, t.fill(l.Text))
			return
		}
	}
}

// withOfficer adds the way to a human, once.
func withOfficer(offers []Offer) []Offer {
	const id = ChoiceID("@" + string(understand.TalkToOfficer))
	for _, o := range offers {
		if o.ID == id {
			return offers
		}
	}
	return append(append([]Offer{}, offers...), Offer{id, Text{Key: "intent.bicara_petugas"}})
}

// again shows the question that stands, fresh.
func (t *turn) again() {
	if t.s.Prompt.Resume != "" {
		t.askResume(t.s.Prompt.Resume)
		return
	}
	n := t.flow.Nodes[t.s.At]
	t.show(n)
}
