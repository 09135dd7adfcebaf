package sqlite

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/storetest"
)

func TestCheckCode(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	accept(t, d, at(0), storetest.Message("2", "5522", "halo"))
	for i, code := range []string{"K7M4Q2", "K7M4Q3"} {
		l := store.Letter{ID: fmt.Sprint("kabar-", i), Contact: "1", Reply: storetest.Reply(), Code: code}
		if _, err := d.Post(t.Context(), at(1), l, l); err != nil {
			t.Fatal(err)
		}
	}
	twin := store.Letter{ID: "kabar-2", Contact: "2", Reply: storetest.Reply(), Code: "K7M4Q3"} // by chance the same
	if _, err := d.Post(t.Context(), at(2), twin); err != nil {
		t.Fatal(err)
	}
	check := func(key, code string, who conversations.ContactID) (store.Coded, error) {
		return d.CheckCode(t.Context(), key, code, who, at(3))
	}
	if c, err := check("a", "K7M4Q2", "1"); err != nil || !c.Own || c.Reply == nil || len(c.Reply.Texts) == 0 || !c.At.Equal(at(1)) {
		t.Errorf("of one's own: %+v, %v", c, err)
	}
	if c, err := check("b", "K7M4Q2", "2"); err != nil || c.Own || c.Reply != nil {
		t.Errorf("of another: %+v, %v", c, err)
	}
	for who, want := range map[conversations.ContactID]time.Time{"1": at(1), "2": at(2)} {
		if c, err := check("c"+string(who), "K7M4Q3", who); err != nil || !c.Own || !c.At.Equal(want) {
			t.Errorf("two of the same: %s is shown %+v, %v", who, c, err)
		}
	}
	if _, err := check("d", "K7M4Q4", "1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
}

func TestGuessingCodesIsLimited(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	if _, err := d.Post(t.Context(), at(1), store.Letter{ID: "k", Contact: "1", Reply: storetest.Reply(), Code: "K7M4Q2"}); err != nil {
		t.Fatal(err)
	}
	for i := range store.CodeMisses {
		for range 2 { // a repeat after a crash is the same question
			if _, err := d.CheckCode(t.Context(), fmt.Sprint(i), "A2B3C4", "1", at(2)); !errors.Is(err, store.ErrNotFound) {
				t.Fatalf("question %d: %v", i, err)
			}
		}
	}
	if _, err := d.CheckCode(t.Context(), "right", "K7M4Q2", "1", at(3)); !errors.Is(err, store.ErrTooMany) {
		t.Errorf("a right one after too many wrong: %v", err)
	}
	if _, err := d.CheckCode(t.Context(), "next day", "K7M4Q2", "1", at(3).Add(store.ProofSpan)); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

func TestNewCode(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 500 {
		code := store.NewCode()
		if parsed, ok := conversations.ParseCode(conversations.FormatCode(code)); !ok || parsed != code || strings.ContainsAny(code, "01OI") {
			t.Fatalf("code %q", code)
		}
		seen[code] = true
	}
	if len(seen) < 495 {
		t.Errorf("only %d of 500 codes differ", len(seen))
	}
}

func TestRegionOf(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	region := func(want string) {
		t.Helper()
		if got, err := d.RegionOf(t.Context(), "1"); err != nil || got != want {
			t.Errorf("RegionOf = %q, %v; want %q", got, err, want)
		}
	}
	region("")
	for _, r := range []string{"", "64.71"} {
		if err := d.Subscribe(t.Context(), "s"+r, "1", "wrse", r, 2026, at(1)); err != nil {
			t.Fatal(err)
		}
	}
	region("64.71")
}

// The code of a broadcast is confirmed to anybody once it was started: with the words that one got, or the text that all did.
func TestCheckCodeOfABroadcast(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	senders(t, d)
	told, other := heard(t, d, "telegram", "5511", noon()), heard(t, d, "telegram", "5522", noon())
	draft := someDraft()
	draft.Audience = store.Audience{Source: store.FromCases, Regions: []string{"64.72"}}
	waiting, err := d.CreateBroadcast(t.Context(), "ana", draft, noon())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.CheckCode(t.Context(), "a", waiting.Code, told, noon()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("one that was never sent: %v", err)
	}
	b := started(t, d, draft)
	l := store.Letter{ID: store.BroadcastLetterID(b.ID, told, 0), Contact: told, Reply: storetest.Reply(), Priority: store.PriorityBroadcast}
	if _, err := d.Post(t.Context(), noon(), l); err != nil {
		t.Fatal(err)
	}
	if c, err := d.CheckCode(t.Context(), "b", b.Code, told, noon()); err != nil || !c.Own || c.Reply == nil || c.Region != "64.72" {
		t.Errorf("to who got it: %+v, %v", c, err)
	}
	if c, err := d.CheckCode(t.Context(), "c", b.Code, other, noon()); err != nil || c.Own || c.Reply != nil || c.Text != draft.Text || !c.At.Equal(noon()) {
		t.Errorf("to somebody else: %+v, %v", c, err)
	}
}
