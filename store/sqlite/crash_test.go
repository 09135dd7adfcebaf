package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/storetest"
	"sapa/store/vault"
)

// crashed copies a database as it lies on the disk while it is open, which is what a killed process leaves behind.
func crashed(t *testing.T, d *DB) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "sapa.db")
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(d.path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+suffix, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// What was acknowledged before a crash is there after it, at every point of a turn.
func TestCrashBetweenTheSteps(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	check := func(step string, undone, waiting, turn int) {
		t.Helper()
		after := openAt(t, crashed(t, d), d.vault)
		if got, err := after.Undone(t.Context()); err != nil || len(got) != undone {
			t.Errorf("%s: %d messages undone, %v; want %d", step, len(got), err, undone)
		}
		if got := due(t, after, at(9), 0); len(got) != waiting {
			t.Errorf("%s: %d letters wait; want %d", step, len(got), waiting)
		}
		if got, err := after.Turn(t.Context(), "1"); err != nil || got != turn {
			t.Errorf("%s: turn %d, %v; want %d", step, got, err, turn)
		}
		if err := after.Check(t.Context()); err != nil {
			t.Errorf("%s: %v", step, err)
		}
		if again := accept(t, after, at(9), storetest.Message("1", "5511", "halo")); again[0].Fresh || again[0].Contact != "1" {
			t.Errorf("%s: the message brought again is %+v", step, again[0])
		}
	}
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	check("accepted", 1, 0, 0)
	letters := commit(t, d, answer(got[0], 1, say("1.1.0")))
	check("committed", 0, 1, 1)
	settle(t, d, store.Settled{ID: letters[0].ID, State: store.LetterSent, Message: "55:1"})
	check("settled", 0, 0, 1)
}

func TestNothingPersonalOnDisk(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	const phone, word, nudge = "628115559901", "gorengan", "soal Ibu Siti Aminah"
	for i := range 20 {
		m := storetest.Message("msg-"+phone+strconv.Itoa(i), phone, "saya jualan "+word)
		m.Media = []conversations.Media{{Kind: conversations.Contact, Phone: phone}}
		got := accept(t, d, at(i), m)
		turn := answer(got[0], i+1, say("1."+strconv.Itoa(i)+".0"),
			conversations.Fault{Mark: mark("f" + strconv.Itoa(i)), Problem: nudge})
		letters := commit(t, d, turn)
		settle(t, d, store.Settled{ID: letters[0].ID, State: store.LetterSent, Message: conversations.MessageID(phone + ":" + strconv.Itoa(i))})
	}
	if _, err := d.Post(t.Context(), at(30), store.Letter{ID: "p", Contact: "1", Reply: storetest.Reply()}); err != nil {
		t.Fatal(err)
	}
	s := storetest.Session("1", 1)
	secrets := []string{phone, word, nudge, "Siti", "Aminah"}
	for _, answer := range s.Answers {
		if len(answer) > 3 {
			secrets = append(secrets, answer)
		}
	}
	copied := openAt(t, crashed(t, d), d.vault)
	if err := copied.Backup(t.Context(), copied.path+".backup"); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{d.path, d.path + "-wal", copied.path, copied.path + ".backup"} {
		raw, err := os.ReadFile(path)
		if err != nil || len(raw) == 0 {
			t.Fatalf("read %s: %d bytes, %v", filepath.Base(path), len(raw), err)
		}
		for _, secret := range secrets {
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("%q can be read in %s", secret, filepath.Base(path))
			}
		}
	}
	raw, _ := os.ReadFile(copied.path + ".backup")
	if !strings.Contains(string(raw), "daftar_wrse") {
		t.Error("the flow's ID, which is no secret, is not found: the search is broken")
	}
}

func TestAnotherVaultReadsNothing(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	commit(t, d, answer(got[0], 1, say("1.1.0")))
	stranger := openAt(t, crashed(t, d), vault.Memory())
	if s, err := stranger.Session(t.Context(), "1"); err == nil {
		t.Errorf("Session = %v", s)
	}
	if l, err := stranger.Due(t.Context(), at(9), 0, 9); err == nil {
		t.Errorf("Due = %v", l)
	}
}
