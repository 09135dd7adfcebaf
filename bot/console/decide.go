package console

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"sapa/bot/notice"
	"sapa/store"
)

type decideStore interface {
	Decide(ctx context.Context, d store.Decision) (store.Case, error)
}

// noteMost bounds what is written to a citizen, in bytes: two screens of a phone.
const noteMost = 1000

// decideForm is a decision as it is filled in.
type decideForm struct {
	To      store.Status
	Note    string
	Seen    store.Status // the status that the officer saw
	Key     string       // makes a second click change nothing
	Onward  []store.Status
	Preview string // the message as the citizen will read it; empty before it was asked for
}

// form fills up what the page needs to offer a decision. It offers none to whoever may not decide.
func (v *visit) form(f decideForm) decideForm {
	f.Seen = v.kase.Status
	if of(v.officer.Role)&(petugas|penyelia) != 0 {
		f.Onward = store.Onward(v.kase.Status)
	}
	if f.Key == "" {
		f.Key = rand.Text()
	}
	return f
}

// needsNote tells whether the citizen must be told why, or what is missing.
func needsNote(s store.Status) bool { return s == store.CaseRefused || s == store.CaseIncomplete }

// decide first shows the message that would go, then moves the case on and sends it.
func (v *visit) decide() error {
	f := decideForm{To: store.Status(v.r.PostFormValue("ke")), Note: strings.TrimSpace(v.r.PostFormValue("catatan")),
		Seen: store.Status(v.r.PostFormValue("dilihat")), Key: v.r.PostFormValue("kunci")}
	switch {
	case !f.To.Known():
		return v.showCase(http.StatusUnprocessableEntity, f, v.say("office.decide.choose"))
	case needsNote(f.To) && f.Note == "":
		return v.showCase(http.StatusUnprocessableEntity, f, v.say("office.decide.note_missing"))
	case len(f.Note) > noteMost:
		return v.showCase(http.StatusUnprocessableEntity, f, v.say("office.decide.note_long", "n", noteMost))
	case f.Seen != v.kase.Status && v.r.PostFormValue("langkah") != "kirim":
		return v.overtaken(f)
	case !slices.Contains(store.Onward(f.Seen), f.To):
		return v.showCase(http.StatusUnprocessableEntity, f, v.say("office.decide.no_step"))
	}
	d := store.Decision{Key: f.Key, Number: v.kase.Number, To: f.To, Note: f.Note, By: v.officer.Login, At: v.now, Expect: f.Seen}
	reply := notice.Compose(v.kase, d)
	if v.r.PostFormValue("langkah") != "kirim" {
		f.Preview = v.reply(reply)
		return v.showCase(http.StatusOK, f, "")
	}
	d.Letter = &store.Letter{Contact: v.kase.Contact, Reply: reply, Due: v.now, Priority: store.PriorityUpdate, Case: v.kase.Number}
	_, err := v.o.Store.Decide(v.r.Context(), d)
	switch {
	case err == nil:
		return v.done("/permohonan/"+v.kase.Number, "putusan")
	case errors.Is(err, store.ErrConflict):
		if _, err := v.theCase(); err != nil {
			return err
		}
		return v.overtaken(f)
	case errors.Is(err, store.ErrFull):
		return v.showCase(http.StatusConflict, f, v.say("office.decide.full"))
	case errors.Is(err, store.ErrDuplicate):
		return v.showCase(http.StatusConflict, f, v.say("office.decide.duplicate"))
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
