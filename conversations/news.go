package conversations

import (
	"strings"
	"time"

	"sapa/conversations/understand"
)

// News is what a person was offered below a message that nobody waited for, as an announcement: the offers as they were
// shown, in the person's words.
type News struct {
	Offers []Offer
	Typed  bool      // a number was no way to choose
	At     time.Time // when it was sent
}

// longestPick is how long words are at most that may pick an offer.
const longestPick = 60

// MayPick tells whether a message could be the answer to news, so that it is worth looking for some. While a form asks, or an
// officer leads the talk, it is none.
func MayPick(s Session, m Message) bool {
	return s.Status != Asking && s.Status != WithOfficer && m.Text != "" && len(m.Text) <= longestPick && m.Tap == nil && m.Start == "" && m.Event == "" && len(m.Media) == 0
}

// picked takes a message that picks what news offered for a tap on it. The newest word counts: news that came before the
// person last said something is no question any more. A form under way is never left for a number, which is an answer
// there; neither is any other talk in which the person spoke a short while ago.
func (l *Library) picked(f *Flow, s Session, m Message) Message {
	n := m.News
	m.News = nil
	if n == nil || !MayPick(s, m) || n.At.Before(s.Touched) {
		return m
	}
	o, ok := chosen(&Prompt{Offers: n.Offers, Typed: n.Typed}, nil, m)
	if !ok || !strings.HasPrefix(string(o.ID), "@") {
		return m
	}
	if f != nil && s.Status == Waiting {
		_, number := understand.Ordinal(m.Text)
		if number && !f.Home() && (f.Draft > 0 || m.At.Sub(s.Touched) <= afresh) {
			return m
		}
		if node := f.Nodes[s.At]; !number && node != nil && node.Ask != nil {
			a := node.Ask
			if _, named := chosen(s.Prompt, a, m); named || a.Kind == KindText || a.Kind == KindName {
				return m
			}
		}
	}
	m.Text, m.Tap = "", &Tap{Choice: o.ID}
	return m
}
