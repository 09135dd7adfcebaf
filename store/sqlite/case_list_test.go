package sqlite

import (
	"errors"
	"slices"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// numbersOf gives the counts at the end of case numbers.
func numbersOf(heads []store.CaseHead) (n []string) {
	for _, h := range heads {
		n = append(n, h.Number[len(h.Number)-2:])
	}
	return n
}

func TestCasesFiltersAndPages(t *testing.T) {
	t.Parallel()
	d := opened(t, 50)
	for i := range 10 {
		n := applicant(i)
		if i%2 == 1 {
			n.Region, n.District = "64.71", "64.71.01"
		}
		mustOpen(t, d, n)
	}
	mustDecide(t, d, decideTo("WRSE-2026-000003", store.CaseApproved))
	tests := []struct {
		name   string
		filter store.CaseFilter
		want   []string
	}{
		{"all, newest first", store.CaseFilter{}, []string{"10", "09", "08", "07", "06", "05", "04", "03", "02", "01"}},
		{"region, oldest first", store.CaseFilter{Region: "64.72", Oldest: true}, []string{"01", "03", "05", "07", "09"}},
		{"status", store.CaseFilter{Status: store.CaseApproved}, []string{"03"}},
		{"region and status", store.CaseFilter{Region: "64.71", Status: store.CaseApproved}, nil},
		{"programme and year", store.CaseFilter{Programme: "wrse", Year: 2026, Limit: 2}, []string{"10", "09"}},
		{"another year", store.CaseFilter{Year: 2025}, nil},
		{"another programme", store.CaseFilter{Programme: "kube"}, nil},
		{"since", store.CaseFilter{Since: noon().Add(8 * time.Minute)}, []string{"10", "09"}},
		{"since, oldest first", store.CaseFilter{Since: noon().Add(6 * time.Minute), Oldest: true, Limit: 3}, []string{"07", "08", "09"}},
		{"since, the next page", store.CaseFilter{Since: noon().Add(6 * time.Minute), Oldest: true, After: 9}, []string{"10"}},
		{"since, a page further down", store.CaseFilter{Since: noon().Add(6 * time.Minute), After: 9}, []string{"08", "07"}},
		{"since ever later", store.CaseFilter{Since: noon().Add(time.Hour)}, nil},
		{"since and region", store.CaseFilter{Since: noon().Add(6 * time.Minute), Region: "64.72"}, []string{"09", "07"}},
	}
	for _, tt := range tests {
		got, err := d.Cases(t.Context(), tt.filter)
		if err != nil || !slices.Equal(numbersOf(got), tt.want) {
			t.Errorf("%s: got %v, %v; want %v", tt.name, numbersOf(got), err, tt.want)
		}
	}
	for _, oldest := range []bool{false, true} {
		var all []string
		f := store.CaseFilter{Limit: 3, Oldest: oldest}
		for {
			page, err := d.Cases(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			if all = append(all, numbersOf(page)...); len(page) < 3 {
				break
			}
			f.After = page[2].ID
		}
		if slices.Sort(all); len(slices.Compact(all)) != 10 {
			t.Errorf("paging gave %v", all)
		}
	}
}

func TestCasesOf(t *testing.T) {
	t.Parallel()
	d := opened(t, 50)
	for i := range 4 {
		n := applicant(i)
		n.Contact = conversations.ContactID([]string{"5", "6"}[i%2])
		n.Person.Phone = "+6281234560000"
		if i == 2 {
			n.Files = []string{"f1", "f3", "f1"}
		}
		mustOpen(t, d, n)
	}
	check := func(what string, want []string, got []store.CaseHead, err error) {
		t.Helper()
		if err != nil || !slices.Equal(numbersOf(got), want) {
			t.Errorf("%s: got %v, %v; want %v", what, numbersOf(got), err, want)
		}
		for _, h := range got {
			if h.Name != "Siti Aminah" {
				t.Errorf("%s: name is %q", what, h.Name)
			}
		}
	}
	got, err := d.CasesOf(t.Context(), "5")
	check("contact", []string{"03", "01"}, got, err)
	got, err = d.CasesOf(t.Context(), "7")
	check("another contact", nil, got, err)
	got, err = d.CasesOfNIK(t.Context(), "6472034507859901")
	check("NIK", []string{"02"}, got, err)
	got, err = d.CasesOfPhone(t.Context(), "+6281234560000")
	check("phone", []string{"04", "03", "02", "01"}, got, err)
	got, err = d.CasesOfFile(t.Context(), "f3")
	check("file", []string{"03"}, got, err)
	c, err := d.CaseByNumber(t.Context(), "WRSE-2026-000003")
	if err != nil || !slices.Equal(c.Files, []string{"f1", "f3", "f1"}) {
		t.Errorf("files %v, %v", c.Files, err)
	}
}

func TestUnknownNumbers(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for _, number := range []string{"WRSE-2026-000001", "", "6472034507859901"} {
		_, err1 := d.CaseByNumber(t.Context(), number)
		_, err2 := d.CaseEvents(t.Context(), number)
		_, _, err3 := d.WaitingPlace(t.Context(), number)
		for _, err := range []error{err1, err2, err3} {
			if !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%q: %v", number, err)
			}
		}
	}
}

func TestWaitingPlace(t *testing.T) {
	t.Parallel()
	d := opened(t, 1)
	taken := mustOpen(t, d, applicant(0))
	for i := 1; i <= 3; i++ {
		n := applicant(i)
		n.Waiting = true
		n.At = noon().Add(time.Duration(10-i) * time.Hour) // the later number was filed earlier
		mustOpen(t, d, n)
	}
	check := func(number string, place, of int) {
		t.Helper()
		p, o, err := d.WaitingPlace(t.Context(), number)
		if err != nil || p != place || o != of {
			t.Errorf("%s stands at %d of %d, %v; want %d of %d", number, p, o, err, place, of)
		}
	}
	check(taken.Number, 0, 0)
	check("WRSE-2026-000002", 3, 3)
	check("WRSE-2026-000004", 1, 3)
	if _, err := d.Decide(t.Context(), decideTo("WRSE-2026-000004", store.CaseSubmitted)); !errors.Is(err, store.ErrFull) {
		t.Errorf("called up without a free place: %v", err)
	}
	mustDecide(t, d, decideTo(taken.Number, store.CaseCancelled))
	if _, err := d.OpenCase(t.Context(), applicant(9)); !errors.Is(err, store.ErrFull) {
		t.Errorf("a newcomer passes by those who wait: %v", err)
	}
	mustDecide(t, d, decideTo("WRSE-2026-000004", store.CaseSubmitted))
	check("WRSE-2026-000003", 1, 2)
	check("WRSE-2026-000002", 2, 2)
	check("WRSE-2026-000004", 0, 0)
}
