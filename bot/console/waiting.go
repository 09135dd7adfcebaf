package console

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"sapa/bot/casework"
	"sapa/store"
)

type waitingStore interface {
	casework.WaitingStore
	SetPriority(ctx context.Context, p store.Priority, at time.Time) error
}

// waitingMost is how many of a waiting list are shown at first.
const waitingMost = 100

// waitingView is a waiting list in its order, and why each stands where it stands.
type waitingView struct {
	Row     store.ProgrammeRow
	List    []store.Waiting
	More    int // shown after the next click; 0: all are
	Free    int // places; store.Unlimited when nobody set a quota
	May     bool
	Covered bool // reasons are personal data, and this reader sees none
	Form    priorityForm
	First   string // whose promotion is looked at
	Becomes store.Status
	Preview string // the message of that promotion; empty before it was asked for
	Problem string
}

// priorityForm is a priority as it is filled in.
type priorityForm struct{ Number, Level, Reason string }

func (v *visit) waiting() error { return v.showWaiting(http.StatusOK, waitingView{}) }

// waitingYear reads the budget year of the list that a request is about, from its form or its address.
func (v *visit) waitingYear() (int, error) {
	text := v.r.PostFormValue("tahun")
	if text == "" {
		text = v.r.URL.Query().Get("tahun")
	}
	return v.year(text)
}

func (v *visit) showWaiting(status int, view waitingView) error {
	ctx, id, region := v.r.Context(), v.r.PathValue("program"), v.r.PathValue("region")
	year, err := v.waitingYear()
	if err != nil {
		return err
	}
	w, err := v.o.Store.Window(ctx, id, region, year)
	if err != nil {
		return err
	}
	view.Row = store.ProgrammeRow{Programme: id, Region: region, Year: year, Window: w}
	if view.Free = store.Unlimited; w.Quota >= 0 {
		view.Free = max(0, w.Quota-w.Taken)
	}
	shown, _ := strconv.Atoi(v.r.URL.Query().Get("sampai")) // what is no number is the beginning
	shown = min(max(shown, waitingMost), 10*waitingMost)
	if view.List, err = v.o.Store.WaitingList(ctx, id, region, year, shown); err != nil {
		return err
	}
	if w.Waiting > shown && shown < 10*waitingMost {
		view.More = shown + waitingMost
	}
	view.May = v.officer.Decides(region) == nil
	view.Covered = v.officer.Works(region) != nil
	if err := v.audit("case.list", "", "waiting: program="+id+" wilayah="+region); err != nil {
		return err
	}
	return v.render(status, "waiting", view)
}

// setPriority puts somebody before or behind others, with a reason that colleagues read.
func (v *visit) setPriority() error {
	f := priorityForm{Number: v.r.PostFormValue("nomor"), Level: strings.TrimSpace(v.r.PostFormValue("prioritas")), Reason: strings.TrimSpace(v.r.PostFormValue("alasan"))}
	year, err := v.waitingYear()
	if err != nil {
		return err
	}
	level, err := strconv.Atoi(strings.TrimPrefix(f.Level, "+"))
	switch {
	case err != nil || level < -store.MostPriority || level > store.MostPriority:
		return v.showWaiting(http.StatusUnprocessableEntity, waitingView{Form: f, Problem: v.say("office.waiting.bad_level", "n", store.MostPriority)})
	case f.Reason == "":
		return v.showWaiting(http.StatusUnprocessableEntity, waitingView{Form: f, Problem: v.say("office.waiting.no_reason")})
	case len(f.Reason) > noteMost:
		return v.showWaiting(http.StatusUnprocessableEntity, waitingView{Form: f, Problem: v.say("office.decide.note_long", "n", noteMost)})
	}
	list, err := v.o.Store.WaitingList(v.r.Context(), v.r.PathValue("program"), v.r.PathValue("region"), year, 10*waitingMost)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(w store.Waiting) bool { return w.Number == f.Number }) {
		return v.showWaiting(http.StatusConflict, waitingView{Form: f, Problem: v.say("office.waiting.not_there")})
	}
	err = v.o.Store.SetPriority(v.r.Context(), store.Priority{Number: f.Number, Level: level, Reason: f.Reason, By: v.officer.Login}, v.now)
	switch {
	case errors.Is(err, store.ErrForbidden):
		return refuse(http.StatusForbidden, "office.error.role")
	case err != nil:
		return err
	}
	return v.done(v.waitingPath(year), "urutan")
}

// promote first shows what the first of the list would be told, then takes that case up for examination.
func (v *visit) promote() error {
	ctx, id, region := v.r.Context(), v.r.PathValue("program"), v.r.PathValue("region")
	year, err := v.waitingYear()
	if err != nil {
		return err
	}
	if v.r.PostFormValue("langkah") != "kirim" {
		return v.previewPromotion(ctx, id, region, year)
	}
	_, err = v.o.Desk.Promote(ctx, v.o.Store, id, region, year, v.r.PostFormValue("nomor"), v.officer.Login, v.now)
	switch {
	case errors.Is(err, store.ErrFull):
		return v.showWaiting(http.StatusConflict, waitingView{Problem: v.say("office.waiting.full")})
	case errors.Is(err, store.ErrNotFound):
		return v.showWaiting(http.StatusConflict, waitingView{Problem: v.say("office.waiting.nobody")})
	case errors.Is(err, store.ErrDuplicate):
		return v.showWaiting(http.StatusConflict, waitingView{Problem: v.say("office.decide.duplicate")})
	case errors.Is(err, store.ErrForbidden):
		return refuse(http.StatusForbidden, "office.error.role")
	case errors.Is(err, store.ErrConflict):
		return v.showWaiting(http.StatusConflict, waitingView{Problem: v.say("office.waiting.other_first")})
	case err != nil:
		return err
	}
	return v.done(v.waitingPath(year), "panggil")
}

func (v *visit) previewPromotion(ctx context.Context, programme, region string, year int) error {
	list, err := v.o.Store.WaitingList(ctx, programme, region, year, 1)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return v.showWaiting(http.StatusConflict, waitingView{Problem: v.say("office.waiting.nobody")})
	}
	first, err := v.o.Store.CaseByNumber(ctx, list[0].Number)
	if err != nil {
		return err
	}
	reply, err := v.o.Desk.Preview(ctx, first, store.Decision{Number: first.Number, To: store.CaseSubmitted, By: v.officer.Login, At: v.now})
	if err != nil {
		return err
	}
	return v.showWaiting(http.StatusOK, waitingView{First: first.Number, Becomes: store.CaseSubmitted, Preview: v.reply(reply)})
}

func (v *visit) waitingPath(year int) string {
	return "/program/" + v.r.PathValue("program") + "/" + v.r.PathValue("region") + "/tunggu?tahun=" + strconv.Itoa(year)
}
