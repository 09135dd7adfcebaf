package sqlite

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"sapa/store"
)

// office adds the people that tests of rights are about: petugas and penyelia of Samarinda and Balikpapan, a penyelia of
// the province, an admin and an auditor.
func office(t testing.TB, d *DB) {
	t.Helper()
	for login, o := range map[string]store.Officer{
		"rina": {Role: store.RoleOfficer, Region: "64.72"}, "budi": {Role: store.RoleOfficer, Region: "64.72"},
		"joko": {Role: store.RoleOfficer, Region: "64.71"}, "sari": {Role: store.RoleSupervisor, Region: "64.72"},
		"tono": {Role: store.RoleSupervisor, Region: "64.71"}, "dewi": {Role: store.RoleSupervisor},
		"adi": {Role: store.RoleAdmin}, "nur": {Role: store.RoleAuditor},
	} {
		o.Login, o.Name = login, "Nama "+login
		if err := d.AddOfficer(t.Context(), o, store.Operator, noon()); err != nil {
			t.Fatal(err)
		}
	}
}

func refusal(err error) store.Refusal {
	var f *store.ForbiddenError
	if errors.As(err, &f) {
		return f.Why
	}
	return ""
}

func TestDecideAsksWhoMayDoIt(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	for i, tt := range []struct {
		by   string
		to   store.Status
		want store.Refusal
	}{
		{"rina", store.CaseAtRegency, ""}, {"rina", store.CaseIncomplete, ""}, {"rina", store.CaseApproved, store.RefusedRole},
		{"joko", store.CaseAtRegency, store.RefusedRegion}, {"sari", store.CaseApproved, ""}, {"tono", store.CaseApproved, store.RefusedRegion},
		{"dewi", store.CaseRefused, ""}, {"adi", store.CaseAtRegency, store.RefusedRole}, {"nur", store.CaseAtRegency, store.RefusedRole},
		{"siapa", store.CaseAtRegency, store.RefusedUnknown},
	} {
		c := mustOpen(t, d, applicant(i))
		dec := decideTo(c.Number, tt.to)
		dec.By = tt.by
		got, err := d.Decide(t.Context(), dec)
		if refusal(err) != tt.want || (err == nil) != (tt.want == "") {
			t.Errorf("%s takes it to %s: %v, want %q", tt.by, tt.to, err, tt.want)
		}
		if after, _ := d.CaseByNumber(t.Context(), c.Number); err != nil && after.Status != store.CaseSubmitted || err == nil && got.Status != tt.to {
			t.Errorf("%s: the case is %s", tt.by, after.Status)
		}
	}
	c := mustOpen(t, d, applicant(50))
	if err := d.DisableOfficer(t.Context(), "sari", store.Operator, noon()); err != nil {
		t.Fatal(err)
	}
	dec := decideTo(c.Number, store.CaseApproved)
	if dec.By = "sari"; refusal(second(d.Decide(t.Context(), dec))) != store.RefusedUnknown {
		t.Error("a disabled officer decides")
	}
	dec.By = "" // the person may cancel, but approves nothing
	if _, err := d.Decide(t.Context(), dec); !errors.Is(err, store.ErrTransition) {
		t.Errorf("the person approves: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestNobodyMayBeCalledAsTheProgramIs(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for _, login := range []string{store.Operator, store.Program} {
		o := store.Officer{Login: login, Name: "Cici", Role: store.RoleSupervisor}
		if err := d.AddOfficer(t.Context(), o, store.Operator, noon()); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: %v", login, err)
		}
	}
}

