package sqlite

import (
	"errors"
	"testing"

	"sapa/store"
)

func TestComplaintsAreReadAsEachMay(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	k, err := d.OpenComplaint(t.Context(), store.NewComplaint{Key: "c1", Contact: "5", Name: "Siti", What: "Diminta uang", Where: "64.72 Samarinda", At: noon()})
	if err != nil {
		t.Fatal(err)
	}
	for viewer, name := range map[string]string{"rina": "", "sari": "", "dewi": "Siti", "nur": "Siti", store.Operator: "Siti"} {
		got, err := d.ComplaintFor(t.Context(), viewer, k.Number)
		if err != nil || got.Name != name || (got.Contact == "") != (name == "") || got.Hidden != (name == "") || got.What == "" {
			t.Errorf("%s reads %q of %q, %v", viewer, got.Name, got.Contact, err)
		}
		if all, err := d.ComplaintsFor(t.Context(), viewer, store.ComplaintFilter{}); err != nil || len(all) != 1 || all[0].Name != name {
			t.Errorf("%s lists %d, %v", viewer, len(all), err)
		}
	}
	if all, err := d.ComplaintsFor(t.Context(), "joko", store.ComplaintFilter{Region: "64.72"}); err != nil || len(all) != 0 {
		t.Errorf("another kab/kota lists %d, %v", len(all), err)
	}
	for viewer, want := range map[string]store.Refusal{"joko": store.RefusedRegion, "adi": store.RefusedRole, "siapa": store.RefusedUnknown} {
		if _, err := d.ComplaintFor(t.Context(), viewer, k.Number); refusal(err) != want {
			t.Errorf("%s: %v", viewer, err)
		}
	}
}

func TestActOnComplaintOnce(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	contact, err := d.Introduce(t.Context(), noon(), "telegram", "4711")
	if err != nil {
		t.Fatal(err)
	}
	k, err := d.OpenComplaint(t.Context(), store.NewComplaint{Key: "c1", Contact: contact, What: "Diminta uang", Where: "64.72", At: noon()})
	if err != nil {
		t.Fatal(err)
	}
	l := words("kabar")
	a := store.ComplaintAct{Key: "f1", Number: k.Number, Kind: store.ComplaintAnswer, Text: "Diperiksa", By: "rina", At: noon(), Letter: &l}
	for range 2 {
		if err := d.ActOnComplaint(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if acts, err := d.ComplaintActs(t.Context(), k.Number); err != nil || len(acts) != 1 || acts[0].Text != "Diperiksa" || len(dueTexts(t, d)) != 1 {
		t.Errorf("%v, %v", len(acts), err)
	}
	for by, want := range map[string]store.Refusal{"joko": store.RefusedRegion, "nur": store.RefusedRole, "adi": store.RefusedRole} {
		b := a
		if b.By, b.Key = by, ""; refusal(d.ActOnComplaint(t.Context(), b)) != want {
			t.Errorf("%s acts", by)
		}
	}
	bad := store.ComplaintAct{Number: k.Number, Kind: "lain", Text: "x", By: "rina", At: noon()}
	if err := d.ActOnComplaint(t.Context(), bad); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("an unknown kind: %v", err)
	}
}
