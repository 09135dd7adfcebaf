package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"

	"sapa/store"
	"sapa/store/storetest"
	"sapa/store/vault"
)

// note notes everything, as the chore of serve does.
func note(t testing.TB, d *DB) {
	t.Helper()
	if err := d.NoteTalks(t.Context(), false); err != nil {
		t.Fatal(err)
	}
}

func count(t testing.TB, d *DB, query string) (n int) {
	t.Helper()
	if err := d.Read(t.Context(), func(tx *Tx) error { return tx.QueryRow(query).Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

// A talk is found whole whether its rows are noted, or some, or none.
func TestTalkIsFoundHoweverMuchIsNoted(t *testing.T) {
	t.Parallel()
	for notedAfter := range 5 { // turns; 4: never
		d := fresh(t)
		for turn := 1; turn <= 3; turn++ {
			for _, who := range []string{"5511", "5512"} {
				got := accept(t, d, at(turn), storetest.Message(fmt.Sprint(who, ".", turn), who, fmt.Sprint("baris ", turn)))
				commit(t, d, answer(got[0], turn, say(fmt.Sprint(got[0].Contact, ".", turn, ".0"))))
			}
			if turn == notedAfter {
				note(t, d)
			}
		}
		talk, err := d.Talk(t.Context(), "2", 10)
		if err != nil || len(talk) != 6 {
			t.Errorf("noted after %d: %d lines, %v", notedAfter, len(talk), err)
			continue
		}
		for i, u := range talk {
			if u.Ours == (i%2 == 0) || !u.Ours && u.Heard.Text != fmt.Sprint("baris ", i/2+1) {
				t.Errorf("noted after %d: line %d is %+v", notedAfter, i, u)
			}
		}
		if newest, err := d.Talk(t.Context(), "1", 2); err != nil || len(newest) != 2 || newest[0].Heard.Text != "baris 3" {
			t.Errorf("noted after %d: the newest are %+v, %v", notedAfter, newest, err)
		}
	}
}

// A message that waits when rows are noted is still undone, known when it comes again, and answered once.
func TestWaitingMessagesAreNoted(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	first := accept(t, d, at(0), storetest.Message("1", "5511", "satu"))[0]
	note(t, d)
	second := accept(t, d, at(1), storetest.Message("2", "5511", "dua"))[0]
	undone, err := d.Undone(t.Context())
	if err != nil || len(undone) != 2 || undone[0].Seq != first.Seq || undone[1].Seq != second.Seq {
		t.Fatalf("undone: %+v, %v", undone, err)
	}
	if again := accept(t, d, at(2), storetest.Message("1", "5511", "satu"))[0]; again.Fresh || again.Seq != first.Seq {
		t.Errorf("it came again as %+v", again)
	}
	commit(t, d, answer(undone[0], 1, say("1.1.0")))
	if _, err := d.Commit(t.Context(), answer(undone[0], 2, say("1.2.0"))); err == nil {
		t.Error("it was answered twice")
	}
	if err := d.SetAside(t.Context(), second.Seq, "cannot be answered"); err != nil {
		t.Fatal(err)
	}
	note(t, d)
	if undone, err := d.Undone(t.Context()); err != nil || len(undone) != 0 {
		t.Errorf("undone in the end: %+v, %v", undone, err)
	}
}

// While many write, rows are noted only once there are too many to be looked through.
func TestNotingWaitsWhileManyWrite(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	if err := d.NoteTalks(t.Context(), true); err != nil || count(t, d, "SELECT COUNT(*) FROM talk_rows") != 0 {
		t.Errorf("noted while busy, %v", err)
	}
	err := d.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
			INSERT INTO inbox (contact, finger, state, at) SELECT 1, CAST(i AS BLOB), 1, 0 FROM n`, mostUnnoted)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.NoteTalks(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if left := count(t, d, "SELECT (SELECT MAX(seq) FROM inbox) - seq FROM talk_noted WHERE ours = 0"); left >= mostUnnoted {
		t.Errorf("%d rows are not noted", left)
	}
}

// Two contacts become one, whose lines are all found, and the message under way is answered by the next start at the latest.
func TestMergeBringsNotedRows(t *testing.T) {
	t.Parallel()
	for _, noted := range []bool{false, true} {
		d := fresh(t)
		old := heardFrom(t, d, at(0), "m1", number, "")
		commit(t, d, answer(old, 1, say("1.1.0")))
		newer := heardFrom(t, d, at(5), "m2", hidden, "")
		commit(t, d, answer(newer, 7, say("2.7.0")))
		waiting := heardFrom(t, d, at(8), "m3", number, "")
		if noted {
			note(t, d)
		}
		if got := heardFrom(t, d, at(9), "m4", hidden, number); got.Contact != "2" {
			t.Fatalf("together they are contact %s", got.Contact)
		}
		if talk, err := d.Talk(t.Context(), "2", 10); err != nil || len(talk) != 5 {
			t.Errorf("noted %v: %d lines, %v", noted, len(talk), err)
		}
		note(t, d)
		if err := d.Rejoin(t.Context(), at(10)); err != nil {
			t.Fatal(err)
		}
		if talk, err := d.Talk(t.Context(), "2", 10); err != nil || len(talk) != 6 {
			t.Errorf("noted %v: after the next start %d lines, %v", noted, len(talk), err)
		}
		undone, err := d.Undone(t.Context())
		if err != nil || len(undone) != 2 || undone[0].Seq != waiting.Seq || undone[0].Contact != "2" {
			t.Errorf("noted %v: undone %+v, %v", noted, undone, err)
		}
	}
}

// What is purged is noted no longer, and what waits is not purged.
func TestPurgeOfNotedRows(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for i := range 3 {
		got := accept(t, d, at(i), storetest.Message(fmt.Sprint(i), "5511", "halo"))
		letters := commit(t, d, answer(got[0], i+1, say(fmt.Sprint("1.", i+1, ".0"))))
		settle(t, d, store.Settled{ID: letters[0].ID, State: store.LetterSent})
	}
	accept(t, d, at(4), storetest.Message("9", "5519", "belum dijawab"))
	note(t, d)
	if _, err := d.Purge(t.Context(), at(9).Add(100*day), store.Retention{Inbox: 10 * day, Outbox: 10 * day}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, d, "SELECT COUNT(*) FROM talk_rows"); n != 2 { // the waiting message, and the newest letter, which stays
		t.Errorf("%d rows are still noted", n)
	}
	if undone, err := d.Undone(t.Context()); err != nil || len(undone) != 1 {
		t.Errorf("undone: %v, %v", undone, err)
	}
}

// A letter is written once: those of a turn by the turn, all others by their ID, also after they were sent.
func TestLettersAreWrittenOnce(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	commit(t, d, answer(got[0], 1, say("1.1.0")))
	l := store.Letter{ID: "kabar", Contact: "1", Reply: storetest.Reply()}
	for i := range 2 {
		fresh, err := d.Post(t.Context(), at(1), l)
		if err != nil || len(fresh) != 1-i {
			t.Errorf("post %d: %d new letters, %v", i, len(fresh), err)
		}
		settle(t, d, store.Settled{ID: "kabar", State: store.LetterSent}, store.Settled{ID: "1.1.0", State: store.LetterSent})
	}
	if _, err := d.Commit(t.Context(), store.Turn{Session: storetest.Session("1", 1), Effects: answer(got[0], 1, say("1.1.0")).Effects, Now: at(2)}); err == nil {
		t.Error("a turn was committed twice")
	}
	if n := count(t, d, "SELECT COUNT(*) FROM outbox"); n != 2 {
		t.Errorf("%d letters", n)
	}
}

// A database of before is brought up to date with all that it holds.
func TestOlderTalksAreBroughtAlong(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "sapa.db")
	v := vault.Memory()
	d := openAt(t, path, v)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"), storetest.Message("2", "5511", "belum dijawab"))
	commit(t, d, answer(got[0], 1, say("1.1.0")))
	note(t, d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	takeBack(t, path, 190)
	d = openAt(t, path, v)
	if talk, err := d.Talk(t.Context(), "1", 10); err != nil || len(talk) != 3 {
		t.Errorf("%d lines, %v", len(talk), err)
	}
	if undone, err := d.Undone(t.Context()); err != nil || len(undone) != 1 || undone[0].Seq != got[1].Seq {
		t.Errorf("undone: %+v, %v", undone, err)
	}
	if letters := due(t, d, at(9), 0); len(letters) != 1 || letters[0].ID != "1.1.0" {
		t.Errorf("letters: %+v", letters)
	}
	if again := accept(t, d, at(3), storetest.Message("1", "5511", "halo")); again[0].Fresh {
		t.Error("a message of before is fresh when it comes again")
	}
}
