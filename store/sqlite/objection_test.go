package sqlite

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"sapa/store"
)

func refused(t testing.TB, d *DB) store.Case {
	t.Helper()
	return mustDecide(t, d, decideTo(mustOpen(t, d, applicant(1)).Number, store.CaseRefused))
}

func objection(c store.Case, key string) store.Objection {
	return store.Objection{Key: key, Number: c.Number, Contact: c.Contact, Reason: "Bukan saya", File: "f9", At: noon().Add(72 * time.Hour)}
}

func TestObjectOncePerRefusal(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := refused(t, d)
	for range 2 {
		if got, err := d.Object(t.Context(), objection(c, "9.1.0")); err != nil || got.Reason != "Bukan saya" || got.File != "f9" || !got.Answered.IsZero() {
			t.Fatalf("%v, %v", got, err)
		}
	}
	if _, err := d.Object(t.Context(), objection(c, "9.2.0")); !errors.Is(err, store.ErrDuplicate) {
		t.Errorf("a second objection: %v", err)
	}
	if open, err := d.Objections(t.Context(), "64.72"); err != nil || len(open) != 1 {
		t.Errorf("%d are open, %v", len(open), err)
	}
	if open, err := d.Objections(t.Context(), "64.71"); err != nil || len(open) != 0 {
		t.Errorf("%d are open elsewhere, %v", len(open), err)
	}
	other := objection(c, "9.3.0")
	if other.Contact = "77"; !errors.Is(second(d.Object(t.Context(), other)), store.ErrNotFound) {
		t.Error("another contact objects")
	}
	// Accepted, examined and refused again, it may be objected to once more.
	accept := store.ObjectionAnswer{Key: "form-1", Number: c.Number, Accept: true, To: store.CaseAtProvince, By: store.Operator, At: noon().Add(80 * time.Hour)}
	for range 2 {
		if got, err := d.AnswerObjection(t.Context(), accept); err != nil || got.Status != store.CaseAtProvince {
			t.Fatalf("%s, %v", got.Status, err)
		}
	}
	if _, err := d.Object(t.Context(), objection(c, "9.4.0")); !errors.Is(err, store.ErrConflict) {
		t.Errorf("an objection to what is no refusal: %v", err)
	}
	mustDecide(t, d, decideTo(c.Number, store.CaseRefused))
	if _, err := d.ObjectionOf(t.Context(), c.Number); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the new refusal has an old objection: %v", err)
	}
	if _, err := d.Object(t.Context(), objection(c, "9.5.0")); err != nil {
		t.Error(err)
	}
}

func TestRejectingNeedsAPenyeliaAndAReason(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	c := refused(t, d)
	a := store.ObjectionAnswer{Number: c.Number, Note: "Tetap sama", By: "sari", At: noon().Add(80 * time.Hour)}
	if _, err := d.AnswerObjection(t.Context(), a); !errors.Is(err, store.ErrConflict) {
		t.Errorf("none is open: %v", err)
	}
	if _, err := d.Object(t.Context(), objection(c, "9.1.0")); err != nil {
		t.Fatal(err)
	}
	for by, want := range map[string]store.Refusal{"rina": store.RefusedRole, "tono": store.RefusedRegion, "adi": store.RefusedRole} {
		b := a
		if b.By = by; refusal(second(d.AnswerObjection(t.Context(), b))) != want {
			t.Errorf("%s answers", by)
		}
	}
	bare := a
	if bare.Note = ""; !errors.Is(second(d.AnswerObjection(t.Context(), bare)), store.ErrInvalid) {
		t.Error("rejected without a reason")
	}
	if got, err := d.AnswerObjection(t.Context(), a); err != nil || got.Status != store.CaseRefused {
		t.Errorf("%s, %v", got.Status, err)
	}
	if o, err := d.ObjectionOf(t.Context(), c.Number); err != nil || o.Accepted || o.Answer != "Tetap sama" || o.By != "sari" {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestTwoAnswersAtOnce(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := refused(t, d)
	if _, err := d.Object(t.Context(), objection(c, "9.1.0")); err != nil {
		t.Fatal(err)
	}
	var won atomic.Int32
	atOnce(4, func(i int) {
		_, err := d.AnswerObjection(t.Context(), store.ObjectionAnswer{Number: c.Number, Accept: i%2 == 0, To: store.CaseAtRegency, Note: "x", By: store.Operator, At: noon()})
		if err == nil {
			won.Add(1)
		} else if !errors.Is(err, store.ErrConflict) {
			t.Error(err)
		}
	})
	if won.Load() != 1 {
		t.Errorf("%d answered", won.Load())
	}
}
