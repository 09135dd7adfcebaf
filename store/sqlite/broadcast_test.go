package sqlite

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
)

var overTelegram = []store.ReachChannel{{Channel: "telegram"}, {Channel: "whatsapp", Warm: 90 * 24 * time.Hour}}

// senders adds a petugas and two penyelia of the province, and one of Samarinda.
func senders(t testing.TB, d *DB) {
	t.Helper()
	for login, o := range map[string]store.Officer{"ana": {Role: store.RoleOfficer}, "lina": {Role: store.RoleSupervisor}, "rudi": {Role: store.RoleSupervisor},
		"sari": {Role: store.RoleSupervisor, Region: "64.72"}, "tono": {Role: store.RoleAuditor}} {
		o.Login, o.Name, o.Added = login, login, noon()
		if err := d.AddOfficer(t.Context(), o, store.Operator, noon()); err != nil {
			t.Fatal(err)
		}
	}
}

// heard makes a contact that wrote from an address on a channel.
func heard(t testing.TB, d *DB, channel conversations.Channel, name string, when time.Time) conversations.ContactID {
	t.Helper()
	r := accept(t, d, when, conversations.Message{ID: conversations.MessageID("m" + name + when.String()), Channel: channel, From: conversations.Address(name), At: when, Text: "halo"})
	return r[0].Contact
}

func someDraft() store.BroadcastDraft {
	return store.BroadcastDraft{Title: "Pendaftaran dibuka", Text: "Halo {nama}", Audience: store.Audience{Source: store.FromAll}}
}

