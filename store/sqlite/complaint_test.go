package sqlite

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/store"
)

func TestComplaint(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	n := store.NewComplaint{Key: "7.3.0", Contact: "7", Name: "Siti Aminah", What: "Diminta uang Rp100.000", Where: "64.72.03",
		Office: "Kantor kelurahan", When: "minggu lalu", Files: []string{"f1"}, At: noon()}
	got, err := d.OpenComplaint(t.Context(), n)
	want := store.Complaint{NewComplaint: n, Number: "ADU-2026-0001", Region: "64.72", Status: store.ComplaintReceived}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("complaint: %v\n%s", err, diff)
	}
	changed := n
	changed.What = "lain"
	if again, err := d.OpenComplaint(t.Context(), changed); err != nil || !cmp.Equal(got, again) {
		t.Errorf("the same key gave %v, %v", again.Number, err)
	}
	hidden := n
	hidden.Key, hidden.Anonymous, hidden.Where = "7.8.0", true, "di Desa Sumber Sari"
	second, err := d.OpenComplaint(t.Context(), hidden)
	if err != nil || second.Number != "ADU-2026-0002" || second.Name != "" || !second.Anonymous || second.Region != "" || second.Where != hidden.Where {
		t.Errorf("anonymous: %+v, %v", second, err)
	}
	all, err := d.ComplaintsOf(t.Context(), "7")
	if diff := cmp.Diff([]store.Complaint{second, got}, all); diff != "" || err != nil {
		t.Errorf("of the contact: %v\n%s", err, diff)
	}
	if one, err := d.ComplaintByNumber(t.Context(), "adu 2026 1"); err != nil || !cmp.Equal(one, got) {
		t.Errorf("by number: %v", err)
	}
	if _, err := d.ComplaintByNumber(t.Context(), "ADU-2026-0003"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown number: %v", err)
	}
	if _, err := d.OpenComplaint(t.Context(), store.NewComplaint{Key: "x", At: noon()}); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("without a contact: %v", err)
	}
}

// At half past four in the afternoon UTC on New Year's Eve it is past midnight in Samarinda.
func TestReceiptsCountByTheYearInSamarinda(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for i, tt := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2026, 12, 31, 15, 59, 0, 0, time.UTC), "ADU-2026-0001"},
		{time.Date(2026, 12, 31, 16, 30, 0, 0, time.UTC), "ADU-2027-0001"},
		{time.Date(2027, 1, 1, 0, 31, 0, 0, time.FixedZone("WITA", 8*3600)), "ADU-2027-0002"},
	} {
		c, err := d.OpenComplaint(t.Context(), store.NewComplaint{Key: string(rune('a' + i)), Contact: "7", What: "x", At: tt.at})
		if err != nil || c.Number != tt.want {
			t.Errorf("at %v: %s, %v; want %s", tt.at, c.Number, err, tt.want)
		}
	}
}
