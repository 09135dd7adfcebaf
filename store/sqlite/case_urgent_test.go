package sqlite

import (
	"errors"
	"slices"
	"testing"
	"time"

	"sapa/store"
)

// urgentCases are ten cases of two kab/kota, all due: those of an even number before those of an odd one. Number 05 is closed,
// 06 waits for the citizen, and 08 was taken by budi.
func urgentCases(t *testing.T) *DB {
	t.Helper()
	d := opened(t, 50)
	for i := range 10 {
		n := applicant(i)
		if i%3 == 2 {
			n.Region, n.District = "64.71", "64.71.01"
		}
		mustOpen(t, d, n)
	}
	mustDecide(t, d, decideTo("WRSE-2026-000005", store.CaseRefused))
	mustDecide(t, d, decideTo("WRSE-2026-000006", store.CaseIncomplete))
	err := d.Write(t.Context(), func(tx *Tx) error {
		for _, set := range []string{`UPDATE cases SET due = id * 1000 WHERE id % 2 = 0 AND due IS NOT NULL`,
			`UPDATE cases SET due = 1000000 + id * 1000 WHERE id % 2 = 1 AND due IS NOT NULL`, `UPDATE cases SET officer = 'budi' WHERE id = 8`} {
			if _, err := tx.Exec(set); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestUrgentCasesStandFirst(t *testing.T) {
	t.Parallel()
	d := urgentCases(t)
	tests := []struct {
		name   string
		filter store.CaseFilter
		want   []string
	}{
		{"all", store.CaseFilter{}, []string{"02", "04", "08", "10", "01", "03", "07", "09", "06", "05"}},
		{"region", store.CaseFilter{Region: "64.71"}, []string{"03", "09", "06"}},
		{"status", store.CaseFilter{Status: store.CaseIncomplete}, []string{"06"}},
		{"closed", store.CaseFilter{Status: store.CaseRefused}, []string{"05"}},
		{"overdue", store.CaseFilter{Overdue: time.UnixMilli(9000)}, []string{"02", "04", "08"}},
		{"officer", store.CaseFilter{Officer: "budi"}, []string{"08"}},
		{"since", store.CaseFilter{Since: noon().Add(8 * time.Minute)}, []string{"10", "09"}},
	}
	for _, tt := range tests {
		for _, size := range []int{1, 2, 3, 50} {
			f, got := tt.filter, []string(nil)
			f.Urgent, f.Limit = true, size
			for range 20 {
				page, err := d.Cases(t.Context(), f)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, numbersOf(page)...)
				if len(page) < size {
					break
				}
				f.After = page[size-1].ID
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s by %d: got %v, want %v", tt.name, size, got, tt.want)
			}
		}
	}
}

func TestNextCase(t *testing.T) {
	t.Parallel()
	d := urgentCases(t)
	all, err := d.Cases(t.Context(), store.CaseFilter{})
	if err != nil {
		t.Fatal(err)
	}
	waiting := []store.Status{store.CaseSubmitted, store.CaseAtVillage}
	for _, tt := range []struct {
		after, officer, region, want string
	}{
		{"02", "rina", "", "04"},
		{"04", "rina", "", "10"}, // 08 is budi's
		{"04", "budi", "", "08"},
		{"09", "rina", "", "02"}, // the last: from the top
		{"05", "rina", "", "02"}, // closed: from the top
		{"02", "rina", "64.71", "03"},
		{"03", "rina", "64.71", "09"},
		{"09", "rina", "64.71", "03"},
		{"09", "rina", "64.74", ""},
	} {
		i := slices.IndexFunc(all, func(h store.CaseHead) bool { return h.Number[len(h.Number)-2:] == tt.after })
		got, err := d.NextCase(t.Context(), store.Next{Region: tt.region, Officer: tt.officer, Statuses: waiting, After: all[i].ID, Due: all[i].Due})
		if tt.want == "" {
			if !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%v: %s, %v", tt, got, err)
			}
			continue
		}
		if err != nil || got[len(got)-2:] != tt.want {
			t.Errorf("%v: got %s, %v", tt, got, err)
		}
	}
}
