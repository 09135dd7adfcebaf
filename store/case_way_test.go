package store

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
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

// Who may take a case where, written once more: P a petugas (and a penyelia), S a penyelia only, c the person as well.
func TestRolesFollowTheTable(t *testing.T) {
	t.Parallel()
	//                          diajukan kel kab prov lengkapi tunggu setuju salur tolak batal
	table := map[Status]string{
		CaseSubmitted:  ".  P  P  P  P  S  S  .  S  Pc",
		CaseAtVillage:  ".  .  P  P  P  S  S  .  S  Pc",
		CaseAtRegency:  ".  P  .  P  P  S  S  .  S  Pc",
		CaseAtProvince: ".  P  P  .  P  S  S  .  S  Pc",
		CaseIncomplete: "Pc Pc Pc Pc .  S  S  .  S  Pc",
		CaseWaitlisted: "S  S  S  S  .  .  S  .  S  Pc",
		CaseApproved:   ".  .  .  S  .  .  .  S  .  S",
		CaseDisbursed:  ".  .  .  .  .  .  .  .  .  .",
		CaseRefused:    ".  S  S  S  .  .  .  .  .  .",
		CaseCancelled:  ".  .  .  .  .  .  .  .  .  .",
	}
	rina := Officer{Login: "rina", Region: "64.72"}
	for from, row := range table {
		for i, to := range Statuses() {
			cell := strings.TrimSpace((row + " ")[i*3 : min(i*3+3, len(row)+1)])
			for _, role := range []Role{RoleOfficer, RoleSupervisor, RoleAdmin, RoleAuditor} {
				rina.Role = role
				want := strings.ContainsAny(cell, "P") && (role == RoleOfficer || role == RoleSupervisor) || strings.Contains(cell, "S") && role == RoleSupervisor
				if err := rina.MayMove("64.72", from, to); (err == nil) != want {
					t.Errorf("%s takes a case from %s to %s: %v", role, from, to, err)
				}
				if got := slices.Contains(OnwardFor(from, role), to); got != want {
					t.Errorf("%s is offered %s -> %s: %v", role, from, to, got)
				}
			}
			citizen := slices.ContainsFunc(Steps(from), func(s Step) bool { return s.To == to && s.Citizen })
			if citizen != strings.Contains(cell, "c") {
				t.Errorf("the person takes a case from %s to %s: %v", from, to, citizen)
			}
		}
	}
}

func TestRightsByRegionAndState(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		who  Officer
		want Refusal
	}{
		{Officer{Login: "a", Role: RoleSupervisor, Region: "64.72"}, ""},
		{Officer{Login: "a", Role: RoleSupervisor}, ""},
		{Officer{Login: "a", Role: RoleSupervisor, Region: "64.71"}, RefusedRegion},
		{Officer{Login: "a", Role: RoleOfficer, Region: "64.72"}, RefusedRole},
		{Officer{Login: "a", Role: RoleAdmin}, RefusedRole},
		{Officer{Login: "a", Role: RoleAuditor}, RefusedRole},
		{Officer{Login: "a", Role: RoleSupervisor, Disabled: time.Now()}, RefusedUnknown},
		{Officer{}, RefusedUnknown},
	} {
		err := tt.who.MayMove("64.72", CaseAtProvince, CaseApproved)
		var why *ForbiddenError
		if errors.As(err, &why); (err == nil) != (tt.want == "") || why != nil && why.Why != tt.want || err != nil && !errors.Is(err, ErrForbidden) {
			t.Errorf("%+v: %v, want %q", tt.who, err, tt.want)
		}
		if decides := tt.who.Decides("64.72"); (decides == nil) != (err == nil) {
			t.Errorf("%+v decides: %v", tt.who, decides)
		}
	}
	rina := Officer{Login: "rina", Role: RoleOfficer, Region: "64.72"}
	var step *TransitionError
	if err := rina.MayMove("64.72", CaseDisbursed, CaseApproved); !errors.As(err, &step) {
		t.Errorf("a step that is none: %v", err)
	}
}
