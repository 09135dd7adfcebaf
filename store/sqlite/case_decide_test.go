package sqlite

import (
	"errors"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/vault"
)

func decideTo(number string, to store.Status) store.Decision {
	return store.Decision{Number: number, To: to, By: store.Operator, At: noon().Add(48 * time.Hour)}
}

func mustDecide(t testing.TB, d *DB, dec store.Decision) store.Case {
	t.Helper()
	c, err := d.Decide(t.Context(), dec)
	if err != nil {
		t.Fatalf("Decide %s: %v", dec.To, err)
	}
	return c
}

func TestDecideWritesEventAuditAndLetter(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	contact, err := d.Introduce(t.Context(), noon(), "telegram", "4711")
	if err != nil {
		t.Fatal(err)
	}
	n := applicant(1)
	n.Contact = contact
	c := mustOpen(t, d, n)
	dec := decideTo(c.Number, store.CaseApproved)
	dec.Note, dec.Expect = "Selamat, berkas lengkap", store.CaseSubmitted
	dec.Letter = &store.Letter{Channel: "whatsapp", Reply: conversations.Reply{Texts: []conversations.Text{{Literal: "kabar"}}}}
	got := mustDecide(t, d, dec)
	if got.Status != store.CaseApproved || !got.Changed.Equal(dec.At) || !got.Opened.Equal(n.At) {
		t.Errorf("case is %s since %v", got.Status, got.Changed)
	}
	events, err := d.CaseEvents(t.Context(), c.Number)
	want := store.CaseEvent{ID: c.Number + ".2", Number: c.Number, Place: 2, At: dec.At, From: store.CaseSubmitted, To: store.CaseApproved, Note: dec.Note, By: store.Operator}
	if err != nil || len(events) != 2 || !cmp.Equal(events[1], want) {
		t.Errorf("events: %v\n%s", err, cmp.Diff(want, events[len(events)-1]))
	}
	letters, err := d.Due(t.Context(), dec.At, 0, 10)
	if err != nil || len(letters) != 1 {
		t.Fatalf("%d letters, %v", len(letters), err)
	}
	l := letters[0]
	if l.ID != c.Number+".2" || l.Case != c.Number || l.Contact != contact || l.Address != "4711" || l.Priority != store.PriorityUpdate || l.Reply.Texts[0].Literal != "kabar" {
		t.Errorf("letter %+v", l)
	}
	log, err := d.AuditLog(t.Context(), c.Number, 0, 0)
	if err != nil || len(log) != 1 || log[0].Action != "case.decide" || log[0].By != store.Operator || log[0].Detail != "diajukan -> disetujui" {
		t.Errorf("audit log: %+v, %v", log, err)
	}
}

func TestDecideTwiceWithOneKeyIsOnce(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := mustOpen(t, d, applicant(1))
	dec := decideTo(c.Number, store.CaseAtVillage)
	dec.Key = "form-1"
	first := mustDecide(t, d, dec)
	again := mustDecide(t, d, dec)
	if !cmp.Equal(first, again) {
		t.Errorf("the second differs:\n%s", cmp.Diff(first, again))
	}
	if events, err := d.CaseEvents(t.Context(), c.Number); err != nil || len(events) != 2 {
		t.Errorf("%d events, %v", len(events), err)
	}
}

func TestDecideRefuses(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := mustOpen(t, d, applicant(1))
	_, err := d.Decide(t.Context(), decideTo(c.Number, store.CaseDisbursed))
	var te *store.TransitionError
	if !errors.As(err, &te) || !slices.Equal(te.Allowed, store.Onward(store.CaseSubmitted)) || !errors.Is(err, store.ErrConflict) {
		t.Errorf("a step that is none: %v", err)
	}
	stale := decideTo(c.Number, store.CaseApproved)
	stale.Expect = store.CaseAtProvince
	if _, err := d.Decide(t.Context(), stale); !errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrTransition) {
		t.Errorf("another status than expected: %v", err)
	}
	if _, err := d.Decide(t.Context(), decideTo("WRSE-2026-999999", store.CaseApproved)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown number: %v", err)
	}
	if _, err := d.Decide(t.Context(), decideTo("bukan nomor", store.CaseApproved)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no number: %v", err)
	}
	if _, err := d.Decide(t.Context(), decideTo(c.Number, "lulus")); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("unknown status: %v", err)
	}
	after, err := d.CaseByNumber(t.Context(), c.Number)
	if err != nil || !cmp.Equal(c, after) {
		t.Errorf("a refused decision changed the case: %v\n%s", err, cmp.Diff(c, after))
	}
}

