package sqlite

import (
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"sapa/store"
	"sapa/store/vault"
)

// reported fills a database with cases of two days: one approved, one refused and approved after an objection, one open.
func reported(t *testing.T, d *DB) {
	t.Helper()
	var cases []store.Case
	for i := range 3 {
		n := applicant(i)
		n.At = noon().AddDate(0, 0, i/2)
		cases = append(cases, mustOpen(t, d, n))
	}
	decide := func(c store.Case, to store.Status, days int) {
		dec := decideTo(c.Number, to)
		dec.At = c.Opened.AddDate(0, 0, days)
		mustDecide(t, d, dec)
	}
	decide(cases[0], store.CaseApproved, 3)
	decide(cases[1], store.CaseRefused, 20)
	decide(cases[1], store.CaseAtRegency, 21)
	decide(cases[1], store.CaseApproved, 30)
}

// counts are all that reports tell of a year.
type counts struct {
	Days  []store.DayCount
	Times []store.DecisionTime
	Kept  []store.KeptDay
	Year  []store.CaseCount
}

func countsOf(t *testing.T, d *DB, f store.ReportFilter) (c counts) {
	t.Helper()
	var err error
	f.Since, f.Until = noon().AddDate(0, 0, -1), noon().AddDate(1, 0, 0)
	if c.Days, err = d.CasesByDay(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if c.Times, err = d.DecisionTimes(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if c.Kept, err = d.KeptByDay(t.Context(), f.Region, f.Since, f.Until); err != nil {
		t.Fatal(err)
	}
	if c.Year, err = d.CasesOfYear(t.Context(), 2026); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestReportsCountFirstDecisions(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	reported(t, d)
	got := countsOf(t, d, store.ReportFilter{})
	day := func(n int) time.Time {
		y, m, dd := noon().In(time.FixedZone("WITA", ahead/1000)).Date()
		return time.Date(y, m, dd+n, 0, 0, 0, 0, time.FixedZone("WITA", ahead/1000))
	}
	want := []store.DayCount{{Day: day(0), Opened: 2}, {Day: day(1), Opened: 1}, {Day: day(3), Approved: 1}, {Day: day(20), Refused: 1}}
	if len(got.Days) != len(want) {
		t.Fatalf("days %+v", got.Days)
	}
	for i := range want {
		if g := got.Days[i]; !g.Day.Equal(want[i].Day) || g.Opened != want[i].Opened || g.Approved != want[i].Approved || g.Refused != want[i].Refused {
			t.Errorf("%+v, want %+v", g, want[i])
		}
	}
	if want := []store.DecisionTime{{Programme: "wrse", Region: "64.72", Days: 3, N: 1}, {Programme: "wrse", Region: "64.72", Days: 20, N: 1}}; !reflect.DeepEqual(got.Times, want) {
		t.Errorf("times %+v", got.Times)
	}
	year := []store.CaseCount{{Programme: "wrse", Region: "64.72", Status: store.CaseSubmitted, N: 1}, {Programme: "wrse", Region: "64.72", Status: store.CaseApproved, N: 2}}
	slices.SortFunc(got.Year, func(a, b store.CaseCount) int { return a.N - b.N })
	if !reflect.DeepEqual(got.Year, year) {
		t.Errorf("of the year %+v, want %+v", got.Year, year)
	}
	due, kept := 0, 0
	for _, k := range got.Kept {
		due, kept = due+k.Due, kept+k.Kept.Kept
	}
	if due != 6 || kept != 2 { // of the case approved at once, and of the last approval
		t.Errorf("%d promises fell due, %d were kept", due, kept)
	}
	for _, f := range []store.ReportFilter{{Region: "64.71"}, {Programme: "kube"}} {
		if c := countsOf(t, d, f); len(c.Days)+len(c.Times) != 0 {
			t.Errorf("%+v counts %+v", f, c)
		}
	}
	if n, err := d.Overdue(t.Context(), "64.72", "", noon().AddDate(1, 0, 0)); err != nil || n != 3 {
		t.Errorf("%d overdue, %v", n, err)
	}
	if n, err := d.Overdue(t.Context(), "64.71", "", noon().AddDate(1, 0, 0)); err != nil || n != 0 {
		t.Errorf("%d overdue elsewhere, %v", n, err)
	}
	if n, err := d.Overdue(t.Context(), "", "rina", noon().AddDate(1, 0, 0)); err != nil || n != 0 {
		t.Errorf("%d overdue of an officer who has none, %v", n, err)
	}
}

// An installation that has cases already counts them after the migration as if it had always counted.
func TestReportsCountWhatWasThereBefore(t *testing.T) {
	t.Parallel()
	path, v := filepath.Join(t.TempDir(), "sapa.db"), vault.Memory()
	d, err := Open(t.Context(), path, v)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.SetWindow(t.Context(), "wrse", nil, 2026, true, store.Operator, noon()); err != nil {
		t.Fatal(err)
	}
	reported(t, d)
	before := countsOf(t, d, store.ReportFilter{})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	takeBack(t, path, 156)
	if d, err = Open(t.Context(), path, v); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if after := countsOf(t, d, store.ReportFilter{}); !reflect.DeepEqual(after, before) {
		t.Errorf("counts %+v, before %+v", after, before)
	}
}
