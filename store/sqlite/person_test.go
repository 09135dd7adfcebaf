package sqlite

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/store"
)

func TestPersonData(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	ctx := t.Context()
	n := applicant(1)
	n.Applicant = &store.Person{Name: "Budi", Phone: "+628119900001"}
	c := mustOpen(t, d, n)
	second := applicant(1)
	second.Key, second.Programme = "2.50.0", "terencana"
	mustOpen(t, d, second)
	mustOpen(t, d, applicant(2)) // somebody else's
	if err := d.RecordConsent(ctx, store.Consent{Key: "2.1.0", Contact: "2", Text: "x", Answer: "ya", At: noon()}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.OpenComplaint(ctx, store.NewComplaint{Key: "2.2.0", Contact: "2", Name: "Siti Aminah", What: "x", At: noon()}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.OpenTicket(ctx, "2.3.0", "2", "x", noon()); err != nil {
		t.Fatal(err)
	}
	if err := d.Subscribe(ctx, "2.4.0", "2", "kube", "", 2026, noon()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.RequestErasure(ctx, "2", noon()); err != nil {
		t.Fatal(err)
	}
	h, err := d.PersonData(ctx, "2")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]store.Person{n.Person.Masked(), n.Applicant.Masked()}, h.Persons); diff != "" {
		t.Errorf("persons:\n%s", diff)
	}
	if len(h.Cases) != 2 || h.Cases[1].Number != c.Number || h.Cases[1].Name != "S*** A*****" {
		t.Errorf("cases: %+v", h.Cases)
	}
	if len(h.Consents) != 1 || len(h.Complaints) != 1 || len(h.Tickets) != 1 || len(h.Interests) != 1 || len(h.Requests) != 1 {
		t.Errorf("held: %d consents, %d complaints, %d tickets, %d interests, %d requests",
			len(h.Consents), len(h.Complaints), len(h.Tickets), len(h.Interests), len(h.Requests))
	}
	if h.Complaints[0].Name != "S*** A*****" {
		t.Errorf("the complaint shows %q", h.Complaints[0].Name)
	}
	nobody, err := d.PersonData(ctx, "99")
	if diff := cmp.Diff(store.Held{Cases: []store.CaseHead{}}, nobody); diff != "" || err != nil {
		t.Errorf("nobody: %v\n%s", err, diff)
	}
}

func TestRequestErasure(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	ctx := t.Context()
	first, err := d.RequestErasure(ctx, "7", noon())
	want := store.DataRequest{Number: "DATA-2026-0001", Contact: "7", Kind: "hapus", At: noon(), Due: noon().Add(72 * time.Hour)}
	if diff := cmp.Diff(want, first); diff != "" || err != nil {
		t.Errorf("request: %v\n%s", err, diff)
	}
	again, err := d.RequestErasure(ctx, "7", noon().Add(time.Hour))
	if err != nil || again != first {
		t.Errorf("asking again: %+v, %v", again, err)
	}
	other, err := d.RequestErasure(ctx, "8", noon().Add(-time.Hour))
	if err != nil || other.Number != "DATA-2026-0002" {
		t.Errorf("another contact: %+v, %v", other, err)
	}
	list, err := d.DataRequests(ctx)
	if diff := cmp.Diff([]store.DataRequest{other, first}, list); diff != "" || err != nil {
		t.Errorf("open requests: %v\n%s", err, diff)
	}
	if err := d.CloseDataRequest(ctx, "data 2026 1", "rina", noon().Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := d.CloseDataRequest(ctx, first.Number, "rina", noon()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("closed twice: %v", err)
	}
	if list, err = d.DataRequests(ctx); err != nil || len(list) != 1 || list[0] != other {
		t.Errorf("still open: %+v, %v", list, err)
	}
	third, err := d.RequestErasure(ctx, "7", noon().Add(3*time.Hour))
	if err != nil || third.Number != "DATA-2026-0003" {
		t.Errorf("a new request: %+v, %v", third, err)
	}
}
