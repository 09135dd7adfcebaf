package sqlite

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
)

func words(s string) store.Letter {
	return store.Letter{Reply: conversations.Reply{Texts: []conversations.Text{{Literal: s}}}}
}

// asked is a contact that asked for an officer.
func asked(t testing.TB, d *DB) store.Ticket {
	t.Helper()
	contact, err := d.Introduce(t.Context(), noon(), "telegram", "4711")
	if err != nil {
		t.Fatal(err)
	}
	n := applicant(1)
	n.Contact = contact
	mustOpen(t, d, n)
	k, err := d.OpenTicket(t.Context(), "t1", contact, "tolong", noon())
	if err != nil || k.Region != "64.72" {
		t.Fatalf("%+v, %v", k, err)
	}
	return k
}

func dueTexts(t testing.TB, d *DB) (out []string) {
	t.Helper()
	due, err := d.Due(t.Context(), noon().AddDate(1, 0, 0), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range due {
		out = append(out, l.Reply.Texts[0].Literal)
	}
	return out
}

func TestOneOfManyTakesATicket(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	k := asked(t, d)
	var won atomic.Int32
	atOnce(4, func(i int) {
		who := []string{"rina", "budi", "sari", "dewi"}[i]
		var taken *store.TakenError
		err := d.TakeTicket(t.Context(), k.Number, who, noon(), noon().Add(time.Hour), words("dibaca"))
		if err == nil {
			won.Add(1)
		} else if !errors.As(err, &taken) {
			t.Error(err)
		}
	})
	if got := dueTexts(t, d); won.Load() != 1 || len(got) != 1 {
		t.Fatalf("%d took it, the person was told %v", won.Load(), got)
	}
	if err := d.TakeTicket(t.Context(), k.Number, "joko", noon(), noon().Add(time.Hour), words("x")); refusal(err) != store.RefusedRegion {
		t.Errorf("an officer of another kab/kota: %v", err)
	}
}

func TestTicketWordsAndEnd(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	k := asked(t, d)
	hour := noon().Add(time.Hour)
	if err := d.TakeTicket(t.Context(), k.Number, "rina", noon(), hour, words("dibaca")); err != nil {
		t.Fatal(err)
	}
	say := store.TicketWord{Key: "a", Number: k.Number, By: "rina", Letter: words("halo"), At: noon().Add(time.Minute), Until: hour.Add(time.Hour)}
	for range 2 {
		if err := d.SayTicket(t.Context(), say); err != nil {
			t.Fatal(err)
		}
	}
	if h, err := d.HeldBy(t.Context(), k.Contact); err != nil || h.By != "rina" || !h.Until.Equal(say.Until) {
		t.Errorf("held %+v, %v", h, err)
	}
	say.By, say.Key = "budi", "b"
	if err := d.SayTicket(t.Context(), say); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a colleague speaks: %v", err)
	}
	if err := d.EndTicket(t.Context(), k.Number, "budi", hour, words("selesai")); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a colleague ends it: %v", err)
	}
	if err := d.ReleaseTicket(t.Context(), k.Number, "rina", hour, words("lepas")); err != nil {
		t.Error(err)
	}
	if h, err := d.HeldBy(t.Context(), k.Contact); err != nil || h.By != "" {
		t.Errorf("released, but held %+v, %v", h, err)
	}
	if err := d.EndTicket(t.Context(), k.Number, "sari", hour, words("selesai")); err != nil {
		t.Error(err)
	}
	if got := dueTexts(t, d); len(got) != 3 || got[1] != "halo" || got[2] != "lepas" { // nobody led it when it ended
		t.Errorf("the person was told %v", got)
	}
	if open, err := d.Tickets(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("%d are open, %v", len(open), err)
	}
}

func TestSilentTalksGoBackToTheBot(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	k := asked(t, d)
	at := func(minutes int) time.Time { return noon().Add(time.Duration(minutes) * time.Minute) }
	if err := d.TakeTicket(t.Context(), k.Number, "rina", at(0), at(60), words("dibaca")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Accept(t.Context(), at(50), conversations.Message{ID: "m1", Channel: "telegram", From: "4711", At: at(50), Text: "halo"}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ minute, freed int }{{59, 0}, {61, 0}, {109, 0}, {111, 1}, {112, 0}} {
		freed, err := d.FreeSilent(t.Context(), at(tt.minute), time.Hour, words("jeda"))
		if err != nil || len(freed) != tt.freed {
			t.Errorf("after %d minutes %d were freed, %v", tt.minute, len(freed), err)
		}
	}
	if got := dueTexts(t, d); len(got) != 2 || got[1] != "jeda" {
		t.Errorf("the person was told %v", got)
	}
	if again, err := d.TicketByNumber(t.Context(), k.Number); err != nil || again.Officer != "" || !again.Closed.IsZero() {
		t.Errorf("the ticket %+v, %v", again, err)
	}
}

func TestAHoldIsOfOne(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	k := asked(t, d)
	h := store.Hold{Contact: k.Contact, By: "whatsapp", Since: noon(), Until: noon().Add(time.Hour)}
	for range 2 {
		if err := d.HoldContact(t.Context(), h); err != nil {
			t.Fatal(err)
		}
	}
	h.By = "rina"
	if err := d.HoldContact(t.Context(), h); !errors.Is(err, store.ErrConflict) {
		t.Errorf("two lead it: %v", err)
	}
	if err := d.FreeContact(t.Context(), k.Contact); err != nil {
		t.Fatal(err)
	}
	if err := d.HoldContact(t.Context(), h); err != nil {
		t.Error(err)
	}
}
