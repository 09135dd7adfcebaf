package sqlite

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/store"
)

func TestOfficers(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	rina := store.Officer{Login: "rina.s", Name: "Rina Sari", Role: store.RoleOfficer, Region: "64.72"}
	budi := store.Officer{Login: "budi", Name: "Budi", Role: store.RoleAdmin}
	for _, o := range []store.Officer{rina, budi} {
		if err := d.AddOfficer(t.Context(), o, "sapa", noon()); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.AddOfficer(t.Context(), store.Officer{Login: "budi", Name: "Budi Lain", Role: store.RoleAuditor}, "sapa", noon()); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a login given twice: %v", err)
	}
	gone := noon().Add(time.Hour)
	for range 2 {
		if err := d.DisableOfficer(t.Context(), "rina.s", "budi", gone); err != nil {
			t.Fatal(err)
		}
		gone = gone.Add(time.Hour)
	}
	rina.Added, budi.Added, rina.Disabled = noon(), noon(), noon().Add(time.Hour)
	got, err := d.Officers(t.Context())
	if diff := cmp.Diff([]store.Officer{budi, rina}, got); diff != "" || err != nil {
		t.Errorf("officers: %v\n%s", err, diff)
	}
	if one, err := d.OfficerByLogin(t.Context(), "rina.s"); err != nil || one != rina {
		t.Errorf("by login: %v", err)
	}
	if _, err := d.OfficerByLogin(t.Context(), "siti"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown login: %v", err)
	}
	if err := d.DisableOfficer(t.Context(), "siti", "budi", gone); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("disable unknown: %v", err)
	}
	log, err := d.AuditLog(t.Context(), "rina.s", 0, 0)
	if err != nil || len(log) != 2 || log[0].Action != "officer.add" || log[0].Detail != "petugas 64.72" || log[1].By != "budi" {
		t.Errorf("audit log: %+v, %v", log, err)
	}
}

func TestAddOfficerRefuses(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for _, o := range []store.Officer{
		{Login: "", Role: store.RoleAdmin}, {Login: "Rina", Role: store.RoleAdmin}, {Login: "rina s", Role: store.RoleAdmin},
		{Login: "rina", Role: "bos"}, {Login: "rina", Role: store.RoleOfficer, Region: "64.73"},
	} {
		if err := d.AddOfficer(t.Context(), o, "sapa", noon()); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
