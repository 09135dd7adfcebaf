package sqlite

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/store"
)

func TestConsentIsProvable(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	first := store.Consent{Key: "7.3.0", Contact: "7", Channel: "telegram", Flow: conversations.FlowRef{ID: "daftar_wrse", Revision: 4},
		Text: "Apakah Anda setuju? Balas *YA* atau *TIDAK*.", Answer: "tidak", At: noon()}
	second := first
	second.Key, second.Answer, second.At = "7.9.0", "ya", noon().Add(time.Hour)
	changed := first
	changed.Answer, changed.At = "ya", noon().Add(2*time.Hour)
	other := first
	other.Key, other.Contact = "8.3.0", "8"
	for _, c := range []store.Consent{first, second, changed, other} {
		if err := d.RecordConsent(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	got, err := d.ConsentsOf(t.Context(), "7")
	if diff := cmp.Diff([]store.Consent{second, first}, got); diff != "" || err != nil {
		t.Errorf("consents: %v\n%s", err, diff)
	}
	later := noon().Add(24 * time.Hour)
	if n, err := d.WithdrawConsent(t.Context(), "7", later); n != 2 || err != nil {
		t.Errorf("withdrew %d, %v", n, err)
	}
	if n, err := d.WithdrawConsent(t.Context(), "7", later.Add(time.Hour)); n != 0 || err != nil {
		t.Errorf("withdrew again: %d, %v", n, err)
	}
	first.Withdrawn, second.Withdrawn = later, later
	got, err = d.ConsentsOf(t.Context(), "7")
	if diff := cmp.Diff([]store.Consent{second, first}, got); diff != "" || err != nil {
		t.Errorf("after withdrawal: %v\n%s", err, diff)
	}
	if got, err = d.ConsentsOf(t.Context(), "8"); err != nil || len(got) != 1 || !got[0].Withdrawn.IsZero() {
		t.Errorf("another contact: %v, %v", got, err)
	}
	if err := d.RecordConsent(t.Context(), store.Consent{Contact: "7", At: noon()}); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("without a key: %v", err)
	}
}
