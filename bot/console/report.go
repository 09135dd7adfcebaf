package console

import (
	"context"
	"net/http"
	"slices"
	"time"

	"sapa/store"
)

type reportStore interface {
	CasesByDay(ctx context.Context, f store.ReportFilter) ([]store.DayCount, error)
	DecisionTimes(ctx context.Context, f store.ReportFilter) ([]store.DecisionTime, error)
	CasesOfYear(ctx context.Context, year int) ([]store.CaseCount, error)
	KeptByDay(ctx context.Context, region string, since, until time.Time) ([]store.KeptDay, error)
}

// The lengths of a period, and how many of them a report shows.
const (
	perWeek  = "minggu"
	perMonth = "bulan"
	periods  = 12
)

// reportView is what the office did, in figures. It holds nothing about a person.
type reportView struct {
	Filter store.ReportFilter
	Per    string
	Year   int
	Years  []int
	Locked bool // the officer works in one kab/kota only
	Total  store.DayCount
	Kept   store.Kept
	Middle waited // of all
	Flow   columns
	Told   columns
	Times  []waited
	Quotas []quotaChart
}

// report shows applications and decisions over time, against the quotas, how long decisions took, and kept promises.
func (v *visit) report() error {
	q := v.r.URL.Query()
	view := reportView{Per: q.Get("per"), Locked: v.officer.Region != "", Years: v.years(),
		Filter: store.ReportFilter{Programme: q.Get("program"), Region: q.Get("wilayah")}}
	if view.Locked {
		view.Filter.Region = v.officer.Region
	}
	var err error
	if view.Year, err = v.year(q.Get("tahun")); err != nil {
		return err
	}
	if view.Filter.Programme != "" {
		if _, err := store.ProgrammeByID(view.Filter.Programme); err != nil {
			return refuse(http.StatusBadRequest, "office.error.filter")
		}
	}
	switch view.Per {
	case "":
		view.Per = perWeek
	case perWeek, perMonth:
	default:
		return refuse(http.StatusBadRequest, "office.error.filter")
	}
	spans := v.periods(view.Per)
	view.Filter.Since, view.Filter.Until = spans[0].from, spans[len(spans)-1].to
	for _, fill := range []func(context.Context, *reportView, []period) error{v.fillFlow, v.fillKept, v.fillTimes, v.fillQuotas} {
		if err := fill(v.r.Context(), &view, spans); err != nil {
			return err
		}
	}
	return v.render(http.StatusOK, "report", view)
}

// period is some days in a row.
type period struct {
	from, to    time.Time // to is the midnight after it
	short, long string
}

// periods are the last ones, this one too; the earliest first.
func (v *visit) periods(per string) []period {
	now := v.now.In(v.o.Place)
	from := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, v.o.Place)
	next := func(t time.Time, n int) time.Time { return t.AddDate(0, n, 0) }
	if per == perWeek {
		from = time.Date(now.Year(), now.Month(), now.Day()-(int(now.Weekday())+6)%7, 0, 0, 0, 0, v.o.Place) // Monday
		next = func(t time.Time, n int) time.Time { return t.AddDate(0, 0, 7*n) }
	}
	out := make([]period, periods)
	for i := range out {
		p := period{from: next(from, i-periods+1), to: next(from, i-periods+2)}
		p.short, p.long = v.pages().spanName(p, per)
		out[i] = p
	}
	return out
}

// at finds the period of a day; -1 when it is in none.
func at(spans []period, day time.Time) int {
	return slices.IndexFunc(spans, func(p period) bool { return !day.Before(p.from) && day.Before(p.to) })
}

func (v *visit) fillFlow(ctx context.Context, view *reportView, spans []period) error {
	days, err := v.o.Store.CasesByDay(ctx, view.Filter)
	if err != nil {
		return err
	}
	view.Flow = columns{ID: "arus", Title: v.say("office.report.flow"),
		Series: []string{v.say("office.report.opened"), v.say("office.report.approved"), v.say("office.report.refused")}, Rows: rows(spans, 3)}
	for _, d := range days {
		if i := at(spans, d.Day); i >= 0 {
			n := view.Flow.Rows[i].N
			n[0], n[1], n[2] = n[0]+d.Opened, n[1]+d.Approved, n[2]+d.Refused
		}
		view.Total.Opened += d.Opened
		view.Total.Approved += d.Approved
		view.Total.Refused += d.Refused
	}
	view.Flow.draw()
	return nil
}

func (v *visit) fillKept(ctx context.Context, view *reportView, spans []period) error {
	days, err := v.o.Store.KeptByDay(ctx, view.Filter.Region, view.Filter.Since, v.now)
	if err != nil {
		return err
	}
	view.Told = columns{ID: "janji", Title: v.say("office.report.promises"), Series: []string{v.say("office.promise.due"), v.say("office.promise.in_time")}, Rows: rows(spans, 2)}
	for _, d := range days {
		if i := at(spans, d.Day); i >= 0 {
			n := view.Told.Rows[i].N
			n[0], n[1] = n[0]+d.Due, n[1]+d.Kept.Kept
		}
		view.Kept.Due += d.Due
		view.Kept.Kept += d.Kept.Kept
	}
	view.Told.draw()
	return nil
}

func rows(spans []period, series int) []columnsRow {
	out := make([]columnsRow, len(spans))
	for i, p := range spans {
		out[i] = columnsRow{Short: p.short, Long: p.long, N: make([]int, series)}
	}
	return out
}
