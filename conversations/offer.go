package conversations

import (
	"encoding/json"
	"strings"

	"sapa/conversations/understand"
)

// A list of up to whole offers is shown at once, as the ten kabupaten and kota with ways out; a longer one in pages that end in "more".
const (
	whole = 13
	page  = 8
)

// More is the choice that shows the rest of a long list.
const More ChoiceID = "_more"

// offers lists what can be chosen for an ask, in order.
func (t *turn) offers(a *Ask) []Offer {
	var out []Offer
	switch {
	case a.Kind == KindRegion:
		for _, r := range understand.Children(t.within(a)) {
			out = append(out, Offer{ChoiceID(r.Code), Text{Literal: r.Name}})
		}
	case a.From != "":
		out = listed(t.s.Answers[a.From])
	case a.Kind == KindYesNo, a.Kind == KindConsent:
		out = []Offer{{"ya", Text{Key: "answer.ya"}}, {"tidak", Text{Key: "answer.tidak"}}}
	case a.Kind == KindMarital:
		for _, v := range []string{"belum_kawin", "kawin", "cerai_hidup", "cerai_mati"} {
			out = append(out, Offer{ChoiceID(v), Text{Key: "answer." + v}})
		}
	case a.Kind == KindReview:
		out = []Offer{{"ya", Text{Key: "review.send"}}}
	}
	for _, c := range a.Choices {
		if !c.Hidden && c.When.Holds(t.s.Answers) {
			out = append(out, Offer{c.ID, t.fill(c.Label)})
		}
	}
	if t.flow.Home() && t.s.At == t.flow.Start {
		for _, p := range t.s.Parked {
			out = append(out, Offer{ChoiceID("@" + string(p.Flow.ID)), Text{Key: "draft.offer", Args: map[string]string{"flow": p.Title}}})
		}
	}
	return out
}

// understood lists what the words of an answer may mean: what was shown, and the choices that are not.
func (t *turn) understood(a *Ask) []Offer {
	out := t.s.Prompt.Offers
	for _, c := range a.Choices {
		if c.Hidden && c.When.Holds(t.s.Answers) {
			out = append(out[:len(out):len(out)], Offer{c.ID, t.fill(c.Label)})
		}
	}
	return out
}

// listed reads a list that the world found: JSON pairs of ID and label.
func listed(list string) []Offer {
	var pairs [][2]string
	if json.Unmarshal([]byte(list), &pairs) != nil {
		return nil
	}
	out := make([]Offer, len(pairs))
	for i, p := range pairs {
		out[i] = Offer{ChoiceID(p[0]), Text{Literal: p[1]}}
	}
	return out
}

// List writes offers as a slot value that an Ask.From reads.
func List(pairs ...[2]string) string {
	b, err := json.Marshal(pairs)
	if err != nil || len(pairs) == 0 {
		return ""
	}
	return string(b)
}

// window gives the offers of the prompt's page, as shown; what the person sees as 2 is the second of these.
func window(p *Prompt) []Offer {
	if len(p.Offers) <= whole {
		return p.Offers
	}
	const most = page - 1
	from := p.Page * most
	if from >= len(p.Offers) {
		from = 0
	}
	to := min(from+most, len(p.Offers))
	out := append([]Offer{}, p.Offers[from:to]...)
	return append(out, Offer{More, Text{Key: "ask.more"}})
}

// turnPage shows the next page of a long list, and after the last the first.
func (t *turn) turnPage(a *Ask) {
	p := *t.s.Prompt
	p.Page++
	if p.Page*(page-1) >= len(p.Offers) {
		p.Page = 0
	}
	t.tell("ask.page")
	t.prompt(&p, a)
}

// within gives the region code that an answer must lie in; the province when nothing is said.
func (t *turn) within(a *Ask) string {
	if a.Within == "" {
		return province
	}
	if s, ok := strings.CutPrefix(a.Within, "{"); ok {
		return t.s.Answers[Slot(strings.TrimSuffix(s, "}"))]
	}
	return a.Within
}

// province is Kalimantan Timur's Kemendagri code.
const province = "64"

// Shown gives the offers as the person saw them: the page of a long list that is open.
func (p *Prompt) Shown() []Offer { return window(p) }
