package console

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"sapa/bot/casework"
	"sapa/conversations"
	"sapa/store"
)

// Desk moves cases on and tells the citizens, alike from here, the command line and the chat.
type Desk interface {
	Preview(ctx context.Context, c store.Case, dec store.Decision) (conversations.Reply, error)
	Decide(ctx context.Context, dec store.Decision) (store.Case, error)
	PreviewAnswer(c store.Case, a store.ObjectionAnswer) conversations.Reply
	AnswerObjection(ctx context.Context, a store.ObjectionAnswer) (store.Case, error)
	Promote(ctx context.Context, s casework.WaitingStore, programme, region string, year int, first, by string, at time.Time) (store.Case, error)
	CheckGiven(ctx context.Context, c store.CaseHead, b store.Disbursement, at time.Time) error
	Catalogue(programme string) []store.Missing
	Pick(programme string, items ...string) ([]store.Missing, error)
}

// noteMost bounds what is written to a citizen, in bytes: two screens of a phone.
const noteMost = 1000

// decideForm is a decision as it is filled in.
type decideForm struct {
	To        store.Status
	Note      string
	Seen      store.Status // the status that the officer saw
	Key       string       // makes a second click change nothing
	Items     []string     // of the catalogue, that the citizen is asked for
	Own       string       // what else, in the officer's words, one a line
	Given     givenForm    // what was given, of disalurkan
	Onward    []store.Status
	Catalogue []item // of what may be asked for; empty when the case cannot go there
	Preview   string // the message as the citizen will read it; empty before it was asked for
}

// item is something that may be asked for.
type item struct {
	store.Missing
	Picked bool
}

// ownMost is how many things an officer asks for in words of their own.
const ownMost = 5

// missing reads what the citizen is to send; nil unless that is the step.
func (v *visit) missing(f decideForm) ([]store.Missing, error) {
	if f.To != store.CaseIncomplete {
		return nil, nil
	}
	out, err := v.o.Desk.Pick(v.kase.Programme, f.Items...)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "office.error.filter")
	}
	for line := range strings.Lines(f.Own) {
		if line = strings.TrimSpace(line); line != "" && len(out) < len(f.Items)+ownMost {
			out = append(out, casework.Own(len(out)-len(f.Items)+1, store.MissingAny, line))
		}
	}
	return out, nil
}

// form fills up what the page needs to offer a decision. It offers none to whoever may not decide.
func (v *visit) form(f decideForm) decideForm {
	f.Seen = v.kase.Status
	f.Onward = store.OnwardFor(v.kase.Status, v.officer.Role)
	if slices.Contains(f.Onward, store.CaseIncomplete) {
		for _, m := range v.o.Desk.Catalogue(v.kase.Programme) {
			f.Catalogue = append(f.Catalogue, item{m, slices.Contains(f.Items, m.Item)})
		}
	}
	f.Given = v.offerGiven(f)
	if f.Key == "" {
		f.Key = rand.Text()
	}
	return f
}

// decide first shows the message that would go, then moves the case on and sends it.
func (v *visit) decide() error {
	f := decideForm{To: store.Status(v.r.PostFormValue("ke")), Note: strings.TrimSpace(v.r.PostFormValue("catatan")),
		Seen: store.Status(v.r.PostFormValue("dilihat")), Key: v.r.PostFormValue("kunci"),
		Items: v.r.PostForm["kurang"], Own: strings.TrimSpace(v.r.PostFormValue("kurang_lain")), Given: v.filledGiven()}
	missing, err := v.missing(f)
	if err != nil {
		return err
	}
	send := v.r.PostFormValue("langkah") == "kirim"
	dec := store.Decision{Key: f.Key, Number: v.kase.Number, To: f.To, Note: f.Note, By: v.officer.Login, At: v.now, Expect: f.Seen, Missing: missing}
	switch {
	case !f.To.Known():
		return v.showCase(http.StatusUnprocessableEntity, f, v.say("office.decide.choose"))
	case len(f.Note) > noteMost || len(f.Own) > noteMost:
		return v.showCase(http.StatusUnprocessableEntity, f, v.say("office.decide.note_long", "n", noteMost))
	case f.Seen != v.kase.Status && !send:
		return v.overtaken(f)
	case v.r.PostFormValue("langkah") == "ubah":
		return v.showCase(http.StatusOK, f, "") // as it was filled in
	}
	if err := v.officer.MayMove(v.kase.Region, f.Seen, f.To); err != nil {
		return v.undecided(f, err)
	}
	if f.To == store.CaseDisbursed {
		given, problem, err := v.given(f.Given)
		if err != nil {
			return err
		}
		if problem != "" {
			return v.showCase(http.StatusUnprocessableEntity, f, problem)
		}
		dec.Disbursed = &given
	}
	return v.previewOrSend(f, dec, send)
}

// previewOrSend shows the message of a decision that may be made, or makes it.
func (v *visit) previewOrSend(f decideForm, dec store.Decision, send bool) error {
	err := casework.Check(dec)
	if err != nil {
		return v.undecided(f, err)
	}
	if send {
		if _, err := v.o.Desk.Decide(v.r.Context(), dec); err != nil {
			return v.undecided(f, err)
		}
		return v.done(v.goneOn(), "putusan")
	}
	reply, err := v.o.Desk.Preview(v.r.Context(), v.kase, dec)
	if err != nil {
		return err
	}
	f.Preview = v.reply(reply)
	return v.showCase(http.StatusOK, f, "")
}

// undecided says why a decision was not written. What was filled in stays.
func (v *visit) undecided(f decideForm, err error) error {
	var lacks *casework.LacksError
	switch problem := v.givenProblem(err); {
	case problem != "":
		return v.showCase(http.StatusUnprocessableEntity, f, problem)
	case errors.As(err, &lacks):
		return v.showCase(http.StatusUnprocessableEntity, f, v.say("office.decide.lacks."+string(lacks.Field)))
	case errors.Is(err, store.ErrForbidden):
		return v.showCase(http.StatusForbidden, f, v.say("office.decide.not_yours"))
	case errors.Is(err, store.ErrFull):
		return v.showCase(http.StatusConflict, f, v.say("office.decide.full"))
	case errors.Is(err, store.ErrDuplicate):
		return v.showCase(http.StatusConflict, f, v.say("office.decide.duplicate"))
	case errors.Is(err, store.ErrConflict):
		if _, err := v.theCase(); err != nil {
			return err
		}
		if v.kase.Status == f.Seen {
			return v.showCase(http.StatusUnprocessableEntity, f, v.say("office.decide.no_step"))
		}
		return v.overtaken(f)
	}
	return err
}

// overtaken tells an officer who decided a moment too late what happened. Nothing of theirs was written; their words stay
// in the form.
func (v *visit) overtaken(f decideForm) error {
	events, err := v.o.Store.CaseEvents(v.r.Context(), v.kase.Number)
	if err != nil {
		return err
	}
	last := events[len(events)-1]
	by := last.By
	if by == "" {
		by = v.say("office.by.citizen")
	}
	f.Key, f.Preview = "", ""
	return v.showCase(http.StatusConflict, f, v.say("office.decide.overtaken", "oleh", by,
		"status", v.pages().statusName(last.To), "waktu", v.pages().moment(last.At)))
}