func TestAssign(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	c := mustOpen(t, d, applicant(1))
	give := func(by, from, to string) error {
		return d.Assign(t.Context(), store.Assignment{Number: c.Number, From: from, To: to, By: by, At: noon().Add(time.Hour)})
	}
	has := func(want string) {
		t.Helper()
		if got, err := d.CaseByNumber(t.Context(), c.Number); err != nil || got.Officer != want {
			t.Errorf("%q has it, want %q; %v", got.Officer, want, err)
		}
	}
	if err := give("joko", "", "joko"); refusal(err) != store.RefusedRegion {
		t.Errorf("an officer of another kab/kota takes it: %v", err)
	}
	if err := give("rina", "", "rina"); err != nil {
		t.Error(err)
	}
	if err := give("rina", "", "rina"); err != nil {
		t.Errorf("to take it twice: %v", err)
	}
	var taken *store.TakenError
	if err := give("budi", "", "budi"); !errors.As(err, &taken) || taken.By != "rina" || !taken.Since.Equal(noon().Add(time.Hour)) || !errors.Is(err, store.ErrConflict) {
		t.Errorf("the second is told: %v", err)
	}
	if err := give("budi", "rina", "budi"); refusal(err) != store.RefusedRole {
		t.Errorf("a petugas takes it from a colleague: %v", err)
	}
	if err := give("sari", "", "budi"); !errors.As(err, &taken) {
		t.Errorf("a penyelia who saw it free: %v", err)
	}
	if err := give("sari", "rina", "joko"); refusal(err) != store.RefusedRegion {
		t.Errorf("given to somebody of another kab/kota: %v", err)
	}
	has("rina")
	for _, step := range [][3]string{{"sari", "rina", "budi"}, {"budi", "budi", ""}, {store.Operator, "", "rina"}, {"dewi", "rina", ""}} {
		if err := give(step[0], step[1], step[2]); err != nil {
			t.Errorf("%v: %v", step, err)
		}
		has(step[2])
	}
	if err := give(store.Operator, "", store.Operator); refusal(err) == "" {
		t.Errorf("the operator has a case: %v", err)
	}
	log, err := d.CaseLog(t.Context(), c.Number)
	if err != nil || len(log) != 6 || log[1].Kind != store.EventAssign || log[1].Note != "rina" || log[1].To != store.CaseSubmitted {
		t.Errorf("log %+v, %v", log, err)
	}
	if steps, err := d.CaseEvents(t.Context(), c.Number); err != nil || len(steps) != 1 {
		t.Errorf("assignments are steps: %v, %v", steps, err)
	}
}

func TestOfManyWhoTakeACaseOneHasIt(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	for round := range 10 {
		c := mustOpen(t, d, applicant(round))
		var won, told atomic.Int32
		atOnce(4, func(i int) {
			who := []string{"rina", "budi", "sari", "dewi"}[i]
			err := d.Assign(t.Context(), store.Assignment{Number: c.Number, To: who, By: who, At: noon()})
			var taken *store.TakenError
			switch {
			case err == nil:
				won.Add(1)
			case errors.As(err, &taken) && taken.By != "" && taken.By != who:
				told.Add(1)
			default:
				t.Errorf("Assign: %v", err)
			}
		})
		if won.Load() != 1 || told.Load() != 3 {
			t.Fatalf("%d took it, %d were told", won.Load(), told.Load())
		}
	}
}

func TestNotesAreSealedAndOfTheOffice(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	c := mustOpen(t, d, applicant(1))
	n := store.CaseNote{Key: "form-7", Number: c.Number, Text: "Rumahnya rahasia9901", By: "rina", At: noon().Add(time.Hour)}
	for range 2 {
		if err := d.AddNote(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	log, err := d.CaseLog(t.Context(), c.Number)
	if err != nil || len(log) != 2 || log[1].Note != n.Text || log[1].Kind.Public() {
		t.Errorf("log %v, %v", fmt.Sprintf("%+v", log), err)
	}
	if n.Key, n.By = "", "joko"; refusal(d.AddNote(t.Context(), n)) != store.RefusedRegion {
		t.Error("an officer of another kab/kota writes a note")
	}
	if n.Number = "WRSE-2026-000099"; !errors.Is(d.AddNote(t.Context(), n), store.ErrNotFound) {
		t.Error("a note on no case")
	}
}
