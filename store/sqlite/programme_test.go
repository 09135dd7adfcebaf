package sqlite

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/store"
)

func TestAFreshInstallationIsClosed(t *testing.T) {
	t.Parallel()
	rows, err := fresh(t).ProgrammeTable(t.Context(), 2026)
	if err != nil || len(rows) != 40 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, r := range rows {
		if r.Window != (store.Window{Quota: store.Unlimited}) {
			t.Errorf("%s in %s: %+v", r.Programme, r.Region, r.Window)
		}
	}
	if rows[0].Programme != "wrse" || rows[0].Region != "64.01" || rows[39].Programme != "terencana" || rows[39].Region != "64.74" {
		t.Errorf("order: first %+v, last %+v", rows[0], rows[39])
	}
}

func TestWindowsAndQuotas(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	ctx := t.Context()
	morning, evening := noon().Add(-4*time.Hour), noon().Add(6*time.Hour)
	steps := []error{
		d.SetWindow(ctx, "wrse", nil, 2026, true, "admin", morning),
		d.SetWindow(ctx, "wrse", []string{"64.11"}, 2026, false, "admin", evening),
		d.SetQuota(ctx, "wrse", nil, 2026, 20, "admin", morning),
		d.SetQuota(ctx, "wrse", []string{"64.72", "64.11"}, 2026, 2, "admin", evening),
	}
	for i, err := range steps {
		if err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	mustOpen(t, d, applicant(1))
	want := map[string]store.Window{
		"64.72": {Open: true, Opened: morning, Quota: 2, Taken: 1},
		"64.71": {Open: true, Opened: morning, Quota: 20},
		"64.11": {Opened: morning, Closed: evening, Quota: 2},
	}
	for region, w := range want {
		got, err := d.Window(ctx, "wrse", region, 2026)
		if diff := cmp.Diff(w, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", region, err, diff)
		}
	}
	if w, err := d.Window(ctx, "wrse", "64.72", 2027); err != nil || w.Open {
		t.Errorf("another year: %+v, %v", w, err)
	}
	log, err := d.AuditLog(ctx, "wrse/2026/64.11", 0, 0)
	if err != nil || len(log) != 4 || log[1].Action != "window.close" || log[3].Detail != "2" || log[3].By != "admin" {
		t.Errorf("audit log: %+v, %v", log, err)
	}
}

func TestWindowsRefuseWhatIsNot(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	ctx := t.Context()
	_, err := d.Window(ctx, "wrse", "64.73", 2026)
	for name, tt := range map[string]struct{ got, want error }{
		"programme":      {d.SetWindow(ctx, "wsre", nil, 2026, true, "a", noon()), store.ErrNotFound},
		"region":         {d.SetWindow(ctx, "wrse", []string{"64.72", "6472"}, 2026, true, "a", noon()), store.ErrNotFound},
		"year":           {d.SetQuota(ctx, "wrse", nil, 26, 5, "a", noon()), store.ErrInvalid},
		"quota":          {d.SetQuota(ctx, "wrse", nil, 2026, -2, "a", noon()), store.ErrInvalid},
		"unknown region": {err, store.ErrNotFound},
		"stage":          {d.SetStage(ctx, store.Stage{Programme: "wrse", Region: "64.72", Year: 2026}, "a", noon()), store.ErrInvalid},
		"stage region":   {d.SetStage(ctx, store.Stage{Programme: "wrse", Year: 2026, Stage: 1}, "a", noon()), store.ErrNotFound},
	} {
		if !errors.Is(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", name, tt.got, tt.want)
		}
	}
	if w, err := d.Window(ctx, "wrse", "64.72", 2026); err != nil || w.Open {
		t.Errorf("half of a refused order was done: %+v, %v", w, err)
	}
}

func TestOpenExamples(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	ctx := t.Context()
	if err := d.SetWindow(ctx, "wrse", []string{"64.01"}, 2026, false, "admin", noon()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.OpenExamples(ctx, 2026, noon()); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.SetQuota(ctx, "kube", []string{"64.02"}, 2026, 7, "admin", noon()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		programme, region string
		want              store.Window
	}{
		{"wrse", "64.01", store.Window{Closed: noon(), Quota: store.Unlimited}},
		{"wrse", "64.72", store.Window{Open: true, Opened: noon(), Quota: 20, Example: true}},
		{"kube", "64.72", store.Window{Open: true, Opened: noon(), Quota: 50, Example: true}},
		{"kube", "64.02", store.Window{Open: true, Opened: noon(), Quota: 7}},
		{"lks", "64.74", store.Window{Open: true, Opened: noon(), Quota: store.Unlimited, Example: true}},
	} {
		got, err := d.Window(ctx, tt.programme, tt.region, 2026)
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%s %s: %v\n%s", tt.programme, tt.region, err, diff)
		}
	}
}

func TestStages(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	september := time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC)
	first := store.Stage{Programme: "kube", Region: "64.72", Year: 2026, Stage: 1, Planned: 30, Realised: 12, Target: september, Note: "Tahap pertama"}
	second := store.Stage{Programme: "kube", Region: "64.72", Year: 2026, Stage: 2, Planned: 20}
	other := store.Stage{Programme: "kube", Region: "64.02", Year: 2026, Stage: 1, Planned: 50}
	for _, s := range []store.Stage{second, first, other} {
		if err := d.SetStage(t.Context(), s, "admin", noon()); err != nil {
			t.Fatal(err)
		}
	}
	first.Realised = 30
	if err := d.SetStage(t.Context(), first, "admin", noon().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	first.Changed, second.Changed, other.Changed = noon().Add(time.Hour), noon(), noon()
	got, err := d.Stages(t.Context(), "kube", 2026)
	if diff := cmp.Diff([]store.Stage{other, first, second}, got); diff != "" || err != nil {
		t.Errorf("stages: %v\n%s", err, diff)
	}
	if none, err := d.Stages(t.Context(), "wrse", 2026); err != nil || len(none) != 0 {
		t.Errorf("another programme: %v, %v", none, err)
	}
	log, err := d.AuditLog(t.Context(), "kube/2026/64.72", 0, 0)
	if err != nil || len(log) != 3 || log[2].Detail != "stage 1: 30 of 30" {
		t.Errorf("audit log: %+v, %v", log, err)
	}
}
