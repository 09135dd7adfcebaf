package sqlite

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/store"
)

func TestAnnouncements(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	put := func(a store.Announcement) store.Announcement {
		t.Helper()
		a.Body, a.By, a.At = "Isi", "rina", noon()
		a, err := d.PutAnnouncement(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	day := 24 * time.Hour
	everywhere := put(store.Announcement{Title: "semua"})
	samarinda := put(store.Announcement{Title: "samarinda", Region: "64.72", From: noon().Add(day), To: noon().Add(3 * day)})
	paser := put(store.Announcement{Title: "paser", Region: "64.01", From: noon().Add(-day)})
	if everywhere.From != noon() {
		t.Errorf("without a beginning it is shown from %v", everywhere.From)
	}
	tests := []struct {
		region string
		now    time.Time
		want   []store.Announcement
	}{
		{"", noon().Add(-time.Hour), []store.Announcement{paser}},
		{"64.72", noon().Add(-time.Hour), nil},
		{"64.72", noon(), []store.Announcement{everywhere}},
		{"64.72", noon().Add(day), []store.Announcement{samarinda, everywhere}},
		{"64.72", noon().Add(3 * day), []store.Announcement{everywhere}},
		{"64.01", noon().Add(day), []store.Announcement{everywhere, paser}},
		{"", noon().Add(day), []store.Announcement{samarinda, everywhere, paser}},
	}
	for _, tt := range tests {
		got, err := d.Announcements(t.Context(), tt.region, tt.now)
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%q at %v: %v\n%s", tt.region, tt.now, err, diff)
		}
	}
	got, err := d.AnnouncementByCode(t.Context(), " "+strings.ToLower(paser.Code))
	if diff := cmp.Diff(paser, got); diff != "" || err != nil {
		t.Errorf("by code: %v\n%s", err, diff)
	}
	paser.Title = "paser, lebih baru"
	put(paser)
	if got, err = d.AnnouncementByCode(t.Context(), paser.Code); err != nil || got.Title != paser.Title {
		t.Errorf("replaced: %+v, %v", got, err)
	}
	if _, err := d.AnnouncementByCode(t.Context(), "0000"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown code: %v", err)
	}
	if _, err := d.PutAnnouncement(t.Context(), store.Announcement{Title: "x", Body: "y", At: noon(), Region: "64.73"}); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("unknown region: %v", err)
	}
}

func TestAnnouncementCodes(t *testing.T) {
	t.Parallel()
	codes := newCodes(500)
	for _, code := range codes {
		if len(code) != 4 || strings.Trim(code, conversations.CodeLetters) != "" || strings.ContainsAny(code, "0O1I") {
			t.Fatalf("code %q", code)
		}
	}
	slices.Sort(codes)
	if n := len(slices.Compact(codes)); n < 490 {
		t.Errorf("only %d of 500 codes differ", n)
	}
	d := fresh(t)
	err := d.Write(t.Context(), func(tx *Tx) error {
		a := store.Announcement{Code: "AAAA", Title: "x", Body: "y", From: noon(), At: noon()}
		if err := d.putAnnouncement(tx, a); err != nil {
			return err
		}
		code, err := freeCode(tx, []string{"AAAA", "BBBB"})
		if code != "BBBB" {
			t.Errorf("free code is %q", code)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
