package conversations

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"sapa/conversations/understand"
)

// afresh is how long a contact must have been silent to be greeted again.
const afresh = 12 * time.Hour

// Slots that a session is given when it begins, from the message that called for it.
const (
	SlotProgramme Slot = "program" // the programme that was named, for example "wrse"
	SlotNumber    Slot = "nomor"   // a case number that was named, for example "WRSE-2026-000123"
	SlotWords     Slot = "pesan"   // the message itself, when it is long enough to say what the matter is
	SlotAbout     Slot = "sebutan" // what the call was about, behind its colon: the number behind "kode 123456"
	SlotFile      Slot = "kiriman" // the stored photo or document that came unasked, while a case lacks something
)

// telling is how many words a message has that says more than which flow it calls for.
const telling = 6

func (t *turn) began(m Message) {
	guess := understand.Read(m.Text)
	fresh := t.s.Touched.IsZero() || t.now.Sub(t.s.Touched) > afresh
	t.s.ID = SessionID(t.s.mark(0))
	t.s.Flow, t.s.Status, t.s.Began, t.s.Touched = t.flow.Ref, Waiting, t.now, t.now
	t.s.Answers, t.s.Trail, t.s.Prompt, t.s.Request, t.s.Return = t.carried(), nil, nil, nil, nil
	t.s.Editing, t.s.Misses, t.s.Carry = false, 0, nil
	if m.Channel != "" {
		t.s.Channel = m.Channel
	}
	t.dropLapsed()
	t.named(m, guess)
	t.opening = " " + plainWords(m.Text) + " "
	fresh = fresh && !t.flow.Ungreeted
	if fresh {
		t.greet(m)
	}
	switch {
	case t.flow.Home() && m.ID != "" && !fresh && closing(guess):
		t.tell(map[understand.Intent]string{understand.Thank: "heard.thanks", understand.SayYes: "heard.fine"}[guess.Intent])
		t.tell("heard.more")
		t.close("")
	case t.offerResume():
	case t.flow.Home() && len(guess.Between) > 0:
		t.enter(t.flow.Start)
		t.texts, t.effects = nil, nil
		if fresh {
			t.greet(m)
		}
		t.between(guess.Between)
	default:
		t.remark(m, guess, fresh)
		t.enter(t.flow.Start)
	}
}

// carried gives the answers that this flow takes over from the one that called it.
func (t *turn) carried() map[Slot]string {
	answers := map[Slot]string{}
	for _, slot := range t.flow.Carries {
		if v := t.s.Carry[slot]; v != "" {
			answers[slot] = v
		}
	}
	return answers
}

// named keeps what the message that called for the flow already tells.
func (t *turn) named(m Message, g understand.Guess) {
	words := strings.Join(strings.Fields(m.Text), " ")
	if strings.Count(words, " ") < telling-1 {
		words = ""
	}
	for slot, v := range map[Slot]string{SlotProgramme: programme(m, g), SlotNumber: CaseNumber(m.Text), SlotWords: words, SlotFile: awaited(m), SlotAbout: t.about(m)} {
		if v != "" && t.flow.reads[slot] {
			t.s.Answers[slot] = v
		}
	}
}

// about gives what the call was about: a link that only names the flow is about nothing.
func (t *turn) about(m Message) string {
	if m.Start == string(t.flow.Ref.ID) || slices.Contains(t.flow.Calls, m.Start) {
		return ""
	}
	return m.Start
}

// closing tells whether a text only ends a talk politely.
func closing(g understand.Guess) bool {
	return g.Intent == understand.Thank || g.Intent == understand.SayYes
}

// plainWords strips a text to words in small letters with single blanks between.
func plainWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// heeds finds the one choice that the words which opened the flow name already; "" when there is none or several.
func (t *turn) heeds(a *Ask) ChoiceID {
	if !a.Heed || t.opening == "" {
		return ""
	}
	var found ChoiceID
	for _, c := range a.Choices {
		for _, w := range append([]string{c.Label}, c.Also...) {
			if !strings.Contains(t.opening, " "+plainWords(w)+" ") || found == c.ID {
				continue
			}
			if found != "" {
				return ""
			}
			found = c.ID
		}
	}
	return found
}

// remark says why the main menu comes as an answer to something that called for no flow.
func (t *turn) remark(m Message, g understand.Guess, fresh bool) {
	switch {
	case !t.flow.Home() || m.ID == "" || m.Text == "" && len(m.Media) == 0:
	case len(m.Media) > 0 && m.Text == "":
		t.tell("heard." + string(m.Media[0].Kind))
	case g.Intent == understand.Thank:
		t.tell("heard.thanks")
	case g.Intent == understand.Unknown && !fresh:
		t.tell("heard.unknown")
	}
}

// greet opens a talk as the style guide asks: by the hour of the office's clock, religiously neutral unless greeted so.
func (t *turn) greet(m Message) {
	t.texts = append(t.texts, Text{Key: "greet", Words: map[string]string{"salam": greeting(m, t.now)}})
}

func greeting(m Message, now time.Time) string {
	if strings.Contains(strings.ToLower(m.Text), "alamualaik") || strings.Contains(strings.ToLower(m.Text), "alamu'alaik") {
		return "greet.salam"
	}
	switch h := now.Hour(); {
	case h <= 10:
		return "greet.pagi"
	case h <= 14:
		return "greet.siang"
	case h <= 17:
		return "greet.sore"
	}
	return "greet.malam"
}

func programme(m Message, g understand.Guess) string {
	if g.Programme != "" || m.Start == "" {
		return g.Programme
	}
	return understand.Read(m.Start).Programme
}

// CaseNumber finds a case number such as "WRSE-2026-000123" in a text, in its normal form; "" when there is none.
// Blanks and missing zeros are forgiven: "wrse 2026 123".
func CaseNumber(text string) string {
	words := strings.FieldsFunc(strings.ToUpper(text), func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
	for i := 0; i+2 < len(words); i++ {
		if width := numberWidth(words[i]); width > 0 && digits(words[i+1], 4, 4) && digits(words[i+2], 1, width) {
			return words[i] + "-" + words[i+1] + "-" + strings.Repeat("0", width-len(words[i+2])) + words[i+2]
		}
	}
	return ""
}

// numberWidth says how many digits the running number after a prefix has; 0 when it is no prefix of ours.
func numberWidth(prefix string) int {
	switch prefix {
	case "WRSE", "KUBE", "LKS", "BT":
		return 6
	case "ADU", "TKT":
		return 4
	}
	return 0
}

func digits(s string, least, most int) bool {
	return len(s) >= least && len(s) <= most && strings.Trim(s, "0123456789") == ""
}
