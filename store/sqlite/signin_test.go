package sqlite

import (
	"errors"
	"strings"
	"testing"
	"time"

	"sapa/store"
)

func officer(t testing.TB, d *DB, login string, role store.Role, region string) {
	t.Helper()
	if err := d.AddOfficer(t.Context(), store.Officer{Login: login, Name: "Contoh", Role: role, Region: region}, "cli", noon()); err != nil {
		t.Fatal(err)
	}
}

func TestSignInHoldsNoSecret(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	officer(t, d, "rina", store.RoleOfficer, "64.72")
	if err := d.SetPassword(t.Context(), "rina", "hash", "", noon()); err != nil {
		t.Fatal(err)
	}
	if err := d.SetFactor(t.Context(), "rina", "RAHASIA", []string{"CADANGAN"}, noon()); err != nil {
		t.Fatal(err)
	}
	secret, err := d.BeginSignIn(t.Context(), store.SignIn{Login: "rina", Began: noon(), Whole: true, Address: "10.9.8.7", Browser: "Peramban"})
	if err != nil {
		t.Fatal(err)
	}
	link, err := d.MakeLink(t.Context(), "", "sapa", noon())
	if err != nil {
		t.Fatal(err)
	}
	err = d.Read(t.Context(), func(tx *Tx) error {
		for _, query := range []string{`SELECT COALESCE(hex(password), '') || COALESCE(hex(factor), '') || login FROM officers`,
			`SELECT hex(finger) || login || hex(sealed) FROM officer_sessions`, `SELECT hex(finger) || login FROM officer_links`} {
			rows, err := texts(tx, query)
			if err != nil {
				return err
			}
			all := strings.Join(rows, "\n")
			for _, word := range []string{secret, link, "10.9.8.7", "Peramban", "hash", "RAHASIA", "CADANGAN"} {
				if strings.Contains(all, word) {
					t.Errorf("%q can be read in the file", word)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s, o, err := d.SignInOf(t.Context(), secret, noon())
	if err != nil || s.Address != "10.9.8.7" || o.Region != "64.72" {
		t.Errorf("signed in as %+v from %q, %v", o, s.Address, err)
	}
	if _, _, err := d.SignInOf(t.Context(), "LAIN", noon()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("another cookie gives %v", err)
	}
	if err := d.OpenInFull(t.Context(), s.ID, "WRSE-2026-000001", "rina", noon().Add(time.Minute), noon()); err != nil {
		t.Fatal(err)
	}
	if s, _, err = d.SignInOf(t.Context(), secret, noon()); err != nil || !s.Opened("WRSE-2026-000001", noon()) || s.Opened("WRSE-2026-000002", noon()) || s.Opened("WRSE-2026-000001", noon().Add(time.Minute)) {
		t.Errorf("open: %+v, %v", s, err)
	}
}

func TestExamplesStayOutOfARealOffice(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	example := store.Officer{Login: "petugas", Name: "Contoh", Role: store.RoleOfficer, Region: "64.72"}
	for range 2 {
		if err := d.AddExample(t.Context(), example, "hash", noon()); err != nil {
			t.Fatal(err)
		}
	}
	if c, err := d.Credentials(t.Context(), "petugas"); err != nil || !c.Example || c.Password != "hash" {
		t.Errorf("credentials %+v, %v", c, err)
	}
	officer(t, d, "rina", store.RoleOfficer, "64.72")
	if err := d.AddExample(t.Context(), store.Officer{Login: "admin", Name: "Contoh", Role: store.RoleAdmin}, "hash", noon()); !errors.Is(err, store.ErrConflict) {
		t.Errorf("beside somebody real: %v", err)
	}
}

func TestChangeOfficer(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	officer(t, d, "rina", store.RoleOfficer, "64.72")
	if err := d.DisableOfficer(t.Context(), "rina", "lina", noon()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.MakeLink(t.Context(), "rina", "lina", noon()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a link for somebody disabled: %v", err)
	}
	if err := d.ChangeOfficer(t.Context(), "rina", "raja", "", "lina", noon()); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("an unknown role: %v", err)
	}
	if err := d.ChangeOfficer(t.Context(), "rina", store.RoleSupervisor, "", "lina", noon()); err != nil {
		t.Fatal(err)
	}
	o, err := d.OfficerByLogin(t.Context(), "rina")
	if err != nil || o.Role != store.RoleSupervisor || o.Region != "" || !o.Disabled.IsZero() {
		t.Errorf("%+v, %v", o, err)
	}
	if err := d.ChangeOfficer(t.Context(), "siapa", store.RoleAdmin, "", "lina", noon()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

func TestCaseCountsAndFilters(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	officer(t, d, "rina", store.RoleOfficer, "64.72")
	for n := range 3 {
		mustOpen(t, d, applicant(n))
	}
	if err := d.Assign(t.Context(), store.Assignment{Number: "WRSE-2026-000002", To: "rina", By: "rina", At: noon()}); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		region, officer string
		want            int
	}{{"", "", 3}, {"64.72", "", 3}, {"64.71", "", 0}, {"", "rina", 1}, {"64.71", "rina", 0}} {
		got, err := d.CaseCounts(t.Context(), x.region, x.officer)
		if err != nil || got[store.CaseSubmitted] != x.want {
			t.Errorf("counts of %q, %q: %v, %v", x.region, x.officer, got, err)
		}
	}
	mine, err := d.Cases(t.Context(), store.CaseFilter{Officer: "rina"})
	if err != nil || len(mine) != 1 || mine[0].Number != "WRSE-2026-000002" {
		t.Errorf("cases of rina: %v, %v", mine, err)
	}
	old, err := d.Cases(t.Context(), store.CaseFilter{Until: noon().Add(time.Minute)})
	if err != nil || len(old) != 1 || old[0].Number != "WRSE-2026-000001" {
		t.Errorf("old cases: %v, %v", old, err)
	}
}