func TestTwoOfficersAtOnceThroughTwoHandles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "sapa.db")
	v := vault.Memory()
	handles := []*DB{openAt(t, path, v), openAt(t, path, v)}
	if err := handles[0].SetWindow(t.Context(), "wrse", nil, 2026, true, "admin", noon()); err != nil {
		t.Fatal(err)
	}
	for round := range 10 {
		c := mustOpen(t, handles[0], applicant(round))
		var won, lost atomic.Int32
		atOnce(4, func(i int) {
			dec := decideTo(c.Number, []store.Status{store.CaseApproved, store.CaseRefused}[i%2])
			dec.Expect = store.CaseSubmitted
			switch _, err := handles[i%2].Decide(t.Context(), dec); {
			case err == nil:
				won.Add(1)
			case errors.Is(err, store.ErrConflict):
				lost.Add(1)
			default:
				t.Errorf("Decide: %v", err)
			}
		})
		events, err := handles[1].CaseEvents(t.Context(), c.Number)
		if won.Load() != 1 || lost.Load() != 3 || err != nil || len(events) != 2 {
			t.Fatalf("%d won, %d were told, %d events, %v", won.Load(), lost.Load(), len(events), err)
		}
	}
	if broken, err := handles[0].VerifyAudit(t.Context()); broken != 0 || err != nil {
		t.Errorf("audit log broken at %d, %v", broken, err)
	}
}

func TestACancelledCaseFreesPlaceAndNIK(t *testing.T) {
	t.Parallel()
	d := opened(t, 1)
	c := mustOpen(t, d, applicant(1))
	mustDecide(t, d, store.Decision{Number: c.Number, To: store.CaseCancelled, At: noon().Add(time.Hour)})
	if log, err := d.AuditLog(t.Context(), c.Number, 0, 0); err != nil || len(log) != 0 {
		t.Errorf("the person's own act is in the office's log: %v, %v", log, err)
	}
	again := applicant(1)
	again.Key = "2.40.0"
	if got := mustOpen(t, d, again); got.Number != "WRSE-2026-000002" || got.Status != store.CaseSubmitted {
		t.Errorf("filed again: %s %s", got.Number, got.Status)
	}
}

func TestTakingUpARefusedCaseAgain(t *testing.T) {
	t.Parallel()
	d := opened(t, 1)
	c := mustOpen(t, d, applicant(1))
	mustDecide(t, d, decideTo(c.Number, store.CaseRefused))
	other := mustOpen(t, d, applicant(2))
	if _, err := d.Decide(t.Context(), decideTo(c.Number, store.CaseAtRegency)); !errors.Is(err, store.ErrFull) {
		t.Errorf("no place is free: %v", err)
	}
	mustDecide(t, d, decideTo(other.Number, store.CaseCancelled))
	again := applicant(1)
	again.Key = "2.50.0"
	second := mustOpen(t, d, again)
	if err := d.SetQuota(t.Context(), "wrse", nil, 2026, 5, "admin", noon()); err != nil {
		t.Fatal(err)
	}
	var dup *store.DuplicateError
	if _, err := d.Decide(t.Context(), decideTo(c.Number, store.CaseAtRegency)); !errors.As(err, &dup) || dup.Number != second.Number {
		t.Errorf("a newer case of the same person: %v", err)
	}
	mustDecide(t, d, decideTo(second.Number, store.CaseCancelled))
	if got := mustDecide(t, d, decideTo(c.Number, store.CaseAtRegency)); got.Status != store.CaseAtRegency {
		t.Errorf("taken up again: %s", got.Status)
	}
	third := applicant(1)
	third.Key = "2.60.0"
	if _, err := d.OpenCase(t.Context(), third); !errors.Is(err, store.ErrDuplicate) {
		t.Errorf("the case taken up again does not stand in the way: %v", err)
	}
}

func TestALetterThatReachesNobodyDoesNotStopADecision(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := mustOpen(t, d, applicant(1)) // its contact has no address
	dec := decideTo(c.Number, store.CaseApproved)
	dec.Letter = &store.Letter{Reply: conversations.Reply{Texts: []conversations.Text{{Literal: "kabar"}}}}
	if got := mustDecide(t, d, dec); got.Status != store.CaseApproved {
		t.Errorf("case is %s", got.Status)
	}
}
