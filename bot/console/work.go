package console

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"

	"sapa/store"
)

type workStore interface {
	Assign(ctx context.Context, a store.Assignment) error
	AddNote(ctx context.Context, n store.CaseNote) error
	MissingOf(ctx context.Context, number string) ([]store.Missing, error)
	CaseFiles(ctx context.Context, number string) ([]store.CaseFile, error)
	Supply(ctx context.Context, s store.Supply) (store.Case, error)
	DisbursementOf(ctx context.Context, number string) (store.Disbursement, error)
}

// workView is who works on a case, and what this officer may do about it.
type workView struct {
	Me      string // login
	Mine    bool
	May     bool            // take, let go, write notes
	Others  []store.Officer // whom a penyelia may give the case to
	NoteKey string          // makes a second click write nothing
}

func (v *visit) work(ctx context.Context) (workView, error) {
	w := workView{Me: v.officer.Login, Mine: v.kase.Officer == v.officer.Login, May: v.officer.Works(v.kase.Region) == nil, NoteKey: rand.Text()}
	decides := v.officer.Decides(v.kase.Region) == nil
	if !decides {
		return w, nil
	}
	all, err := v.o.Store.Officers(ctx)
	for _, o := range all {
		if o.Works(v.kase.Region) == nil && o.Login != v.kase.Officer {
			w.Others = append(w.Others, o)
		}
	}
	return w, err
}

// assign takes a case, lets it go, or gives it to somebody.
func (v *visit) assign() error {
	to := v.r.PostFormValue("kepada")
	err := v.o.Store.Assign(v.r.Context(), store.Assignment{Number: v.kase.Number, From: v.r.PostFormValue("dari"), To: to, By: v.officer.Login, At: v.now})
	var taken *store.TakenError
	switch {
	case errors.As(err, &taken):
		if _, err := v.theCase(); err != nil {
			return err
		}
		if taken.By == "" {
			return v.showCase(http.StatusConflict, decideForm{}, v.say("office.work.let_go"))
		}
		return v.showCase(http.StatusConflict, decideForm{}, v.say("office.work.taken", "oleh", taken.By, "waktu", v.pages().moment(taken.Since)))
	case errors.Is(err, store.ErrForbidden):
		return v.showCase(http.StatusForbidden, decideForm{}, v.say("office.decide.not_yours"))
	case err != nil:
		return err
	}
	return v.done("/permohonan/"+v.kase.Number, "tugas")
}

// note writes something down for colleagues. The citizen never sees it.
func (v *visit) note() error {
	text := strings.TrimSpace(v.r.PostFormValue("catatan"))
	if text == "" || len(text) > noteMost {
		return v.showCase(http.StatusUnprocessableEntity, decideForm{}, v.say("office.work.bad_note", "n", noteMost))
	}
	err := v.o.Store.AddNote(v.r.Context(), store.CaseNote{Key: v.r.PostFormValue("kunci"), Number: v.kase.Number, Text: text, By: v.officer.Login, At: v.now})
	if err != nil {
		return err
	}
	return v.done("/permohonan/"+v.kase.Number, "catatan")
}

// lacking is something that the citizen was asked for, for words below "office.supplied.".
type lacking struct {
	store.Missing
	As string // "foto", "tulisan", "kertas" or, while it lacks, "belum"
}

// lacking lists what was asked for last. What was written is covered until somebody opens it.
func (v *visit) lacking(ctx context.Context, full bool) ([]lacking, error) {
	items, err := v.o.Store.MissingOf(ctx, v.kase.Number)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	var out []lacking
	for _, m := range items {
		l := lacking{m, "belum"}
		switch {
		case m.Got.IsZero():
		case m.File != "":
			l.As = "foto"
		case m.Paper:
			l.As = "kertas"
		default:
			l.As = "tulisan"
		}
		if !full && l.Text != "" {
			l.Text = "****"
		}
		out = append(out, l)
	}
	return out, err
}

// supply notes that something missing was brought to the office on paper.
func (v *visit) supply() error {
	_, err := v.o.Store.Supply(v.r.Context(), store.Supply{Key: v.r.PostFormValue("kunci"), Number: v.kase.Number, By: v.officer.Login,
		Item: v.r.PostFormValue("butir"), Paper: true, At: v.now})
	switch {
	case errors.Is(err, store.ErrForbidden):
		return v.showCase(http.StatusForbidden, decideForm{}, v.say("office.decide.not_yours"))
	case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrInvalid):
		return v.showCase(http.StatusConflict, decideForm{}, v.say("office.supplied.not_asked"))
	case err != nil:
		return err
	}
	if err := v.audit("case.supply", v.kase.Number, v.r.PostFormValue("butir")); err != nil {
		return err
	}
	return v.done("/permohonan/"+v.kase.Number, "lengkap")
}
