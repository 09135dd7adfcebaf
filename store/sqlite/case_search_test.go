package sqlite

import (
	"fmt"
	"testing"
	"time"

	"sapa/store"
)

func TestSearchCases(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	for i, name := range []string{"Siti Aminah", "SITTI AMINAH binti H. Udin", "Budi Santoso", "Aminah"} {
		n := applicant(i)
		n.Key, n.Person.Name, n.Person.NIK = fmt.Sprint("s", i), name, fmt.Sprintf("64720345078599%02d", i+1)
		n.Person.Phone = fmt.Sprintf("+62812999900%02d", i)
		if i == 2 {
			n.Applicant, n.Group = &store.Person{Name: "Ratna Sari"}, "Kelompok Melati"
		}
		mustOpen(t, d, n)
	}
	for line, want := range map[string]int{"siti aminah": 2, "AMINAH": 3, "aminah siti": 2, "udin": 1, "ratna": 1, "melati": 1, "siti budi": 0,
		"6472034507859903": 1, "6472 0345 0785 9903": 1, "0812 9999 0001": 1, "+6281299990001": 1, "wrse 2026 2": 1, "WRSE-2026-000077": 0,
		"": 0, "'": 0, "zz": 0, "a b c": 0} {
		for region, some := range map[string]int{"": want, "64.72": want, "64.71": 0} {
			got, err := d.SearchCases(t.Context(), store.ReadSearch(line), region, 0)
			if err != nil || len(got) != some {
				t.Errorf("%q in %q finds %d, %v; want %d", line, region, len(got), err, some)
			}
		}
	}
}

// Cases from before names were indexed are indexed later, once.
func TestIndexNames(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	mustOpen(t, d, applicant(1))
	err := d.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec(`DELETE FROM case_words`)
		if err == nil {
			_, err = tx.Exec(`UPDATE cases SET named = 0`)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{1, 0} {
		if done, err := d.IndexNames(t.Context(), 10); err != nil || done != want {
			t.Errorf("indexed %d, %v; want %d", done, err, want)
		}
	}
	if got, err := d.SearchCases(t.Context(), store.ReadSearch("siti"), "", 0); err != nil || len(got) != 1 {
		t.Errorf("found %d, %v", len(got), err)
	}
}

func TestQueueFilters(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	first, second := mustOpen(t, d, applicant(1)), mustOpen(t, d, applicant(2))
	if err := d.Assign(t.Context(), store.Assignment{Number: first.Number, To: "rina", By: "rina", At: noon()}); err != nil {
		t.Fatal(err)
	}
	setPromise(t, d, store.CaseAtRegency, 0)
	mustDecide(t, d, decideTo(first.Number, store.CaseAtRegency)) // nothing is promised there
	for name, tt := range map[string]struct {
		f    store.CaseFilter
		want string
	}{
		"officer": {store.CaseFilter{Officer: "rina"}, first.Number},
		"overdue": {store.CaseFilter{Overdue: noon().AddDate(0, 1, 0)}, second.Number},
		"until":   {store.CaseFilter{Until: second.Opened}, first.Number},
	} {
		got, err := d.Cases(t.Context(), tt.f)
		if err != nil || len(got) != 1 || got[0].Number != tt.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if got, err := d.Cases(t.Context(), store.CaseFilter{Overdue: noon().Add(time.Hour)}); err != nil || len(got) != 0 {
		t.Errorf("nothing is overdue yet: %v, %v", got, err)
	}
}
