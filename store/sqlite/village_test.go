package sqlite

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sapa/store"
)

func TestVillages(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	list := []store.Village{{Code: "64.72.03.1002", Name: "Teluk Lerong"}, {Code: "64.72.03.1001", Name: "Air Putih"},
		{Code: "64.72.04.1001", Name: "Sungai Pinang"}}
	for range 2 {
		if err := d.ImportVillages(t.Context(), list); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.ImportVillages(t.Context(), []store.Village{{Code: "64.72.03.1002", Name: "Teluk Lerong Ilir"}}); err != nil {
		t.Fatal(err)
	}
	want := []store.Village{{Code: "64.72.03.1001", Name: "Air Putih"}, {Code: "64.72.03.1002", Name: "Teluk Lerong Ilir"}}
	got, err := d.Villages(t.Context(), "64.72.03")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("villages: %v\n%s", err, diff)
	}
	bad := []store.Village{{Code: "64.72.05.1001", Name: "Baik"}, {Code: "6472051002", Name: "Buruk"}}
	if err := d.ImportVillages(t.Context(), bad); !errors.Is(err, store.ErrInvalid) || !strings.Contains(err.Error(), "row 2") {
		t.Errorf("a bad row: %v", err)
	}
	if got, err := d.Villages(t.Context(), "64.72.05"); err != nil || len(got) != 0 {
		t.Errorf("half of a bad list was kept: %v, %v", got, err)
	}
}
