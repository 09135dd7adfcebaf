package conversations

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"sapa/conversations/understand"
)

// park keeps an unfinished form aside, so that it can be gone on with. It tells whether there was one.
func (t *turn) park() bool {
	begun := len(t.s.Trail) > 0 || t.s.Answers[SlotWords] != ""
	if t.flow.Draft == 0 || !begun || t.s.At == "" {
		return false
	}
	at := t.s.At
	if t.s.Return != nil {
		at = t.s.Return.At
	}
	t.unpark(t.flow.Ref.ID)
	t.s.Parked = append(t.s.Parked, Parked{Flow: t.flow.Ref, Title: t.flow.Title, At: at, Answers: maps.Clone(t.s.Answers),
		Trail: slices.Clone(t.s.Trail), Editing: t.s.Editing, Until: t.now.Add(t.flow.Draft)})
	t.tell("draft.kept", "flow", t.flow.Title, "days", days(t.flow.Draft))
	return true
}

// unpark forgets a parked form.
func (t *turn) unpark(id FlowID) {
	t.s.Parked = slices.DeleteFunc(slices.Clone(t.s.Parked), func(p Parked) bool { return p.Flow.ID == id })
}

// forget drops every unfinished form and the alarms that would remind of it.
func (t *turn) forget() {
	for _, p := range t.s.Parked {
		t.setAlarm(alarm(p.Flow.ID), time.Time{})
	}
	t.s.Parked = nil
}

func (t *turn) dropLapsed() {
	t.s.Parked = slices.DeleteFunc(slices.Clone(t.s.Parked), func(p Parked) bool { return !t.now.Before(p.Until) })
}

func (t *turn) parked(id FlowID) *Parked {
	for i := range t.s.Parked {
		if t.s.Parked[i].Flow.ID == id {
			return &t.s.Parked[i]
		}
	}
	return nil
}

// offerResume asks whether to go on with a parked form of this flow. It tells whether there is one.
func (t *turn) offerResume() bool {
	p := t.parked(t.flow.Ref.ID)
	if p == nil || t.flow.Nodes[p.At] == nil || p.Flow != t.flow.Ref {
		return false
	}
	t.s.At = p.At
	t.askResume(t.flow.Ref.ID)
	return true
}

// The choices of the question whether to go on with a form.
const (
	goOn  ChoiceID = "lanjut"
	anew  ChoiceID = "baru"
	later ChoiceID = "nanti"
)

func (t *turn) askResume(id FlowID) {
	t.tell("draft.found", "flow", t.flow.Title)
	t.prompt(&Prompt{Resume: id, Offers: []Offer{
		{goOn, Text{Key: "draft.go_on"}}, {anew, Text{Key: "draft.anew"}}, {later, Text{Key: "draft.later"}}}}, nil)
}

// resumed answers the question whether to go on with a parked form.
func (t *turn) resumed(m Message) {
	o, ok := chosen(t.s.Prompt, nil, m)
	if !ok {
		o.ID = said(m.Text)
	}
	p := t.parked(t.s.Prompt.Resume)
	switch {
	case p == nil, o.ID == later:
		t.finish(CallMenu)
	case o.ID == goOn:
		t.s.Answers, t.s.Trail, t.s.Editing = maps.Clone(p.Answers), slices.Clone(p.Trail), p.Editing
		t.unpark(p.Flow.ID)
		t.enter(p.At)
	case o.ID == anew:
		t.unpark(p.Flow.ID)
		t.finish(string(t.flow.Ref.ID))
	default:
		t.resumedElse(m)
	}
}

// resumedElse answers what is no answer to the question whether to go on.
func (t *turn) resumedElse(m Message) {
	c, ok := understand.Command(m.Text)
	switch {
	case ok && c == understand.Cancel:
		t.unpark(t.flow.Ref.ID)
		t.setAlarm(alarm(t.flow.Ref.ID), time.Time{})
		t.tell("cancelled")
		t.finish(CallMenu)
	case ok && c == understand.Back:
		t.finish(CallMenu)
	case ok && t.command(c), t.elsewhere(&Ask{}, m, 0):
	default:
		t.tell("read.choice")
		t.again()
	}
}

// keepDraft moves the alarm that reminds of an unfinished form, a day before it lapses.
func (t *turn) keepDraft() {
	if t.reminds() && len(t.s.Trail) > 0 {
		t.setAlarm(alarm(t.flow.Ref.ID), t.now.Add(t.flow.Draft-reminder))
	}
}

func (t *turn) setAlarm(name string, at time.Time) {
	t.effects = append(t.effects, SetAlarm{Mark: t.next(), Name: name, At: at})
}

// reminds tells whether a draft is kept long enough to remind of it; a shorter one lapses without a word.
func (t *turn) reminds() bool { return t.flow.Draft > 2*reminder }

// reminder is how long before a draft lapses its owner is reminded.
const reminder = 24 * time.Hour

func alarm(id FlowID) string { return "draft:" + string(id) }

// rang reminds of an unfinished form, and lets it lapse when its time is over.
func (t *turn) rang(in Rang) {
	if in.Alarm != alarm(t.flow.Ref.ID) || t.s.Status == Done || t.s.Prompt != nil && t.s.Prompt.Resume != "" {
		t.rangParked(in)
		return
	}
	end := t.s.Touched.Add(t.flow.Draft)
	switch {
	case len(t.s.Trail) == 0: // begun anew since, with nothing answered yet
	case t.s.Status != Waiting || t.s.Prompt == nil: // an officer or the world has the word
		t.setAlarm(in.Alarm, t.now.Add(reminder))
	case t.now.Before(end.Add(-reminder)): // the person was heard since
		t.setAlarm(in.Alarm, end.Add(-reminder))
	case t.now.Before(end):
		t.tell("draft.reminder", "flow", t.flow.Title)
		t.repeat()
		t.setAlarm(in.Alarm, end)
	default:
		t.s.Trail = nil
		t.tell("draft.lapsed", "flow", t.flow.Title)
		t.finish("")
	}
}

// rangParked does the same for a form that was left for another flow; the talk under way is not disturbed.
func (t *turn) rangParked(in Rang) {
	id, _ := strings.CutPrefix(in.Alarm, "draft:")
	p := t.parked(FlowID(id))
	switch {
	case p == nil:
	case !t.now.Before(p.Until):
		t.tell("draft.lapsed", "flow", p.Title)
		t.unpark(p.Flow.ID)
	default:
		t.tell("draft.waiting", "flow", p.Title)
		t.setAlarm(in.Alarm, p.Until)
	}
}

func days(d time.Duration) string { return strconv.Itoa(int(d / (24 * time.Hour))) }

// said reads "ya" as going on and "tidak" as starting anew, and the words of the choices as such.
func said(text string) ChoiceID {
	switch plainWords(text) {
	case "lanjutkan isian", "lanjutkan", "lanjutin", "terus":
		return goOn
	case "mulai dari awal", "dari awal", "mulai baru", "baru", "ulang", "ulang dari awal", "mulai lagi":
		return anew
	case "nanti saja", "nanti", "nanti dulu", "nanti aja", "kapan kapan":
		return later
	}
	switch understand.YesNo(text) {
	case understand.Yes:
		return goOn
	case understand.No:
		return anew
	}
	return ""
}
