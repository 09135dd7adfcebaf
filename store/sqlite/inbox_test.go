package sqlite

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/store/storetest"
)

func TestAccept(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	one, two := storetest.Message("1", "5511", "halo"), storetest.Message("2", "5522", "menu")
	two.Tap = &conversations.Tap{Prompt: "1.1", Choice: "ya"}
	two.Media = []conversations.Media{{Kind: conversations.Photo, Ref: "abc", Size: 5}}
	got := accept(t, d, at(0), one, two, one)
	if got[0].Seq >= got[1].Seq || !got[0].Fresh || !got[1].Fresh || got[2].Fresh {
		t.Errorf("Accept = %+v", got)
	}
	if got[0].Contact == got[1].Contact || got[0].Contact == "" || got[2].Contact != got[0].Contact || got[2].Seq != got[0].Seq {
		t.Errorf("contacts %q %q %q", got[0].Contact, got[1].Contact, got[2].Contact)
	}
	again := accept(t, d, at(1), storetest.Message("3", "5511", "lagi"), two)
	if again[0].Contact != got[0].Contact || again[0].Seq <= got[1].Seq || again[1].Fresh {
		t.Errorf("later Accept = %+v", again)
	}
	undone, err := d.Undone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := append(got[:2:2], again[0])
	if diff := cmp.Diff(want, undone); diff != "" {
		t.Errorf("Undone (-accepted +read):\n%s", diff)
	}
}

func TestAcceptTellsMessagesApart(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	said := storetest.Message("1", "5511", "halo")
	edited := said
	edited.Event, edited.Text, edited.At = conversations.Edited, "hai", at(1)
	later := edited
	later.At = at(2)
	elsewhere := said
	elsewhere.Channel = "whatsapp"
	got := accept(t, d, at(0), said, edited, later, elsewhere, edited)
	for i, fresh := range []bool{true, true, true, true, false} {
		if got[i].Fresh != fresh {
			t.Errorf("message %d: fresh is %v", i, got[i].Fresh)
		}
	}
	if got[0].Contact == got[3].Contact {
		t.Error("one address on two channels is one contact")
	}
}

func TestAcceptRefusesTheNameless(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for _, m := range []conversations.Message{storetest.Message("", "5511", "x"), storetest.Message("1", "", "x"), {ID: "1", From: "5511"}} {
		if got, err := d.Accept(t.Context(), at(0), storetest.Message("9", "5599", "x"), m); err == nil {
			t.Errorf("Accept(%v) = %v", m, got)
		}
	}
	if undone, err := d.Undone(t.Context()); err != nil || len(undone) != 0 {
		t.Errorf("all or none: %v, %v", undone, err)
	}
}

func TestSetAside(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "a"), storetest.Message("2", "5511", "b"), storetest.Message("3", "5511", "c"))
	if err := d.SetAside(t.Context(), got[0].Seq, "panic"); err != nil {
		t.Fatal(err)
	}
	err := d.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec("UPDATE inbox SET sealed = x'00' WHERE seq = $1", got[1].Seq)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // what cannot be read is passed over and set aside
		undone, err := d.Undone(t.Context())
		if err != nil || len(undone) != 1 || undone[0].Seq != got[2].Seq {
			t.Errorf("Undone = %v, %v", undone, err)
		}
	}
	var n int
	err = d.Read(t.Context(), func(tx *Tx) error {
		return tx.QueryRow("SELECT COUNT(*) FROM inbox WHERE state = 2 AND problem IS NOT NULL").Scan(&n)
	})
	if err != nil || n != 2 {
		t.Errorf("%d messages set aside, %v", n, err)
	}
	if again := accept(t, d, at(1), got[0].Message); again[0].Fresh {
		t.Error("a message set aside came back")
	}
}
