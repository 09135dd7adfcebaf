package understand

import (
	"strconv"
	"strings"
)

// rule says which concepts together speak for an intent, and how loudly.
type rule struct {
	intent  Intent
	between []Intent // for an ambiguous rule: what to ask back between
	weight  float32
	groups  []set // each must be met
	not     set   // none may be met
	whole   bool  // only when every word that is not filler belongs to the groups
	used    set   // what a whole rule may hold: its groups and what is optional
}

// marks are the sets of concepts the code itself asks for.
type marks struct {
	yes, no, negator, hedge, but, answer, wrong, polite, aside, off, agree, thank, particle, question, notyet, light, ticket, number, planned, bare, trade, alien set
}

func (l *lexicon) readMarks() marks {
	return marks{
		yes: l.setOf("yes"), no: l.setOf("no"), negator: l.setOf("not"), hedge: l.setOf("hedge"),
		but: l.setOf("but"), answer: l.setOf("answer"), wrong: l.setOf("wrong"), aside: l.setOf("filler", "me", "mine", "polite", "call", "prayer"),
		polite: l.setOf("polite"), off: l.setOf("off"), agree: l.setOf("agree"), thank: l.setOf("thank"),
		particle: l.setOf("particle"), question: l.setOf("what", "when", "where", "why", "how", "howmuch", "whether", "ask"), notyet: l.setOf("notyet"), ticket: l.setOf("ticket"), number: l.setOf("number"), planned: l.setOf("group_terencana"),
		trade: l.setOf("biz"), alien: l.setOf("alien"),
		bare:  l.setOf("not", "no", "notyet", "particle", "polite", "greet", "call", "hedge", "but", "me", "robot", "card"),
		light: l.setOf("what", "which", "when", "where", "why", "how", "howmuch", "whether", "want", "can", "get", "already", "know", "ask", "there", "not", "notyet", "answer", "other", "person", "less", "need", "only", "have", "give", "long", "new", "family", "name", "number", "yesterday"),
	}
}

// readRules reads "intent weight: concept concept/concept !concept ~concept". A weight ending in "=" makes the rule
// whole, where ~ names what may stand there too; an intent written "a|b" makes it ambiguous between a and b.
func (l *lexicon) readRules() (out []rule) {
	lines("rules.txt", func(head, rest string) {
		name, weight, _ := strings.Cut(head, " ")
		r := rule{intent: Intent(name)}
		if strings.Contains(name, "|") {
			r.intent = Unknown
			for i := range strings.SplitSeq(name, "|") {
				r.between = append(r.between, Intent(i))
			}
		}
		weight, r.whole = strings.CutSuffix(strings.TrimSpace(weight), "=")
		w, err := strconv.ParseFloat(weight, 32)
		if err != nil {
			panic("understand: rules.txt: " + head)
		}
		r.weight = float32(w)
		for f := range strings.FieldsSeq(rest) {
			if f, ok := strings.CutPrefix(f, "!"); ok {
				r.not = r.not.union(l.setOf(strings.Split(f, "/")...))
				continue
			}
			f, optional := strings.CutPrefix(f, "~")
			g := l.setOf(strings.Split(f, "/")...)
			r.used = r.used.union(g)
			if optional {
				continue
			}
			r.groups = append(r.groups, g)
		}
		out = append(out, r)
	})
	return out
}

func (r *rule) holds(all set) bool {
	if all.meets(r.not) {
		return false
	}
	for _, g := range r.groups {
		if !all.meets(g) {
			return false
		}
	}
	return true
}
