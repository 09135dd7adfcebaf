package sqlite

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/store"
)

// noon is when things happen in these tests: 23 November 2026 at noon in Samarinda.
func noon() time.Time { return time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) }

// applicant makes up a WRSE application in Samarinda; n tells one woman from another (0 to 99).
func applicant(n int) store.NewCase {
	return store.NewCase{
		Key: fmt.Sprintf("%d.12.0", n+1), Programme: "wrse", Year: 2026, Region: "64.72", District: "64.72.03", Village: "Air Putih",
		Contact: conversations.ContactID(fmt.Sprint(n + 1)), Channel: "telegram",
		Person: store.Person{NIK: fmt.Sprintf("64720345078599%02d", n), KK: fmt.Sprintf("64720312011299%02d", n),
			Name: "Siti Aminah", Birth: "1985-07-05", Phone: fmt.Sprintf("+62812345678%02d", n), Address: "Jl. Kembali 7 RT 3",
			Sex: "perempuan", Marital: "cerai_mati"},
		Answers: map[string]string{"usaha": "jualan gorengan", "pendapatan": "900000"},
		Flow:    conversations.FlowRef{ID: "daftar_wrse", Revision: 4}, Assessment: []byte(`{"verdict":"mungkin"}`), Rule: "wrse-2026-1",
		Warnings: []string{"nik_birth"}, Files: []string{"f1", "f2"}, At: noon().Add(time.Duration(n) * time.Minute),
	}
}

// opened is a database in which WRSE and LKS take applications everywhere, with a quota of WRSE places in each region.
func opened(t testing.TB, quota int) *DB {
	t.Helper()
	d := fresh(t)
	for _, p := range []string{"wrse", "lks", "kube", "terencana"} {
		if err := d.SetWindow(t.Context(), p, nil, 2026, true, "admin", noon()); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.SetQuota(t.Context(), "wrse", nil, 2026, quota, "admin", noon()); err != nil {
		t.Fatal(err)
	}
	return d
}

func mustOpen(t testing.TB, d *DB, n store.NewCase) store.Case {
	t.Helper()
	c, err := d.OpenCase(t.Context(), n)
	if err != nil {
		t.Fatalf("OpenCase: %v", err)
	}
	return c
}

func TestOpenCaseKeepsEverything(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	n := applicant(1)
	n.Applicant = &store.Person{Name: "Budi", Phone: "+628119900001"}
	n.Group = "Mawar"
	got := mustOpen(t, d, n)
	want := store.Case{
		CaseHead: store.CaseHead{ID: got.ID, Number: "WRSE-2026-000001", Programme: "wrse", Year: 2026, Region: "64.72", District: "64.72.03",
			Status: store.CaseSubmitted, Contact: "2", Channel: "telegram", Name: "Siti Aminah", Opened: n.At, Changed: n.At, Due: got.Due},
		Village: n.Village, Person: n.Person, Applicant: n.Applicant, Group: n.Group, Answers: n.Answers, Flow: n.Flow,
		Assessment: n.Assessment, Rule: n.Rule, Warnings: n.Warnings, Files: n.Files,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the case that came back differs:\n%s", diff)
	}
	again, err := d.CaseByNumber(t.Context(), " wrse 2026 1")
	if err != nil || !cmp.Equal(got, again) {
		t.Errorf("CaseByNumber: %v", err)
	}
	events, err := d.CaseEvents(t.Context(), got.Number)
	wantEvents := []store.CaseEvent{{ID: "WRSE-2026-000001.1", Number: got.Number, Place: 1, At: n.At, To: store.CaseSubmitted}}
	if diff := cmp.Diff(wantEvents, events); diff != "" || err != nil {
		t.Errorf("events: %v\n%s", err, diff)
	}
}

func TestOpenCaseTwiceIsOneCase(t *testing.T) {
	t.Parallel()
	d := opened(t, 1) // the second call must not stumble over the quota that the first filled
	first := mustOpen(t, d, applicant(1))
	n := applicant(1)
	n.Answers = map[string]string{"usaha": "lain"}
	n.At = n.At.Add(time.Hour)
	second := mustOpen(t, d, n)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("the same key gave another case:\n%s", diff)
	}
	events, err := d.CaseEvents(t.Context(), first.Number)
	if err != nil || len(events) != 1 {
		t.Errorf("%d events, %v", len(events), err)
	}
}

