package conversations

import (
	"strings"

	"sapa/conversations/understand"
)

// Library holds the flows that talks may stand in: the newest revision of each, and older ones that sessions are still
// pinned to. It is never changed once made.
type Library struct {
	revisions map[FlowRef]*Flow
	calls     map[string]*Flow
	says      map[string]*Flow // by plain words
}

// NewLibrary makes a library. Calls and flow names lead to the published flows, in the order given; the first to claim a
// call has it.
func NewLibrary(published []*Flow, older ...*Flow) *Library {
	l := &Library{revisions: map[FlowRef]*Flow{}, calls: map[string]*Flow{}, says: map[string]*Flow{}}
	for _, f := range published {
		l.revisions[f.Ref] = f
		for _, c := range append([]string{string(f.Ref.ID)}, f.Calls...) {
			if l.calls[c] == nil {
				l.calls[c] = f
			}
		}
		for _, w := range f.Says {
			behind := ""
			for _, b := range []string{numbered, coded} {
				if strings.HasSuffix(" "+w, b) {
					behind = b
				}
			}
			w = plainWords(w) + behind
			if l.says[w] == nil {
				l.says[w] = f
			}
		}
	}
	for _, f := range older {
		l.revisions[f.Ref] = f
	}
	return l
}

// Revision finds a flow by its exact revision; nil when the library lacks it.
func (l *Library) Revision(ref FlowRef) *Flow { return l.revisions[ref] }

// Called finds the published flow for an intent, a deep-link word or a flow name; nil when nobody claims it.
func (l *Library) Called(call string) *Flow { return l.calls[strings.ToLower(call)] }

// chains bounds how many flows one input may open in a row.
const chains = 8

// Converse answers one input over all flows: it opens the flow a message calls for when no session is under way, steps,
// and follows a session that ends by calling another flow. Like Step it is total and pure.
func Converse(l *Library, s Session, in Input) (Session, []Effect) { return Watch(l, s, in, nil) }

// Watch is Converse for one who wants to know which ways were taken.
func Watch(l *Library, s Session, in Input, visit Visit) (Session, []Effect) {
	f := l.Revision(s.Flow)
	heard, spoke := in.(Heard)
	if b, began := in.(Began); began {
		heard, spoke = Heard(b), true
	}
	idle := f == nil || s.Status == Done
	if spoke {
		heard.Message.Start, _ = CutTag(heard.Message.Start)
		heard.Message = l.said(f, s, l.picked(f, s, heard.Message))
		if _, ok := in.(Heard); ok {
			in = heard
		}
	}
	switch e := heard.Message.Event; {
	case spoke && in.message() != "" && in.message() == s.Last:
		return s, nil
	case !spoke && f == nil:
		return s, nil // a fact for a talk that never was
	case idle && (e == Left || e == Returned):
		return s, nil // nobody speaks
	case idle && spoke:
		l.prepared(s, &heard.Message)
		c := l.resolved(call(heard.Message))
		f = l.opened(s, c)
		if _, about, ok := strings.Cut(c, ":"); ok {
			heard.Message.Start = about
		}
		in = Began(heard)
	}
	s, effects := step(f, s, in, visit)
	for range chains {
		next, ok := nextCall(effects)
		if !ok {
			break
		}
		next = l.resolved(next)
		m := heard.Message
		m.ID, m.At = "", in.at() // already counted as answered
		_, m.Start, _ = strings.Cut(next, ":")
		var more []Effect
		s, more = step(l.opened(s, next), s, Began{Message: m}, visit)
		effects = append(effects, more...)
	}
	return s, effects
}

// numbered ends words behind which a number follows.
const numbered = " #"

// said takes a message that is nothing but words which open a flow for a tap on its button, unless the question that
// stands has those words among its answers or takes words of one's own.
func (l *Library) said(f *Flow, s Session, m Message) Message {
	if m.Text == "" || m.Tap != nil || m.Start != "" || m.Event != "" {
		return m
	}
	about := ""
	to := l.says[plainWords(m.Text)]
	if words := strings.Fields(plainWords(m.Text)); to == nil && len(words) > 1 && digits(words[len(words)-1], 1, 12) {
		about = ":" + words[len(words)-1]
		to = l.says[strings.Join(words[:len(words)-1], " ")+numbered]
	}
	unmistakable := false
	if to == nil {
		var code string
		if to, code, unmistakable = l.codedCall(m.Text); to != nil {
			about = ":" + code
		}
	}
	if to == nil {
		return m
	}
	alone := about != "" && !unmistakable && strings.Trim(about, ":0123456789") != ""
	if !unmistakable && f != nil && s.Status == Waiting && f.Nodes[s.At] != nil && f.Nodes[s.At].Ask != nil {
		a := f.Nodes[s.At].Ask
		if _, named := chosen(s.Prompt, a, m); named || a.Kind == KindText || a.Kind == KindName || alone && !bareCode(a.Kind) {
			return m
		}
	}
	m.Text, m.Tap = "", &Tap{Choice: ChoiceID("@" + string(to.Ref.ID) + about)}
	return m
}

