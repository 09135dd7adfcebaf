package sqlite

import (
	"errors"
	"testing"
	"time"

	"sapa/store"
)

func TestWaitingListSaysWhy(t *testing.T) {
	t.Parallel()
	d := opened(t, 0)
	office(t, d)
	var cases []store.Case
	for i := range 3 {
		n := applicant(i)
		n.Waiting, n.At = true, noon().Add(time.Duration(i)*time.Hour)
		cases = append(cases, mustOpen(t, d, n))
	}
	p := store.Priority{Number: cases[2].Number, Level: 2, Reason: "Rumahnya terbakar", By: "rina"}
	if err := d.SetPriority(t.Context(), p, noon()); refusal(err) != store.RefusedRole {
		t.Errorf("a petugas: %v", err)
	}
	if p.By = "sari"; d.SetPriority(t.Context(), p, noon()) != nil {
		t.Error("a penyelia may not")
	}
	list, err := d.WaitingList(t.Context(), "wrse", "64.72", 2026, 10)
	if err != nil || len(list) != 3 || list[0].Number != cases[2].Number || list[0].Reason != "Rumahnya terbakar" || list[1].Number != cases[0].Number || list[1].Reason != "" {
		t.Errorf("%+v, %v", list, err)
	}
	for i, w := range list {
		if place, of, err := d.WaitingPlace(t.Context(), w.Number); err != nil || place != i+1 || of != 3 || w.Place != place {
			t.Errorf("%s is told place %d of %d, %v", w.Number, place, of, err)
		}
	}
	if p.Reason = ""; !errors.Is(d.SetPriority(t.Context(), p, noon()), store.ErrInvalid) {
		t.Error("a priority without a reason")
	}
}

func TestDisbursementsMakeStagesReal(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	if err := d.SetStage(t.Context(), store.Stage{Programme: "wrse", Region: "64.72", Year: 2026, Stage: 1, Planned: 20, Realised: 1}, store.Operator, noon()); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		c := mustDecide(t, d, decideTo(mustOpen(t, d, applicant(i)).Number, store.CaseApproved))
		dec := decideTo(c.Number, store.CaseDisbursed)
		dec.Disbursed = &store.Disbursement{Day: "2026-09-30", Form: store.DisbursedGoods, Amount: 3_000_000, What: "kompor", Stage: 1}
		mustDecide(t, d, dec)
		if got, err := d.DisbursementOf(t.Context(), c.Number); err != nil || got != *dec.Disbursed {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if stages, err := d.Stages(t.Context(), "wrse", 2026); err != nil || stages[0].Realised != 2 {
		t.Errorf("%+v, %v", stages, err)
	}
	if _, err := d.DisbursementOf(t.Context(), "WRSE-2026-000099"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("of no case: %v", err)
	}
	c := mustDecide(t, d, decideTo(mustOpen(t, d, applicant(9)).Number, store.CaseApproved))
	for _, b := range []store.Disbursement{{Form: "uang"}, {Day: "2026-09-30", Form: "emas"}, {Day: "2026-09-30", Form: "uang", Amount: -1}} {
		dec := decideTo(c.Number, store.CaseDisbursed)
		dec.Disbursed = &b
		if _, err := d.Decide(t.Context(), dec); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%+v: %v", b, err)
		}
	}
}