func TestOpenCaseFindsDuplicates(t *testing.T) {
	t.Parallel()
	lks := func(key, group string) store.NewCase {
		n := applicant(7)
		n.Key, n.Programme, n.Group = key, "lks", group
		return n
	}
	kube := func(key, group, nik string) store.NewCase {
		n := applicant(8)
		n.Key, n.Programme, n.Group, n.Person.NIK = key, "kube", group, nik
		return n
	}
	change := func(n store.NewCase, f func(*store.NewCase)) store.NewCase { f(&n); return n }
	base := applicant(1)
	again := change(base, func(n *store.NewCase) { n.Key = "2.99.0" })
	tests := []struct {
		name          string
		first, second store.NewCase
		dup, same     bool
	}{
		{"same NIK, same contact", base, again, true, true},
		{"same NIK, another contact and region", base, change(again, func(n *store.NewCase) { n.Contact = "77"; n.Region = "64.71"; n.District = "" }), true, false},
		{"another NIK on one phone", base, change(again, func(n *store.NewCase) { n.Person.NIK = "6472034507859955" }), false, false},
		{"another programme", base, change(again, func(n *store.NewCase) { n.Programme = "terencana" }), false, false},
		{"no NIK at all", change(base, func(n *store.NewCase) { n.Person.NIK = "" }), change(again, func(n *store.NewCase) { n.Person.NIK = "" }), false, false},
		{"same LKS", lks("a", "LKSA Kasih Ibu"), lks("b", "lksa kasih-ibu"), true, true},
		{"one head, two LKS", lks("a", "LKSA Kasih Ibu"), lks("b", "Panti Harapan"), false, false},
		{"one LKS without a name", lks("a", ""), lks("b", ""), true, true},
		{"same group in one village", kube("a", "Mawar", "6472034507859921"), kube("b", "mawar", "6472034507859922"), true, true},
		{"same group name elsewhere", kube("a", "Mawar", "6472034507859921"), change(kube("b", "Mawar", "6472034507859922"), func(n *store.NewCase) { n.Village = "Lok Bahu" }), false, false},
		{"one chair, two groups", kube("a", "Mawar", "6472034507859921"), kube("b", "Melati", "6472034507859921"), true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := opened(t, 20)
			first := mustOpen(t, d, tt.first)
			_, err := d.OpenCase(t.Context(), tt.second)
			var dup *store.DuplicateError
			if got := errors.As(err, &dup) && errors.Is(err, store.ErrDuplicate); got != tt.dup {
				t.Fatalf("OpenCase gave %v", err)
			}
			if tt.dup && (dup.Number != first.Number || dup.SameContact != tt.same || dup.Status != store.CaseSubmitted) {
				t.Errorf("duplicate of %q (same contact: %v)", dup.Number, dup.SameContact)
			}
			if !tt.dup && err != nil {
				t.Errorf("OpenCase: %v", err)
			}
		})
	}
}

func TestOpenCaseObeysWindowAndQuota(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	if _, err := d.OpenCase(t.Context(), applicant(1)); !errors.Is(err, store.ErrWindow) {
		t.Errorf("fresh installation: %v", err)
	}
	if err := d.SetWindow(t.Context(), "wrse", []string{"64.72"}, 2026, true, "admin", noon()); err != nil {
		t.Fatal(err)
	}
	if err := d.SetQuota(t.Context(), "wrse", []string{"64.72"}, 2026, 1, "admin", noon()); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, d, applicant(1))
	if _, err := d.OpenCase(t.Context(), applicant(2)); !errors.Is(err, store.ErrFull) {
		t.Errorf("full: %v", err)
	}
	elsewhere := applicant(3)
	elsewhere.Region, elsewhere.District = "64.71", ""
	if _, err := d.OpenCase(t.Context(), elsewhere); !errors.Is(err, store.ErrWindow) {
		t.Errorf("another region: %v", err)
	}
	waiting := applicant(4)
	waiting.Waiting = true
	if c := mustOpen(t, d, waiting); c.Status != store.CaseWaitlisted || c.Number != "WRSE-2026-000002" {
		t.Errorf("on the waiting list: %s %s", c.Number, c.Status)
	}
	if err := d.SetWindow(t.Context(), "wrse", nil, 2026, false, "admin", noon()); err != nil {
		t.Fatal(err)
	}
	waiting = applicant(5)
	waiting.Waiting = true
	if _, err := d.OpenCase(t.Context(), waiting); !errors.Is(err, store.ErrWindow) {
		t.Errorf("closed again: %v", err)
	}
}

func TestOpenCaseRefusesNonsense(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	tests := map[string]func(*store.NewCase){
		"key":      func(n *store.NewCase) { n.Key = "" },
		"contact":  func(n *store.NewCase) { n.Contact = "" },
		"time":     func(n *store.NewCase) { n.At = time.Time{} },
		"year":     func(n *store.NewCase) { n.Year = 26 },
		"region":   func(n *store.NewCase) { n.Region = "64.73" },
		"district": func(n *store.NewCase) { n.District = "64.71.03" },
	}
	for field, spoil := range tests {
		n := applicant(1)
		spoil(&n)
		if _, err := d.OpenCase(t.Context(), n); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: %v", field, err)
		}
	}
	n := applicant(1)
	n.Programme = "wsre"
	if _, err := d.OpenCase(t.Context(), n); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("programme: %v", err)
	}
	if _, err := d.CaseByNumber(t.Context(), "WRSE-2026-000001"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("something was kept: %v", err)
	}
}
