package console

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"

	"sapa/bot/casework"
	"sapa/store"
)

type objectionStore interface {
	ObjectionOf(ctx context.Context, number string) (store.Objection, error)
	Objections(ctx context.Context, region string) ([]store.Objection, error)
}

// objectionView is the objection to the last refusal of a case, and the answer as it is filled in.
type objectionView struct {
	store.Objection
	May     bool // answer it
	Accept  bool
	Note    string
	Key     string // makes a second click change nothing
	Preview string
}

// objection gives the objection of a case; nil when there is none. Its words are covered until somebody opens them.
func (v *visit) objection(ctx context.Context, filled objectionView, full bool) (*objectionView, error) {
	o, err := v.o.Store.ObjectionOf(ctx, v.kase.Number)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	filled.Objection = o
	if !full {
		filled.Reason = "****"
	}
	filled.May = o.Answered.IsZero() && v.officer.Decides(v.kase.Region) == nil
	if filled.Key == "" {
		filled.Key = rand.Text()
	}
	return &filled, nil
}

// answerObjection first shows what the citizen would read, then answers.
func (v *visit) answerObjection() error {
	filled := objectionView{Accept: v.r.PostFormValue("jawaban") == "terima", Note: strings.TrimSpace(v.r.PostFormValue("catatan")), Key: v.r.PostFormValue("kunci")}
	a := store.ObjectionAnswer{Key: filled.Key, Number: v.kase.Number, Accept: filled.Accept, Note: filled.Note, By: v.officer.Login, At: v.now}
	switch {
	case v.r.PostFormValue("jawaban") == "":
		return v.showWith(http.StatusUnprocessableEntity, shown{objection: filled, problem: v.say("office.objection.choose")})
	case !a.Accept && a.Note == "":
		return v.showWith(http.StatusUnprocessableEntity, shown{objection: filled, problem: v.say("office.decide.lacks.note")})
	case len(a.Note) > noteMost:
		return v.showWith(http.StatusUnprocessableEntity, shown{objection: filled, problem: v.say("office.decide.note_long", "n", noteMost)})
	case v.r.PostFormValue("langkah") != "kirim":
		filled.Preview = v.reply(v.o.Desk.PreviewAnswer(v.kase, a))
		return v.showWith(http.StatusOK, shown{objection: filled})
	}
	_, err := v.o.Desk.AnswerObjection(v.r.Context(), a)
	switch {
	case errors.Is(err, casework.ErrLacks):
		return v.showWith(http.StatusUnprocessableEntity, shown{objection: filled, problem: v.say("office.decide.lacks.note")})
	case errors.Is(err, store.ErrForbidden):
		return v.showWith(http.StatusForbidden, shown{objection: filled, problem: v.say("office.decide.not_yours")})
	case errors.Is(err, store.ErrFull):
		return v.showWith(http.StatusConflict, shown{objection: filled, problem: v.say("office.decide.full")})
	case errors.Is(err, store.ErrDuplicate):
		return v.showWith(http.StatusConflict, shown{objection: filled, problem: v.say("office.decide.duplicate")})
	case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrNotFound):
		return v.showWith(http.StatusConflict, shown{problem: v.say("office.objection.gone")})
	case err != nil:
		return err
	}
	return v.done("/permohonan/"+v.kase.Number, "sanggah")
}

// objections lists the open ones, the longest waiting first.
func (v *visit) objections() error {
	all, err := v.o.Store.Objections(v.r.Context(), v.officer.Region)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, "objections", all)
}
