package sqlite

import (
	"errors"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
)

func setPromise(t testing.TB, d *DB, status store.Status, days int) {
	t.Helper()
	if err := d.SetPromise(t.Context(), string(status), days, store.Operator, noon()); err != nil {
		t.Fatal(err)
	}
}

func TestCalendarCountsOfficeDays(t *testing.T) {
	t.Parallel()
	c := store.Calendar{Free: map[string]bool{"2026-08-17": true}}
	friday := time.Date(2026, 8, 14, 16, 30, 0, 0, time.UTC) // already Saturday, 00.30, in Kalimantan Timur
	for n, want := range map[int]string{0: "2026-08-15", 1: "2026-08-18", 4: "2026-08-21", 5: "2026-08-24"} {
		if got := c.After(friday, n); got.Format("2006-01-02 15:04:05") != want+" 23:59:59" {
			t.Errorf("%d office days after: %v, want %s", n, got, want)
		}
	}
}

func TestOnlyAnAdminPromises(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	office(t, d)
	for by, want := range map[string]store.Refusal{"adi": "", "sari": store.RefusedRole, "nur": store.RefusedRole, "siapa": store.RefusedUnknown} {
		if got := refusal(d.SetPromise(t.Context(), "diajukan", 3, by, noon())); got != want {
			t.Errorf("%s: %q, want %q", by, got, want)
		}
		if got := refusal(d.SetHoliday(t.Context(), store.Holiday{Day: "2026-12-25", Name: "Natal"}, by, noon())); got != want {
			t.Errorf("%s: %q, want %q", by, got, want)
		}
	}
	for _, p := range []struct {
		status string
		days   int
	}{{"disalurkan", 3}, {"diajukan", -1}, {"diajukan", 9999}, {"lulus", 1}} {
		if err := d.SetPromise(t.Context(), p.status, p.days, store.Operator, noon()); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%+v: %v", p, err)
		}
	}
	all, err := d.Promises(t.Context())
	if err != nil || all[0].Status != "diajukan" || all[0].Days != 3 || !all[0].Set || all[1].Set || all[1].Days == 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

// A promise is told only when the office made it; a default orders the queue and no more.
func TestPromisesOfACase(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := mustOpen(t, d, applicant(1))
	if c.Due.IsZero() || !c.Word.IsZero() {
		t.Errorf("by default due %v, told %v", c.Due, c.Word)
	}
	setPromise(t, d, store.CaseAtRegency, 2)
	setPromise(t, d, store.CaseAtProvince, 0)
	c = mustDecide(t, d, decideTo(c.Number, store.CaseAtRegency))
	if c.Word.IsZero() || !c.Word.Equal(c.Due) {
		t.Errorf("due %v, told %v", c.Due, c.Word)
	}
	if c = mustDecide(t, d, decideTo(c.Number, store.CaseAtProvince)); !c.Due.IsZero() || !c.Word.IsZero() {
		t.Errorf("nothing is promised there, but due %v, told %v", c.Due, c.Word)
	}
	k, err := d.KeptPromises(t.Context(), "64.72", noon(), noon().AddDate(1, 0, 0))
	if err != nil || k != (store.Kept{Due: 2, Kept: 2}) {
		t.Errorf("kept %+v, %v", k, err)
	}
}