// opened finds the flow for a call: the pinned revision of an unfinished one, else the published one, else home.
func (l *Library) opened(s Session, call string) *Flow {
	name, _, _ := strings.Cut(call, ":")
	f := l.Called(name)
	if f == nil {
		f = l.Called(CallMenu)
	}
	for _, p := range s.Parked {
		if old := l.Revision(p.Flow); p.Flow.ID == f.Ref.ID && old != nil {
			return old
		}
	}
	return f
}

// resolved gives the call that a word means which nobody claims, as a deep link "pkh" or "bantuan_lansia" of a poster. One
// that means nothing stays as it is.
func (l *Library) resolved(call string) string {
	name, _, _ := strings.Cut(call, ":")
	if l.Called(name) != nil {
		return call
	}
	if head, about, ok := strings.Cut(call, "-"); ok && l.Called(head) != nil {
		return head + ":" + about // links cannot bear a colon everywhere
	}
	g := understand.Read(strings.NewReplacer("_", " ", "-", " ").Replace(name))
	switch {
	case g.Programme != "" && l.Called(string(understand.ProgrammeInfo)) != nil:
		return string(understand.ProgrammeInfo) + ":" + g.Programme
	case l.Called(string(g.Intent)) != nil:
		return string(g.Intent)
	}
	return call
}

// nextCall finds the call of the last effect, when that is a Finish.
func nextCall(effects []Effect) (string, bool) {
	if len(effects) == 0 {
		return "", false
	}
	f, ok := effects[len(effects)-1].(Finish)
	return f.Next, ok && f.Next != ""
}

// prepared takes the very first word of a person for the word of a link or poster, where the channel's links can do no more
// than prepare a message: "wrse" then opens the application and not what there is to know about it.
func (l *Library) prepared(s Session, m *Message) {
	word := strings.TrimSpace(m.Text)
	if s.Touched.IsZero() && m.Start == "" && m.Tap == nil && !strings.ContainsAny(word, " \n") && l.Called(word) != nil {
		m.Start, m.Text = strings.ToLower(word), ""
	}
}

// call says which flow a message asks for when no session is under way.
func call(m Message) string {
	if m.Start != "" {
		return m.Start
	}
	if m.Tap != nil {
		return strings.TrimPrefix(string(m.Tap.Choice), "@")
	}
	if awaited(m) != "" {
		return CallFiles
	}
	if c, ok := understand.Command(m.Text); ok {
		return string(c)
	}
	if g := understand.Read(m.Text); g.Intent != understand.Unknown {
		return string(g.Intent)
	}
	if CaseNumber(m.Text) != "" {
		return string(understand.CheckStatus)
	}
	return string(understand.Unknown)
}

// Merge joins the Says of one turn into one, under the first one's ID: a person gets one message for one message.
func Merge(effects []Effect) []Effect {
	var out []Effect
	first := -1
	for _, e := range effects {
		say, ok := e.(Say)
		switch {
		case !ok:
			out = append(out, e)
		case first < 0:
			first = len(out)
			out = append(out, say)
		default:
			into := out[first].(Say)
			r := say.Reply
			r.Texts = append(append([]Text{}, into.Reply.Texts...), say.Reply.Texts...)
			r.Media = append(append([]Media{}, into.Reply.Media...), say.Reply.Media...)
			if r.Prompt == "" {
				r.Prompt, r.Choices, r.Typed, r.Told = into.Reply.Prompt, into.Reply.Choices, into.Reply.Typed, into.Reply.Told
			}
			into.Reply = r
			out[first] = into
		}
	}
	return out
}

// awaited gives the stored file of a message that came for a case which lacks something; "" when there is none.
func awaited(m Message) string {
	for _, x := range m.Media {
		if x.Awaited && x.Ref != "" {
			return x.Ref
		}
	}
	return ""
}

// AwaitsFile tells whether the question that stands asks for a photo or document.
func AwaitsFile(l *Library, s Session) bool {
	a := standing(l, s)
	return a != nil && a.Kind == KindPhoto
}

// AwaitsNumber tells whether the question that stands asks for a phone number, which may be the person's own.
func AwaitsNumber(l *Library, s Session) bool {
	a := standing(l, s)
	return a != nil && a.Kind == KindPhone && a.Share
}

// standing gives the question that stands; nil: none does.
func standing(l *Library, s Session) *Ask {
	f := l.Revision(s.Flow)
	if f == nil || s.Status != Waiting || f.Nodes[s.At] == nil {
		return nil
	}
	return f.Nodes[s.At].Ask
}
