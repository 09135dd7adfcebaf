package casework

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"sapa/store"
)

func TestCheckGiven(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.must(r.db.SetStage(t.Context(), store.Stage{Programme: "wrse", Region: "64.72", Year: 2026, Stage: 1, Planned: 20}, store.Operator, r.now))
	r.must(r.db.SetStage(t.Context(), store.Stage{Programme: "wrse", Region: "64.71", Year: 2026, Stage: 2, Planned: 20}, store.Operator, r.now))
	good := store.Disbursement{Day: "2026-08-03", Form: store.DisbursedGoods, What: "Kompor", Stage: 1}
	for _, tt := range []struct {
		name   string
		change func(*store.Disbursement)
		want   []GivenProblem
	}{
		{"goods of today", func(*store.Disbursement) {}, nil},
		{"money", func(b *store.Disbursement) { b.Form, b.Amount, b.What = store.DisbursedMoney, 3_000_000, "" }, nil},
		{"no stage", func(b *store.Disbursement) { b.Stage = 0 }, nil},
		{"no day", func(b *store.Disbursement) { b.Day = "" }, []GivenProblem{GivenNoDay}},
		{"a day of no calendar", func(b *store.Disbursement) { b.Day = "2026-02-30" }, []GivenProblem{GivenNoDay}},
		{"tomorrow", func(b *store.Disbursement) { b.Day = "2026-08-04" }, []GivenProblem{GivenLateDay}},
		{"before the application", func(b *store.Disbursement) { b.Day = "2026-08-02" }, []GivenProblem{GivenEarlyDay}},
		{"no form", func(b *store.Disbursement) { b.Form = "" }, []GivenProblem{GivenNoForm}},
		{"money without an amount", func(b *store.Disbursement) { b.Form = store.DisbursedMoney }, []GivenProblem{GivenNoAmount}},
		{"less than nothing", func(b *store.Disbursement) { b.Amount = -1 }, []GivenProblem{GivenBadAmount}},
		{"too much", func(b *store.Disbursement) { b.Amount = GivenAmountMost + 1 }, []GivenProblem{GivenBadAmount}},
		{"goods of no kind", func(b *store.Disbursement) { b.What = " " }, []GivenProblem{GivenNoWhat}},
		{"a novel", func(b *store.Disbursement) { b.What = strings.Repeat("a", GivenWhatMost+1) }, []GivenProblem{GivenLongWhat}},
		{"a stage of another kab/kota", func(b *store.Disbursement) { b.Stage = 2 }, []GivenProblem{GivenNoStage}},
		{"no number of a stage", func(b *store.Disbursement) { b.Stage = -1 }, []GivenProblem{GivenBadStage}},
		{"nothing at all", func(b *store.Disbursement) { *b = store.Disbursement{} }, []GivenProblem{GivenNoDay, GivenNoForm}},
		{"everything wrong", func(b *store.Disbursement) {
			*b = store.Disbursement{Day: "2030-01-01", Form: "barang", Amount: -1, Stage: 99}
		},
			[]GivenProblem{GivenLateDay, GivenBadAmount, GivenNoWhat, GivenBadStage}},
	} {
		b := good
		tt.change(&b)
		err := r.CheckGiven(t.Context(), r.kase.CaseHead, b, r.now)
		var wrong *GivenError
		errors.As(err, &wrong)
		if (err == nil) != (tt.want == nil) || wrong != nil && (!reflect.DeepEqual(wrong.Problems, tt.want) || !errors.Is(err, store.ErrInvalid)) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

// A step that cannot be taken is told of before what it would need, and what it needs before anything is written.
func TestTheStepIsLookedAtFirst(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.must(r.db.AddOfficer(t.Context(), store.Officer{Login: "rina", Name: "Rina", Role: store.RoleOfficer, Region: "64.72"}, store.Operator, r.now))
	bad := &store.Disbursement{Form: "emas"}
	dec := r.decision(store.CaseDisbursed)
	for _, dec.Disbursed = range []*store.Disbursement{nil, bad} {
		if _, err := r.Decide(t.Context(), dec); !errors.Is(err, store.ErrTransition) {
			t.Errorf("disbursed what was never approved: %v", err)
		}
	}
	refuse := r.decision(store.CaseRefused)
	refuse.By = "rina"
	if _, err := r.Decide(t.Context(), refuse); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("refused by a petugas, without a reason: %v", err)
	}
	if _, err := r.Decide(t.Context(), r.decision(store.CaseApproved)); err != nil {
		t.Fatal(err)
	}
	dec.Disbursed = nil
	if _, err := r.Decide(t.Context(), dec); !errors.Is(err, ErrLacks) {
		t.Errorf("nothing was given: %v", err)
	}
	dec.Disbursed = bad
	if _, err := r.Decide(t.Context(), dec); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("gold was given: %v", err)
	}
	dec.Key, dec.Disbursed = "sekali", &store.Disbursement{Day: "2026-08-03", Form: store.DisbursedGoods, What: "Kompor"}
	for range 2 { // a double click
		if got, err := r.Decide(t.Context(), dec); err != nil || got.Status != store.CaseDisbursed {
			t.Errorf("%s, %v", got.Status, err)
		}
	}
	if got := len(r.letters()); got != 2 {
		t.Errorf("%d letters", got)
	}
}
