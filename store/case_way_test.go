package store

import (
	"errors"
	"testing"
)

// The whole table of a case's way, written once more as the office would draw it: rows are where a case stands.
func TestCanGoFollowsTheTable(t *testing.T) {
	t.Parallel()
	//                          diajukan kel kab prov lengkapi tunggu setuju salur tolak batal
	table := map[Status]string{
		CaseSubmitted:  ". x x x x x x . x x",
		CaseAtVillage:  ". . x x x x x . x x",
		CaseAtRegency:  ". x . x x x x . x x",
		CaseAtProvince: ". x x . x x x . x x",
		CaseIncomplete: "x x x x . x x . x x",
		CaseWaitlisted: "x x x x . . x . x x",
		CaseApproved:   ". . . x . . . x . x",
		CaseDisbursed:  ". . . . . . . . . .",
		CaseRefused:    ". x x x . . . . . .",
		CaseCancelled:  ". . . . . . . . . .",
	}
	if len(table) != len(Statuses()) {
		t.Fatalf("the table has %d rows, there are %d states", len(table), len(Statuses()))
	}
	for from, row := range table {
		for i, to := range Statuses() {
			if want := row[i*2] == 'x'; CanGo(from, to) != want {
				t.Errorf("CanGo(%s, %s) = %v, want %v", from, to, !want, want)
			}
		}
	}
	if CanGo("draf", CaseSubmitted) || CanGo(CaseSubmitted, "lulus") || CanGo("", "") {
		t.Error("an unknown status goes somewhere")
	}
}

func TestEveryStatusCanBeReachedFromTheOpening(t *testing.T) {
	t.Parallel()
	seen := map[Status]bool{}
	var walk func(Status)
	walk = func(s Status) {
		if seen[s] {
			return
		}
		seen[s] = true
		for _, to := range Onward(s) {
			if !to.Known() {
				t.Errorf("%s leads to the unknown %q", s, to)
			}
			walk(to)
		}
	}
	walk(CaseSubmitted)
	if len(seen) != len(Statuses()) {
		t.Errorf("reached %d of %d states", len(seen), len(Statuses()))
	}
}

func TestPlacesAndClaims(t *testing.T) {
	t.Parallel()
	for _, s := range Statuses() {
		place := s != CaseRefused && s != CaseCancelled && s != CaseWaitlisted
		if s.TakesPlace() != place {
			t.Errorf("%s.TakesPlace() = %v", s, !place)
		}
		if s.Claims() != (place || s == CaseWaitlisted) {
			t.Errorf("%s.Claims() is wrong", s)
		}
	}
}

func TestTransitionErrorIsAConflictAndNamesTheWays(t *testing.T) {
	t.Parallel()
	err := error(&TransitionError{From: CaseApproved, To: CaseWaitlisted, Allowed: Onward(CaseApproved)})
	if !errors.Is(err, ErrTransition) || !errors.Is(err, ErrConflict) {
		t.Errorf("%v is not both a transition error and a conflict", err)
	}
	if want := "from disetujui a case goes to: disalurkan, diperiksa_provinsi, dibatalkan"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	if want := "from disalurkan a case goes nowhere"; (&TransitionError{From: CaseDisbursed}).Error() != want {
		t.Errorf("a final state's error is wrong")
	}
}