func TestHoldOncePerLapse(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	setPromise(t, d, store.CaseAtRegency, 2)
	contact, err := d.Introduce(t.Context(), noon(), "telegram", "4711")
	if err != nil {
		t.Fatal(err)
	}
	n := applicant(1)
	n.Contact = contact
	c := mustDecide(t, d, decideTo(mustOpen(t, d, n).Number, store.CaseAtRegency))
	lapsing, err := d.Lapsing(t.Context(), c.Word.Add(time.Hour), 10)
	if err != nil || len(lapsing) != 1 {
		t.Fatalf("%v, %v", lapsing, err)
	}
	h := store.Holding{Number: c.Number, Word: c.Word, Next: c.Word.AddDate(0, 0, 7), At: c.Word.Add(-time.Hour),
		Letter: &store.Letter{Reply: conversations.Reply{Texts: []conversations.Text{{Literal: "lebih lama"}}}}}
	if err := d.Hold(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	if err := d.Hold(t.Context(), h); !errors.Is(err, store.ErrConflict) {
		t.Errorf("told twice: %v", err)
	}
	held, err := d.CaseByNumber(t.Context(), c.Number)
	if err != nil || !held.Due.Equal(c.Due) || !held.Word.Equal(h.Next) {
		t.Errorf("due %v, told %v, %v", held.Due, held.Word, err)
	}
	if updates, err := d.Updates(t.Context(), c.Number); err != nil || len(updates) != 1 || updates[0].Channel != "telegram" || updates[0].State != "" {
		t.Errorf("updates %+v, %v", updates, err)
	}
	late := decideTo(c.Number, store.CaseAtProvince)
	late.At = c.Word.Add(time.Hour)
	mustDecide(t, d, late)
	k, err := d.KeptPromises(t.Context(), "", c.Word.Add(-time.Minute), c.Word.Add(time.Minute))
	if err != nil || k != (store.Kept{Due: 1}) {
		t.Errorf("the promise that was held counts as %+v, %v", k, err)
	}
}

// News goes where the case came from, then to another address of the contact, then to others of the same person.
func TestWhereNewsGoes(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	contact, err := d.Introduce(t.Context(), noon(), "telegram", "4711")
	if err == nil {
		err = d.Join(t.Context(), noon().Add(time.Hour), contact, "whatsapp", "4712")
	}
	if err != nil {
		t.Fatal(err)
	}
	n := applicant(1)
	n.Contact, n.Channel, n.Applicant = contact, "telegram", nil
	c := mustOpen(t, d, n)
	send := func(to store.Status) store.Letter {
		t.Helper()
		dec := decideTo(c.Number, to)
		dec.Letter = &store.Letter{Reply: conversations.Reply{Texts: []conversations.Text{{Literal: "kabar"}}}}
		mustDecide(t, d, dec)
		due, err := d.Due(t.Context(), dec.At, 0, 10)
		if err != nil || len(due) != 1 {
			t.Fatalf("%d letters, %v", len(due), err)
		}
		return due[0]
	}
	lose := func(l store.Letter) []store.Unreached {
		t.Helper()
		if err := d.Settle(t.Context(), noon().Add(50*time.Hour), store.Settled{ID: l.ID, State: store.LetterGone, Reason: "gone"}); err != nil {
			t.Fatal(err)
		}
		lost, err := d.Unreached(t.Context(), noon())
		if err != nil {
			t.Fatal(err)
		}
		return lost
	}
	first := send(store.CaseAtVillage)
	if first.Channel != "telegram" || first.Address != "4711" {
		t.Errorf("news goes to %s", first.Channel)
	}
	lost := lose(first)
	if len(lost) != 1 || lost[0].To != contact || lost[0].Channel != "whatsapp" || lost[0].Letter.Reply.Texts[0].Literal != "kabar" {
		t.Fatalf("lost %+v", lost)
	}
	again := store.Letter{ID: first.ID + store.RerouteMark, Contact: contact, Channel: "whatsapp", Address: "4712", Case: c.Number}
	if _, err := d.Post(t.Context(), noon().Add(51*time.Hour), again); err != nil {
		t.Fatal(err)
	}
	if lost, err := d.Unreached(t.Context(), noon()); err != nil || len(lost) != 0 {
		t.Errorf("what went elsewhere is lost again: %+v, %v", lost, err)
	}
	due, err := d.Due(t.Context(), noon().Add(60*time.Hour), 0, 10)
	if err != nil || len(due) != 1 {
		t.Fatal(len(due), err)
	}
	if lost := lose(due[0]); len(lost) != 0 {
		t.Errorf("what went elsewhere in vain goes on for ever: %+v", lost)
	}
	// Somebody who filed for herself may be told; somebody who filed for her may not.
	for i, by := range []*store.Person{nil, {Name: "Budi"}} {
		other, err := d.Introduce(t.Context(), noon(), "telegram", conversations.Address("50"+string(rune('0'+i))))
		if err != nil {
			t.Fatal(err)
		}
		m := applicant(1)
		m.Key, m.Programme, m.Contact, m.Applicant, m.Year = "o"+string(rune('0'+i)), "wrse", other, by, 2027+i
		if err := d.SetWindow(t.Context(), "wrse", nil, m.Year, true, store.Operator, noon()); err != nil {
			t.Fatal(err)
		}
		mustOpen(t, d, m)
	}
	dec := decideTo(c.Number, store.CaseAtProvince)
	dec.Letter = &store.Letter{Reply: conversations.Reply{Texts: []conversations.Text{{Literal: "kabar"}}}}
	mustDecide(t, d, dec)
	if lost, err = d.Unreached(t.Context(), noon()); err != nil || len(lost) != 1 || lost[0].To == contact || lost[0].Address != "500" {
		t.Errorf("others of the same person: %+v, %v", lost, err)
	}
}
