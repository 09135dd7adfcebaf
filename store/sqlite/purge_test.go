package sqlite

import (
	"fmt"
	"testing"
	"time"

	"sapa/store"
	"sapa/store/storetest"
)

func TestPurge(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	const people = 3
	for i := range people {
		got := accept(t, d, at(i), storetest.Message(fmt.Sprint(i), fmt.Sprint("551", i), "halo"))
		letters := commit(t, d, answer(got[0], 1, say(fmt.Sprint(i, ".1.0")), say(fmt.Sprint(i, ".1.1"))))
		settle(t, d, store.Settled{ID: letters[0].ID, State: store.LetterSent}) // the second still waits
	}
	accept(t, d, at(4), storetest.Message("9", "5519", "belum dijawab"))

	purge := func(days int, want store.Purged) {
		t.Helper()
		got, err := d.Purge(t.Context(), at(9).Add(time.Duration(days)*day), store.Retention{Inbox: 10 * day, Outbox: 20 * day, Sessions: 15 * day})
		if err != nil || got != want {
			t.Errorf("purge after %d days = %+v, %v; want %+v", days, got, err, want)
		}
	}
	purge(9, store.Purged{})
	purge(11, store.Purged{Inbox: people})
	purge(16, store.Purged{Sessions: people})
	if _, err := d.Session(t.Context(), "1"); err == nil {
		t.Error("a purged session was read")
	}
	if turn, err := d.Turn(t.Context(), "1"); turn != 1 || err != nil {
		t.Errorf("turn = %d, %v", turn, err)
	}
	talk, err := d.Talk(t.Context(), "1", 10)
	if err != nil || len(talk) != 3 || talk[0].Heard != nil || talk[1].Said == nil {
		t.Errorf("talk = %+v, %v", talk, err)
	}
	if again := accept(t, d, at(5), storetest.Message("0", "5510", "halo")); again[0].Fresh {
		t.Error("a duplicate is fresh as soon as its words are gone")
	}
	purge(21, store.Purged{Outbox: people})
	purge(41, store.Purged{})
	if n := len(due(t, d, at(9), 0)); n != people {
		t.Errorf("%d letters still wait", n)
	}
	if undone, err := d.Undone(t.Context()); err != nil || len(undone) != 1 {
		t.Errorf("undone = %v, %v", undone, err)
	}
	again := accept(t, d, at(6), storetest.Message("0", "5510", "halo"))
	if !again[0].Fresh || again[0].Seq <= 4 {
		t.Errorf("after twice the time: %+v", again[0])
	}
}

func TestPurgeGoesOnPastOnePortion(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	err := d.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
			INSERT INTO faults (id, flow, at, sealed) SELECT i, 'f', i, x'00' FROM n`, 2*portion+1)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Purge(t.Context(), at(0), store.Retention{}); err != nil {
		t.Fatal(err)
	}
	if left, err := d.Faults(t.Context(), time.UnixMilli(0), 10); err != nil || len(left) != 0 {
		t.Errorf("%d left, %v", len(left), err)
	}
}
