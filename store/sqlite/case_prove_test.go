package sqlite

import (
	"crypto/rand"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
)

func TestProve(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := mustOpen(t, d, applicant(1))
	tests := []struct {
		name, number string
		kind         store.Proof
		value        string
		want         error
	}{
		{"birth date", c.Number, store.ProofBirth, "1985-07-05", nil},
		{"number as people write it", "wrse 2026 1", store.ProofBirth, "1985-07-05", nil},
		{"last four of the NIK", c.Number, store.ProofNIK, "9901", nil},
		{"wrong birth date", c.Number, store.ProofBirth, "1985-07-06", store.ErrProof},
		{"wrong four", c.Number, store.ProofNIK, "9902", store.ErrProof},
		{"whole NIK", c.Number, store.ProofNIK, "6472034507859901", store.ErrProof},
		{"nothing", c.Number, store.ProofNIK, "", store.ErrProof},
		{"another kind", c.Number, "nama", "Siti Aminah", store.ErrProof},
		{"unknown number", "WRSE-2026-000002", store.ProofNIK, "9901", store.ErrProof},
		{"no number", "halo", store.ProofNIK, "", store.ErrProof},
	}
	for i, tt := range tests {
		contact := conversations.ContactID(fmt.Sprint(100 + i))
		// A day between the tries, so that the case's own limit stays out of it.
		got, err := d.Prove(t.Context(), rand.Text(), tt.number, contact, tt.kind, tt.value, noon().Add(time.Duration(i)*25*time.Hour))
		if !errors.Is(err, tt.want) || tt.want == nil && (err != nil || got.Number != c.Number) {
			t.Errorf("%s: %v", tt.name, err)
		}
		if err != nil && got.Number != "" {
			t.Errorf("%s: shows the case in spite of %v", tt.name, err)
		}
	}
}

func TestProveWithoutBirthDateOnFile(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	n := applicant(1)
	n.Person.Birth, n.Person.NIK = "", ""
	c := mustOpen(t, d, n)
	for _, kind := range []store.Proof{store.ProofBirth, store.ProofNIK} {
		if _, err := d.Prove(t.Context(), rand.Text(), c.Number, "50", kind, "", noon()); !errors.Is(err, store.ErrProof) {
			t.Errorf("%s: an empty proof gave %v", kind, err)
		}
	}
}

func TestProveIsLimitedPerContact(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	a, b := mustOpen(t, d, applicant(1)), mustOpen(t, d, applicant(2))
	try := func(number string, value string, after time.Duration) error {
		_, err := d.Prove(t.Context(), rand.Text(), number, "50", store.ProofNIK, value, noon().Add(after))
		return err
	}
	for range 4 { // right proofs are no wrong ones
		if err := try(a.Number, "9901", 0); err != nil {
			t.Fatalf("a right proof: %v", err)
		}
	}
	for i, number := range []string{a.Number, "WRSE-2026-777777", b.Number} {
		if err := try(number, "0000", time.Duration(i)*time.Hour); !errors.Is(err, store.ErrProof) {
			t.Fatalf("try %d: %v", i+1, err)
		}
	}
	if err := try(a.Number, "9901", 3*time.Hour); !errors.Is(err, store.ErrTooMany) {
		t.Errorf("a right proof after three wrong ones: %v", err)
	}
	if _, err := d.Prove(t.Context(), rand.Text(), a.Number, "51", store.ProofNIK, "9901", noon().Add(3*time.Hour)); err != nil {
		t.Errorf("another contact: %v", err)
	}
	if err := try(a.Number, "9901", 24*time.Hour); err != nil {
		t.Errorf("a day after the first: %v", err)
	}
}

func TestProveIsLimitedPerCase(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := mustOpen(t, d, applicant(1))
	for _, number := range []string{c.Number, "WRSE-2026-777777"} {
		var wrong, many atomic.Int32
		atOnce(12, func(i int) {
			_, err := d.Prove(t.Context(), rand.Text(), number, conversations.ContactID(fmt.Sprint(number, i)), store.ProofNIK, "0000", noon())
			switch {
			case errors.Is(err, store.ErrProof):
				wrong.Add(1)
			case errors.Is(err, store.ErrTooMany):
				many.Add(1)
			default:
				t.Errorf("Prove: %v", err)
			}
		})
		if wrong.Load() != 5 || many.Load() != 7 {
			t.Errorf("%s: %d were told it is wrong, %d that it is too often", number, wrong.Load(), many.Load())
		}
	}
}

func TestProofCountsOnce(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := mustOpen(t, d, applicant(1))
	for i := range 2 * store.ProofsPerContact { // a crash has the same request repeated
		if _, err := d.Prove(t.Context(), "50.3.1", c.Number, "50", store.ProofNIK, "0000", noon()); !errors.Is(err, store.ErrProof) {
			t.Fatalf("repetition %d: %v", i, err)
		}
	}
	if _, err := d.Prove(t.Context(), "50.4.1", c.Number, "50", store.ProofNIK, "9901", noon()); err != nil {
		t.Errorf("a right proof after one wrong one: %v", err)
	}
}
