package sqlite

import (
	"errors"
	"testing"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/storetest"
)

func TestDueAndSettle(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	commit(t, d, answer(got[0], 1, say("a"), say("b"), say("c"), say("d")))
	settle(t, d, store.Settled{ID: "a", State: store.LetterSent, Message: "55:1"},
		store.Settled{ID: "b", State: store.LetterLater, Due: at(5), Reason: "flood"},
		store.Settled{ID: "c", State: store.LetterRefused, Reason: "too long"})
	settle(t, d, store.Settled{ID: "a", State: store.LetterLater, Due: at(2)}) // settled for good already
	if l := due(t, d, at(4), 0); len(l) != 1 || l[0].ID != "d" {
		t.Errorf("due before its time: %v", l)
	}
	if l := due(t, d, at(5), 0); len(l) != 2 || l[0].ID != "b" || l[0].Attempts != 1 || !l[0].Due.Equal(at(5)) {
		t.Errorf("due at its time: %+v", l)
	}
	if l := due(t, d, at(5), 2); len(l) != 1 || l[0].ID != "d" {
		t.Errorf("due after place 2: %v", l)
	}
	if err := d.Settle(t.Context(), at(1), store.Settled{ID: "d", State: "lost"}); err == nil {
		t.Error("an unknown state was taken")
	}
}

func TestReceipts(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	commit(t, d, answer(got[0], 1, say("a"), say("b")))
	receive := func(receipts ...store.Receipt) {
		t.Helper()
		if err := d.Receive(t.Context(), receipts...); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, d, store.Settled{ID: "a", State: store.LetterSent, Message: "55:1"})
	receive(store.Receipt{Channel: "telegram", Message: "55:1", At: at(2)}, store.Receipt{Channel: "whatsapp", Message: "55:1", At: at(2), Read: true},
		store.Receipt{Channel: "telegram", Message: "of somebody else", At: at(2)})
	receive(store.Receipt{Channel: "telegram", Message: "55:1", At: at(3)})
	receive(store.Receipt{Channel: "telegram", Message: "55:2", At: at(4), Read: true}) // sooner than the note that it was sent
	settle(t, d, store.Settled{ID: "b", State: store.LetterSent, Message: "55:2"})
	talk, err := d.Talk(t.Context(), "1", 10)
	if err != nil || len(talk) != 3 {
		t.Fatalf("Talk = %v, %v", talk, err)
	}
	if a := talk[1]; !a.Delivered.Equal(at(2)) || !a.Read.IsZero() {
		t.Errorf("a: delivered %v, read %v", a.Delivered, a.Read)
	}
	if b := talk[2]; !b.Delivered.Equal(at(4)) || !b.Read.Equal(at(4)) {
		t.Errorf("b: delivered %v, read %v", b.Delivered, b.Read)
	}
}

func TestGoneAndBack(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	commit(t, d, answer(got[0], 1, say("a")))
	reachable := func(want bool) {
		t.Helper()
		_, address, err := d.Reach(t.Context(), "1")
		if want && (err != nil || address != "5511") || !want && !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Reach = %q, %v; want reachable %v", address, err, want)
		}
	}
	settle(t, d, store.Settled{ID: "a", State: store.LetterGone, Reason: "blocked"})
	reachable(false)
	posted, err := d.Post(t.Context(), at(1), store.Letter{ID: "p", Contact: "1", Reply: storetest.Reply()})
	if err != nil || len(posted) != 0 || len(due(t, d, at(9), 0)) != 0 {
		t.Errorf("a letter to nowhere waits: %v, %v", posted, err)
	}
	accept(t, d, at(2), storetest.Message("2", "5511", "saya kembali"))
	reachable(true)
	for i, step := range []struct {
		event conversations.Event
		want  bool
	}{{conversations.Left, false}, {conversations.Returned, true}, {conversations.Left, false}} {
		m := storetest.Message("1", "5511", "")
		m.Event, m.At = step.event, at(10+i)
		accept(t, d, at(10+i), m)
		reachable(step.want)
	}
}

func TestPost(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	if err := d.Join(t.Context(), at(1), "1", "whatsapp", "628115550001"); err != nil {
		t.Fatal(err)
	}
	update := store.Letter{ID: "case-7", Contact: "1", Reply: storetest.Reply(), Priority: store.PriorityUpdate, Case: "WRSE-7", Due: at(30)}
	direct := store.Letter{ID: "case-8", Contact: "1", Channel: "whatsapp", Address: "628115550001"}
	posted, err := d.Post(t.Context(), at(2), update, update, direct)
	if err != nil || len(posted) != 2 || posted[0].Channel != "telegram" || posted[0].Address != "5511" || posted[1].Channel != "whatsapp" {
		t.Fatalf("Post = %+v, %v", posted, err)
	}
	if again, err := d.Post(t.Context(), at(3), update); err != nil || len(again) != 0 {
		t.Errorf("Post again = %v, %v", again, err)
	}
	if l := due(t, d, at(29), 0); len(l) != 1 || l[0].ID != "case-8" {
		t.Errorf("due = %v", l)
	}
	if l := due(t, d, at(30), 0); len(l) != 2 || l[0].Case != "WRSE-7" || l[0].Priority != store.PriorityUpdate {
		t.Errorf("due = %+v", l)
	}
	for _, l := range []store.Letter{{ID: "x", Contact: "99"}, {Contact: "1"}, {ID: "y", Contact: "1", Channel: "telegram", Address: "unheard"}} {
		if _, err := d.Post(t.Context(), at(3), l); err == nil {
			t.Errorf("Post(%+v) succeeded", l)
		}
	}
}
