package world

import (
	"testing"
	"time"

	"sapa/store"
)

func now() time.Time { return time.Date(2026, 8, 3, 10, 15, 0, 0, NewOffice().Zone) }

func TestOfficeOpen(t *testing.T) {
	t.Parallel()
	o := NewOffice()
	o.Week[time.Tuesday] = []Span{{8 * 60, 12 * 60}, {13 * 60, 15 * 60}}
	tests := []struct {
		at   string // WITA
		open bool
	}{
		{"2026-08-03 07:59", false},
		{"2026-08-03 08:00", true},
		{"2026-08-03 15:59", true},
		{"2026-08-03 16:00", false},
		{"2026-08-04 12:30", false}, // between two spans
		{"2026-08-04 13:00", true},
		{"2026-08-07 11:00", false}, // Friday
		{"2026-08-08 09:00", false}, // Saturday
	}
	for _, tt := range tests {
		at, err := time.ParseInLocation("2006-01-02 15:04", tt.at, o.Zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := o.Open(at.UTC()); got != tt.open {
			t.Errorf("Open(%s) = %v", tt.at, got)
		}
	}
}

func TestOfficeWritesTime(t *testing.T) {
	t.Parallel()
	o := NewOffice()
	if got := o.Moment(time.Date(2026, 8, 2, 2, 15, 0, 0, time.UTC)); got != "2 Agustus 2026 pukul 10.15 WITA" {
		t.Errorf("Moment = %q", got)
	}
	if got := o.Date(time.Date(2026, 12, 31, 17, 0, 0, 0, time.UTC)); got != "1 Januari 2027" {
		t.Errorf("Date = %q: not by the office's clock", got)
	}
}

func TestOfficeHoursAreShownOnlyWhenTheOfficeToldThem(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	want(t, r.find(r.siti, "office_hours", nil), slots{"kantor_buka": "ya", "jam_kerja": "Senin sampai Jumat pada jam kerja"})
	r.Office.Shown = "Senin sampai Kamis pukul 08.00-15.30 WITA"
	r.now = r.now.Add(10 * time.Hour)
	want(t, r.find(r.siti, "office_hours", nil), slots{"kantor_buka": "tidak", "jam_kerja": r.Office.Shown})
}

func TestNobodyIsAtWorkOnAHoliday(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.db.SetHoliday(t.Context(), store.Holiday{Day: "2026-08-17", Name: "Hari Kemerdekaan"}, store.Operator, r.now); err != nil {
		t.Fatal(err)
	}
	r.now = time.Date(2026, 8, 17, 9, 0, 0, 0, r.Office.Zone)
	want(t, r.find(r.siti, "office_hours", nil), slots{"kantor_buka": "tidak"})
}

func TestNextWordNamesADayOnlyWhenTheOfficeSaidSo(t *testing.T) {
	t.Parallel()
	w := New(options(t))
	for by, want := range map[time.Time]string{
		{}:                          "Kami akan memberi kabar jika ada perubahan.",
		now().AddDate(0, 0, 14):     "Kabar berikutnya kami perkirakan paling lambat 17 Agustus 2026.",
		now().Add(-1 * time.Minute): "Kabar berikutnya lebih lama dari perkiraan kami. Mohon maaf, permohonan ini masih diproses.",
	} {
		if got := w.nextWord(by, now()); got != want {
			t.Errorf("nextWord(%v) = %q", by, got)
		}
	}
}
