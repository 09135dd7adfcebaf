package console

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sapa/store"
)

type promiseStore interface {
	Promises(ctx context.Context) ([]store.Promise, error)
	SetPromise(ctx context.Context, status string, days int, by string, at time.Time) error
	Holidays(ctx context.Context) ([]store.Holiday, error)
	SetHoliday(ctx context.Context, h store.Holiday, by string, at time.Time) error
	KeptPromises(ctx context.Context, region string, since, until time.Time) (store.Kept, error)
}

type promisesView struct {
	Promises []promiseRow
	Holidays []store.Holiday
	Kept     []keptRow
	May      bool
	Problem  string
}

type promiseRow struct {
	store.Promise
	Name string
}

type keptRow struct {
	Region string // empty: the whole province
	store.Kept
}

// promises shows in how many office days citizens hear the next word, the free days, and how many promises were kept.
func (v *visit) promises() error { return v.showPromises(http.StatusOK, "") }

func (v *visit) showPromises(status int, problem string) error {
	ctx := v.r.Context()
	view := promisesView{May: of(v.officer.Role)&admin != 0, Problem: problem}
	all, err := v.o.Store.Promises(ctx)
	if err != nil {
		return err
	}
	for _, p := range all {
		row := promiseRow{p, v.pages().statusName(store.Status(p.Status))}
		if p.Status == store.PromiseObjection {
			row.Name = v.say("office.objection.title")
		}
		view.Promises = append(view.Promises, row)
	}
	if view.Holidays, err = v.o.Store.Holidays(ctx); err != nil {
		return err
	}
	for _, region := range append([]string{""}, store.Regions()...) {
		if v.officer.Region != "" && region != v.officer.Region {
			continue
		}
		kept, err := v.o.Store.KeptPromises(ctx, region, v.now.AddDate(0, 0, -90), v.now)
		if err != nil {
			return err
		}
		if kept.Due > 0 {
			view.Kept = append(view.Kept, keptRow{region, kept})
		}
	}
	return v.render(status, "promises", view)
}

func (v *visit) setPromise() error {
	days, err := strconv.Atoi(strings.TrimSpace(v.r.PostFormValue("hari")))
	if err == nil {
		err = v.o.Store.SetPromise(v.r.Context(), v.r.PostFormValue("status"), days, v.officer.Login, v.now)
	}
	if bad := (*strconv.NumError)(nil); errors.As(err, &bad) || errors.Is(err, store.ErrInvalid) {
		return v.showPromises(http.StatusUnprocessableEntity, v.say("office.promise.bad", "n", store.LongestPromise))
	}
	if err != nil {
		return err
	}
	return v.done("/janji", "janji")
}

// setHoliday makes a day free; without a name it is an office day again.
func (v *visit) setHoliday() error {
	err := v.o.Store.SetHoliday(v.r.Context(), store.Holiday{Day: v.r.PostFormValue("hari"), Name: cut(strings.TrimSpace(v.r.PostFormValue("nama")), 100)}, v.officer.Login, v.now)
	if errors.Is(err, store.ErrInvalid) {
		return v.showPromises(http.StatusUnprocessableEntity, v.say("office.promise.bad_day"))
	}
	if err != nil {
		return err
	}
	return v.done("/janji", "libur")
}
