package sqlite

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/store"
)

func TestInterests(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	subscribe := func(contact, region string, after time.Duration) store.Interest {
		t.Helper()
		i := store.Interest{Contact: conversations.ContactID(contact), Programme: "wrse", Region: region, Year: 2026, At: noon().Add(after)}
		if err := d.Subscribe(t.Context(), "k", i.Contact, i.Programme, region, 2026, i.At); err != nil {
			t.Fatal(err)
		}
		return i
	}
	samarinda := subscribe("7", "64.72", 2*time.Hour)
	anywhere := subscribe("8", "", time.Hour)
	subscribe("9", "64.71", 0)
	subscribe("7", "64.72", 9*time.Hour)
	subscribe("8", "64.72", 9*time.Hour)
	anywhere.Region = "64.72" // asked twice, told once
	got, err := d.Interested(t.Context(), "wrse", "64.72", 2026)
	if diff := cmp.Diff([]store.Interest{anywhere, samarinda}, got); diff != "" || err != nil {
		t.Errorf("interested: %v\n%s", err, diff)
	}
	for _, other := range []struct {
		programme string
		year      int
	}{{"kube", 2026}, {"wrse", 2027}} {
		if got, err := d.Interested(t.Context(), other.programme, "64.72", other.year); err != nil || len(got) != 0 {
			t.Errorf("%+v: %v, %v", other, got, err)
		}
	}
	if own, err := d.InterestsOf(t.Context(), "8"); err != nil || len(own) != 2 {
		t.Errorf("of the contact: %v, %v", own, err)
	}
	if n, err := d.Unsubscribe(t.Context(), "7", "kube"); n != 0 || err != nil {
		t.Errorf("another programme: %d, %v", n, err)
	}
	for contact, want := range map[conversations.ContactID]int64{"7": 1, "8": 2} {
		if n, err := d.Unsubscribe(t.Context(), contact, ""); n != want || err != nil {
			t.Errorf("contact %s: %d, %v", contact, n, err)
		}
	}
	if got, err := d.Interested(t.Context(), "wrse", "64.72", 2026); err != nil || len(got) != 0 {
		t.Errorf("after leaving: %v, %v", got, err)
	}
	if err := d.Subscribe(t.Context(), "k", "7", "wrse", "64.73", 2026, noon()); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("unknown region: %v", err)
	}
	if err := d.Subscribe(t.Context(), "k", "7", "pkh", "", 2026, noon()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown programme: %v", err)
	}
}