func started(t testing.TB, d *DB, draft store.BroadcastDraft) store.Broadcast {
	t.Helper()
	b, err := d.CreateBroadcast(t.Context(), "ana", draft, noon())
	for _, m := range []store.BroadcastMove{{Act: store.BroadcastSubmit, By: "ana"}, {Act: store.BroadcastApprove, By: "lina", Hash: draft.Hash()}, {Act: store.BroadcastStart, By: "ana"}} {
		if err == nil {
			m.Code, m.At = b.Code, noon()
			b, err = d.MoveBroadcast(t.Context(), m)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func totals(t testing.TB, d *DB, b store.Broadcast) store.Totals {
	t.Helper()
	n, err := d.BroadcastTotals(t.Context(), b.ID)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTwoPeopleAreNeeded(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	senders(t, d)
	draft := someDraft()
	b, err := d.CreateBroadcast(t.Context(), "lina", draft, noon())
	if err != nil {
		t.Fatal(err)
	}
	move := func(act store.BroadcastAct, by, hash string) error {
		_, err := d.MoveBroadcast(t.Context(), store.BroadcastMove{Code: b.Code, Act: act, By: by, Hash: hash, At: noon()})
		return err
	}
	var state *store.BroadcastStateError
	if err := move(store.BroadcastApprove, "rudi", draft.Hash()); !errors.As(err, &state) {
		t.Errorf("approved before it was submitted: %v", err)
	}
	if err := move(store.BroadcastSubmit, "lina", ""); err != nil {
		t.Fatal(err)
	}
	for by, want := range map[string]error{"lina": store.ErrOwnApproval, "ana": store.ErrForbidden, "tono": store.ErrForbidden, "sari": store.ErrForbidden,
		"nobody": store.ErrForbidden, store.Operator: store.ErrForbidden} {
		if err := move(store.BroadcastApprove, by, draft.Hash()); !errors.Is(err, want) {
			t.Errorf("%s approves: %v", by, err)
		}
	}
	other := draft
	other.Text += "."
	if err := move(store.BroadcastApprove, "rudi", other.Hash()); !errors.Is(err, store.ErrVoid) {
		t.Errorf("another text approved: %v", err)
	}
	if err := move(store.BroadcastStart, "lina", ""); !errors.As(err, &state) {
		t.Errorf("started without approval: %v", err)
	}
	if err := move(store.BroadcastApprove, "rudi", draft.Hash()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*store.BroadcastDraft){"text": func(x *store.BroadcastDraft) { x.Text += "!" }, "time": func(x *store.BroadcastDraft) { x.At = noon() },
		"audience": func(x *store.BroadcastDraft) { x.Audience.Channel = "telegram" }, "urgent": func(x *store.BroadcastDraft) { x.Urgent = true },
		"choices": func(x *store.BroadcastDraft) { x.Choices = []store.BroadcastChoice{{Call: "menu"}} }, "media": func(x *store.BroadcastDraft) { x.Media = &conversations.Media{Ref: "a"} }} {
		x := draft
		if change(&x); x.Hash() == draft.Hash() {
			t.Errorf("%s does not count for the hash", name)
		}
	}
	// Any edit voids the approval, the same words again too.
	edited, err := d.EditBroadcast(t.Context(), "lina", b.Code, b.Version, draft, noon())
	if err != nil || edited.State != store.BroadcastDrafted || edited.Approval != "" || edited.Approver != "" {
		t.Fatalf("after an edit: %+v, %v", edited, err)
	}
	if err := move(store.BroadcastStart, "lina", ""); !errors.As(err, &state) {
		t.Errorf("started after an edit: %v", err)
	}
	if _, err := d.EditBroadcast(t.Context(), "lina", b.Code, b.Version, draft, noon()); !errors.Is(err, store.ErrConflict) {
		t.Errorf("edited an old version: %v", err)
	}
}

func TestRegionalOfficersWriteToTheirOwn(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	senders(t, d)
	for want, a := range map[*store.Audience]error{
		{Source: store.FromCases, Regions: []string{"64.72"}}:          nil,
		{Source: store.FromInterests, Regions: []string{"64.72"}}:      nil,
		{Source: store.FromCases, Regions: []string{"64.71"}}:          store.ErrForbidden,
		{Source: store.FromCases, Regions: []string{"64.72", "64.71"}}: store.ErrForbidden,
		{Source: store.FromCases}:                                      store.ErrForbidden,
		{Source: store.FromAll}:                                        store.ErrForbidden,
		{Source: store.FromList}:                                       store.ErrForbidden,
	} {
		draft := someDraft()
		draft.Audience = *want
		if _, err := d.CreateBroadcast(t.Context(), "sari", draft, noon()); !errors.Is(err, a) {
			t.Errorf("%+v: %v, want %v", *want, err, a)
		}
	}
}

func TestWhatBecomesOfALetterBecomesOfItsDelivery(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	senders(t, d)
	for i := range 6 {
		heard(t, d, "telegram", fmt.Sprint(i), noon().Add(time.Duration(i)*time.Minute))
	}
	b := started(t, d, someDraft())
	if n, err := d.FreezeBroadcast(t.Context(), b.Code, overTelegram, noon()); n != 6 || err != nil {
		t.Fatalf("froze %d, %v", n, err)
	}
	if n, err := d.FreezeBroadcast(t.Context(), b.Code, overTelegram, noon()); n != 0 || err != nil {
		t.Errorf("froze again: %d, %v", n, err)
	}
	next, err := d.WaitingDeliveries(t.Context(), b.ID, "telegram", 5)
	if err != nil || len(next) != 5 || next[0].Address != "5" {
		t.Fatalf("%+v, %v: want who was heard last first", next, err)
	}
	feed := make([]store.FedDelivery, len(next))
	for i, n := range next {
		feed[i] = store.FedDelivery{Place: n.Place, Letter: store.Letter{ID: store.BroadcastLetterID(b.ID, n.Contact, 0), Contact: n.Contact, Channel: n.Channel, Address: n.Address}}
	}
	feed[4].Refused = "gone"
	letters, err := d.FeedBroadcast(t.Context(), noon(), "2026-11-23", b.ID, feed)
	if err != nil || len(letters) != 4 {
		t.Fatalf("%d letters, %v", len(letters), err)
	}
	if again, err := d.FeedBroadcast(t.Context(), noon(), "2026-11-23", b.ID, feed); err != nil || len(again) != 0 {
		t.Errorf("fed twice: %d letters, %v", len(again), err)
	}
	if n, err := d.BroadcastSpent(t.Context(), "2026-11-23", "telegram"); n != 4 || err != nil {
		t.Errorf("%d of the budget spent, %v", n, err)
	}
	if got := due(t, d, noon(), 0); len(got) != 4 || got[0].Priority != store.PriorityBroadcast || store.BroadcastOf(got[0].ID) != b.ID {
		t.Fatalf("in the outbox: %+v", got)
	}
	settle(t, d, store.Settled{ID: letters[0].ID, Seq: letters[0].Seq, State: store.LetterSent},
		store.Settled{ID: letters[1].ID, State: store.LetterSent, Message: "w1"},
		store.Settled{ID: letters[2].ID, State: store.LetterGone, Reason: "gone"},
		store.Settled{ID: letters[3].ID, State: store.LetterRefused, Reason: "send refused: too long"})
	if err := d.Receive(t.Context(), store.Receipt{Channel: "telegram", Message: "w1", At: noon(), Read: true}); err != nil {
		t.Fatal(err)
	}
	n := totals(t, d, b)
	for state, want := range map[store.DeliveryState]int{store.DeliveryWaiting: 1, store.DeliveryQueued: 0, store.DeliverySent: 1, store.DeliveryRead: 1,
		store.DeliveryGone: 2, store.DeliveryFailed: 1} {
		if n.In(state) != want {
			t.Errorf("%d are %s, want %d: %v", n.In(state), state, want, n)
		}
	}
	again, err := d.RetryDeliveries(t.Context(), store.BroadcastMove{Code: b.Code, Act: store.BroadcastRetry, By: "ana", At: noon()})
	if again != 1 || err != nil {
		t.Errorf("%d again, %v", again, err)
	}
	failed, err := d.Deliveries(t.Context(), b.ID, store.DeliveryFilter{State: store.DeliveryWaiting})
	if err != nil || len(failed) != 2 || failed[0].Try+failed[1].Try != 1 {
		t.Errorf("waiting: %+v, %v", failed, err)
	}
	if all, err := d.Deliveries(t.Context(), b.ID, store.DeliveryFilter{Limit: 4}); err != nil || len(all) != 4 {
		t.Errorf("a page of %d, %v", len(all), err)
	}
}

func TestCancelWithdrawsWhatWaits(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	senders(t, d)
	for i := range 5 {
		heard(t, d, "telegram", fmt.Sprint(i), noon())
	}
	b := started(t, d, someDraft())
	if _, err := d.FreezeBroadcast(t.Context(), b.Code, overTelegram, noon()); err != nil {
		t.Fatal(err)
	}
	if n, err := d.WithdrawDeliveries(t.Context(), b.ID, 10, noon()); n != 0 || err != nil {
		t.Errorf("withdrew %d of what runs, %v", n, err)
	}
	if _, err := d.MoveBroadcast(t.Context(), store.BroadcastMove{Code: b.Code, Act: store.BroadcastCancel, By: "ana", At: noon()}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int64{3, 2, 0} {
		if n, err := d.WithdrawDeliveries(t.Context(), b.ID, 3, noon()); n != want || err != nil {
			t.Errorf("withdrew %d, %v; want %d", n, err, want)
		}
	}
	if n := totals(t, d, b); n.In(store.DeliveryWithdrawn) != 5 || n.Left() != 0 {
		t.Errorf("totals %v", n)
	}
	next, err := d.FeedBroadcast(t.Context(), noon(), "2026-11-23", b.ID, []store.FedDelivery{{Place: 1, Letter: store.Letter{ID: "siar.1.1", Contact: "1"}}})
	if err != nil || len(next) != 0 {
		t.Errorf("fed a cancelled one: %v, %v", next, err)
	}
}

// Two contacts turn out to be one person after both were frozen: one message is enough.
func TestWhoBecameOneIsToldOnce(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	senders(t, d)
	a, b := heard(t, d, "whatsapp", "a@lid", noon()), heard(t, d, "whatsapp", "628119900001@s.whatsapp.net", noon())
	x := started(t, d, someDraft())
	if n, err := d.FreezeBroadcast(t.Context(), x.Code, overTelegram, noon()); n != 2 || err != nil {
		t.Fatalf("froze %d, %v", n, err)
	}
	if err := d.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec("UPDATE addresses SET contact = $1 WHERE contact = $2", contactNumber(a), contactNumber(b))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	next, err := d.WaitingDeliveries(t.Context(), x.ID, "whatsapp", 9)
	if err != nil || len(next) != 2 {
		t.Fatalf("%+v, %v", next, err)
	}
	var feed []store.FedDelivery
	for _, n := range next {
		if n.Merged != (n.Contact == b) {
			t.Errorf("%+v", n)
		}
		f := store.FedDelivery{Place: n.Place, Letter: store.Letter{ID: store.BroadcastLetterID(x.ID, n.Contact, 0), Contact: n.Contact, Channel: n.Channel, Address: n.Address}}
		if n.Merged {
			f.Refused = store.RefusedMerged
		}
		feed = append(feed, f)
	}
	letters, err := d.FeedBroadcast(t.Context(), noon(), "2026-11-23", x.ID, feed)
	if err != nil || len(letters) != 1 || totals(t, d, x).In(store.DeliveryWithdrawn) != 1 {
		t.Errorf("%d letters, %v, %v", len(letters), totals(t, d, x), err)
	}
}
