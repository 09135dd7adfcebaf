package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"sapa/store"
	"sapa/store/storetest"
	"sapa/store/vault"
)

func TestTwoProcessesOnOneFile(t *testing.T) {
	t.Parallel()
	serve := fresh(t)
	accept(t, serve, at(0), storetest.Message("1", "5511", "halo"))
	officer := openAt(t, serve.path, serve.vault)
	changed := func(d *DB, want bool) {
		t.Helper()
		if got, err := d.Changed(t.Context()); err != nil || got != want {
			t.Errorf("Changed = %v, %v; want %v", got, err, want)
		}
	}
	changed(serve, false)
	accept(t, serve, at(1), storetest.Message("2", "5511", "halo"))
	changed(serve, false) // its own write is no news
	if _, err := officer.Post(t.Context(), at(1), store.Letter{ID: "x", Contact: "1", Reply: storetest.Reply()}); err != nil {
		t.Fatal(err)
	}
	changed(serve, true)
	changed(serve, false)
	if l := due(t, serve, at(1), 0); len(l) != 1 || l[0].Address != "5511" {
		t.Errorf("the other's letter: %v", l)
	}

	var group sync.WaitGroup
	for p, d := range []*DB{serve, officer} {
		for i := range 100 {
			group.Go(func() {
				id := strconv.Itoa(p) + "-" + strconv.Itoa(i)
				if _, err := d.Post(context.Background(), at(2), store.Letter{ID: id, Contact: "1", Reply: storetest.Reply()}); err != nil {
					t.Errorf("Post: %v", err)
				}
			})
		}
	}
	group.Wait()
	letters, err := serve.Due(t.Context(), at(2), 0, 1000)
	if err != nil || len(letters) != 201 {
		t.Errorf("%d letters of 201, %v", len(letters), err)
	}
}

func TestAnotherProcessWritesTooLong(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	other := openAt(t, d.path, d.vault)
	bare := &order{ctx: t.Context(), bare: true, done: make(chan struct{}), do: func(tx *Tx) error {
		_, err := tx.Exec("PRAGMA busy_timeout = 1")
		return err
	}}
	if err := d.writer.submit(bare); err != nil {
		t.Fatal(err)
	}
	open := gate(t, other)
	_, err := d.Accept(t.Context(), at(0), storetest.Message("1", "5511", "halo"))
	open()
	if !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Accept while another writes: %v", err)
	}
	for errors.Is(err, store.ErrUnavailable) { // until the other has ended
		_, err = d.Accept(t.Context(), at(0), storetest.Message("1", "5511", "halo"))
	}
	if err != nil {
		t.Errorf("Accept after that: %v", err)
	}
}

func TestManyOpenAFreshFile(t *testing.T) {
	t.Parallel()
	path, v := filepath.Join(t.TempDir(), "sapa.db"), vault.Memory()
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			d, err := Open(context.Background(), path, v)
			if err == nil {
				err = errors.Join(d.SetAside(context.Background(), 1, ""), d.Close())
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestLock(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "serve.lock")
	free, err := Lock(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(file); !errors.Is(err, ErrLocked) {
		t.Errorf("second Lock: %v", err)
	}
	if err := free(); err != nil {
		t.Fatal(err)
	}
	free, err = Lock(file)
	if err != nil {
		t.Fatalf("Lock after free: %v", err)
	}
	if err := free(); err != nil {
		t.Error(err)
	}
}

func TestBackup(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	commit(t, d, answer(got[0], 4, say("1.4.0")))
	path := filepath.Join(t.TempDir(), "it's a copy.db")
	if err := d.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("backup: %v, %v", info.Mode(), err)
	}
	if err := d.Backup(t.Context(), path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("backup over a backup: %v", err)
	}
	restored := openAt(t, path, d.vault)
	if s, err := restored.Session(t.Context(), "1"); err != nil || s.Turn != 4 {
		t.Errorf("restored session: turn %d, %v", s.Turn, err)
	}
	if err := restored.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestCheckFindsDamage(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	for _, q := range []string{"PRAGMA foreign_keys = OFF", "DELETE FROM contacts", "PRAGMA foreign_keys = ON"} {
		o := &order{ctx: t.Context(), bare: true, done: make(chan struct{}), do: func(tx *Tx) error {
			_, err := tx.Exec(q)
			return err
		}}
		if err := d.writer.submit(o); err != nil {
			t.Fatal(err)
		}
	}
	err := d.Check(t.Context())
	if err == nil || !strings.Contains(err.Error(), "row 1 of addresses") {
		t.Errorf("Check = %v", err)
	}
}
