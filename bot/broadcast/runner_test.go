package broadcast

import (
	"slices"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/store"
)

func why(st Status) (out []WaitReason) {
	for _, w := range st.Waits {
		out = append(out, w.Why)
	}
	return out
}

func TestABroadcastRunsToItsEnd(t *testing.T) {
	t.Parallel()
	r := newRig(t, 40)
	b := r.running(nil)
	if st := r.status(b); !slices.Equal(why(st), []WaitReason{WaitFreeze}) {
		t.Errorf("before the first look: %v", why(st))
	}
	r.look()
	st := r.status(b)
	if st.Totals.All() != 80 || len(r.out.letters) != 30+3 { // a second and a half of each channel's pace
		t.Fatalf("%v, %d letters in the outbox", st.Totals, len(r.out.letters))
	}
	r.look()
	if len(r.out.letters) != 33 || len(r.out.claimed) != 33 {
		t.Errorf("%d letters and %d claims, though nothing was sent yet", len(r.out.letters), len(r.out.claimed))
	}
	r.settle(store.LetterSent, "")
	r.look()
	if n := r.settle(store.LetterSent, ""); n != 10+2 { // the rest of Telegram's, and of WhatsApp's budget of five
		t.Errorf("%d more letters", n)
	}
	r.look()
	if st = r.status(b); len(r.out.letters) > 0 || !slices.Equal(why(st), []WaitReason{WaitBudget}) || st.Totals.Left() != 35 {
		t.Errorf("over the budget: %d letters, waits for %v, %v", len(r.out.letters), why(st), st.Totals)
	}
	for day := 24; st.State == store.BroadcastRunning && day < 33; day++ {
		r.now = at(day, 9, 0)
		r.look()
		r.settle(store.LetterSent, "")
		r.look()
		r.settle(store.LetterSent, "")
		r.look()
		st = r.status(b)
	}
	if st.State != store.BroadcastDone || st.Totals.Sent() != 80 || st.Ended.Day() != 1 { // seven more days, one of them a Sunday
		t.Errorf("%s, %v, ended %v", st.State, st.Totals, st.Ended)
	}
}

func TestWhatHoldsABroadcast(t *testing.T) {
	t.Parallel()
	r := newRig(t, 3)
	b := r.running(func(d *store.BroadcastDraft) { d.At = at(23, 19, 0) })
	check := func(when string, want []WaitReason, go_ bool, letters int) {
		t.Helper()
		r.look()
		if may, never := r.may(b); may != go_ || never {
			t.Errorf("%s: may %v, never %v", when, may, never)
		}
		if got := why(r.status(b)); !slices.Equal(got, want) || len(r.out.letters) != letters {
			t.Errorf("%s: waits for %v with %d letters out, want %v and %d", when, got, len(r.out.letters), want, letters)
		}
	}
	check("before its time", []WaitReason{WaitTime}, false, 0)
	r.now = at(23, 20, 30)
	check("in quiet hours", []WaitReason{WaitQuiet}, false, 0)
	r.now = at(24, 8, 0)
	r.health = channel.Health{State: channel.Locked, Reason: "health.whatsapp.timelock", Until: r.now.Add(time.Hour)}
	check("with WhatsApp locked", []WaitReason{WaitChannel}, true, 3)
	r.health = channel.Health{State: channel.Normal}
	check("after the lock", nil, true, 6)
	if _, err := r.Pause(t.Context(), "lina", b.Code); err != nil {
		t.Fatal(err)
	}
	check("paused", nil, false, 6)
	r.restart()
	if may, never := r.may(b); may || never {
		t.Error("after a restart it goes before anybody looked")
	}
	if _, err := r.Resume(t.Context(), "lina", b.Code); err != nil {
		t.Fatal(err)
	}
	check("resumed after a restart", nil, true, 0) // the outbox finds its letters in the store itself
	if r.out.nudges == 0 {
		t.Error("nobody told the outbox")
	}
	urgent := r.running(func(d *store.BroadcastDraft) { d.Urgent = true })
	r.now = at(29, 3, 0) // a Sunday
	r.look()
	if may, _ := r.may(urgent); !may {
		t.Error("an urgent one waits for Monday")
	}
	if may, _ := r.runner.Gate("buka.wrse.2026.64.72.1"); may {
		t.Error("news that a programme opened goes out on a Sunday night")
	}
}

func TestItPausesItselfWhenTooMuchFails(t *testing.T) {
	t.Parallel()
	r := newRig(t, 60)
	b := r.running(func(d *store.BroadcastDraft) { d.Audience.Channel = "telegram" })
	r.look()
	r.settle(store.LetterRefused, "send refused: bad text")
	r.look()
	st := r.status(b)
	if st.State != store.BroadcastPaused || st.Reason != store.PausedFailing || st.By != store.Program {
		t.Fatalf("%s by %s for %q: %v", st.State, st.By, st.Reason, st.Totals)
	}
	r.look()
	if may, _ := r.may(b); may {
		t.Error("it goes on all the same")
	}
	if _, err := r.Resume(t.Context(), "lina", b.Code); err != nil {
		t.Fatal(err)
	}
	r.look()
	r.settle(store.LetterSent, "")
	r.look()
	r.settle(store.LetterSent, "")
	r.look()
	if st = r.status(b); st.State != store.BroadcastDone || st.Totals.In(store.DeliveryFailed) == 0 {
		t.Fatalf("%s, %v", st.State, st.Totals)
	}
	failed := st.Totals.In(store.DeliveryFailed)
	if n, err := r.RetryFailed(t.Context(), "ana", b.Code); n != failed || err != nil {
		t.Fatalf("%d again, %v", n, err)
	}
	r.look()
	if len(r.out.letters) != failed || store.BroadcastOf(r.out.letters[0].ID) != b.ID {
		t.Errorf("%d letters again", len(r.out.letters))
	}
	r.settle(store.LetterSent, "")
	r.look()
	if st = r.status(b); st.State != store.BroadcastDone || st.Totals.Sent() != 60 {
		t.Errorf("%s, %v", st.State, st.Totals)
	}
	if n, err := r.RetryFailed(t.Context(), "ana", b.Code); n != 0 || err != nil {
		t.Errorf("%d again though nothing failed, %v", n, err)
	}
}

func TestACancelledOneIsWithdrawn(t *testing.T) {
	t.Parallel()
	r := newRig(t, 40)
	b := r.running(nil)
	r.look()
	queued := len(r.out.letters)
	unsent, err := r.Cancel(t.Context(), "ana", b.Code)
	if err != nil || unsent != 80 {
		t.Fatalf("%d unsent, %v", unsent, err)
	}
	r.restart()
	r.look()
	if _, never := r.may(b); !never {
		t.Error("what is in the outbox may still go")
	}
	if st := r.status(b); st.Totals.In(store.DeliveryWithdrawn) != 80-queued || st.Totals.Left() != queued {
		t.Errorf("%v", st.Totals)
	}
}
