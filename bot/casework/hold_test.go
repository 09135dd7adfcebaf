package casework

import (
	"strings"
	"testing"
	"time"

	"sapa/store"
)

func TestHoldLapsing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.must(r.db.SetPromise(t.Context(), string(store.CaseAtRegency), 3, store.Operator, r.now)) // Monday, told until Thursday
	dec := r.decision(store.CaseAtRegency)
	if _, err := r.Decide(t.Context(), dec); err != nil {
		t.Fatal(err)
	}
	if got := r.letters(); len(got) != 1 || !strings.Contains(got[0], "Kabar berikutnya kami perkirakan paling lambat 6 Agustus 2026.") {
		t.Fatalf("the letter says %q", got)
	}
	for _, tt := range []struct {
		day, hour, told int
	}{
		{4, 10, 0},  // Tuesday: two office days are left
		{5, 7, 0},   // before anybody is at work
		{5, 10, 1},  // the day before it lapses
		{5, 11, 0},  // once
		{6, 10, 0},  //
		{8, 10, 0},  // Saturday
		{7, 10, 1},  // Friday: the new promise is for Monday
		{10, 10, 0}, //
	} {
		now := time.Date(2026, 8, tt.day, tt.hour, 0, 0, 0, r.now.Location())
		if told, err := HoldLapsing(t.Context(), r.db, now); err != nil || told != tt.told {
			t.Errorf("on the %d at %d: told %d, %v; want %d", tt.day, tt.hour, told, err, tt.told)
		}
	}
	got := r.letters()
	if len(got) != 3 || !strings.Contains(got[1], "masih diproses") || !strings.Contains(got[1], "10 Agustus 2026") || !strings.Contains(got[1], "gratis") {
		t.Errorf("letters %q", got)
	}
}

// Who wrote STOP, and whose promise was never told, get no holding message sent.
func TestHoldLapsingLeavesAloneWhomNothingWasTold(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if _, err := r.Decide(t.Context(), r.decision(store.CaseAtRegency)); err != nil {
		t.Fatal(err)
	}
	if told, err := HoldLapsing(t.Context(), r.db, r.now.AddDate(0, 2, 0)); err != nil || told != 0 {
		t.Errorf("told %d, %v", told, err)
	}
}

func TestRerouteTellsOthersNothingOfTheNews(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	other, err := r.db.Introduce(t.Context(), r.now, "telegram", "lain")
	r.must(err)
	r.must(r.db.SetWindow(t.Context(), "wrse", nil, 2027, true, store.Operator, r.now))
	_, err = r.db.OpenCase(t.Context(), store.NewCase{Key: "2.1.0", Programme: "wrse", Year: 2027, Region: "64.72", Contact: other,
		Channel: "telegram", Person: store.Person{NIK: "6472034507859901", Name: "Siti Aminah"}, At: r.now})
	r.must(err)
	dec := r.decision(store.CaseRefused)
	dec.Note = "Rahasia penolakan"
	if _, err := r.Decide(t.Context(), dec); err != nil {
		t.Fatal(err)
	}
	due, err := r.db.Due(t.Context(), r.now, 0, 10)
	r.must(err)
	r.must(r.db.Settle(t.Context(), r.now, store.Settled{ID: due[0].ID, State: store.LetterGone}))
	for i, want := range []int{1, 0} {
		if posted, err := Reroute(t.Context(), r.db, r.now.Add(time.Minute)); err != nil || posted != want {
			t.Errorf("run %d: posted %d, %v", i, posted, err)
		}
	}
	got := r.letters()
	if len(got) != 1 || strings.Contains(got[0], "Rahasia") || strings.Contains(got[0], "tidak disetujui") || !strings.Contains(got[0], "Ada kabar untuk permohonan *WRSE-2026-000001*") {
		t.Errorf("letters %q", got)
	}
}
