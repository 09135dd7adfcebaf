package sqlite

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
)

func addContact(tx *Tx, at int) error {
	_, err := tx.Exec("INSERT INTO contacts (created_at) VALUES ($1)", at)
	return err
}

func countContacts(t *testing.T, d *DB, where string) (n int) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *Tx) error {
		return tx.QueryRow("SELECT COUNT(*) FROM contacts WHERE " + where).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// gate makes the writer wait, so that the writes after it gather.
func gate(t *testing.T, d *DB) (open func()) {
	t.Helper()
	entered, opened := make(chan struct{}), make(chan struct{})
	go d.Write(context.Background(), func(*Tx) error {
		close(entered)
		<-opened
		return nil
	})
	<-entered
	return func() { close(opened) }
}

func TestManyWritesShareACommit(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	before := d.writer.commits.Load()
	var group sync.WaitGroup
	for i := range 1000 {
		group.Go(func() {
			if err := d.Write(context.Background(), func(tx *Tx) error { return addContact(tx, i) }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := countContacts(t, d, "true"); n != 1000 {
		t.Errorf("%d rows", n)
	}
	if n := d.writer.commits.Load() - before; n > 500 {
		t.Errorf("1000 writes at once took %d commits", n)
	}
}

func TestOneFailureHurtsNobodyElse(t *testing.T) {
	t.Parallel()
	wrong := errors.New("wrong")
	for name, fail := range map[string]func(*Tx) error{
		"error":             func(*Tx) error { return wrong },
		"error after write": func(tx *Tx) error { return errors.Join(addContact(tx, -1), wrong) },
		"panic": func(tx *Tx) error {
			_ = addContact(tx, -1)
			panic("Siti Aminah")
		},
		"broken statement": func(tx *Tx) error {
			_ = addContact(tx, -1)
			_, err := tx.Exec("INSERT INTO nowhere VALUES (1)")
			return err
		},
		"ended transaction": func(tx *Tx) error {
			_ = addContact(tx, -1)
			_, err := tx.Exec("ROLLBACK")
			return errors.Join(err, wrong)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := fresh(t)
			open := gate(t, d)
			var group sync.WaitGroup
			for i := range 50 {
				group.Go(func() {
					if i%10 == 5 {
						err := d.Write(context.Background(), fail)
						if err == nil || strings.Contains(err.Error(), "Siti") {
							t.Errorf("failing write: %v", err)
						}
						return
					}
					if err := d.Write(context.Background(), func(tx *Tx) error { return addContact(tx, i) }); err != nil {
						t.Errorf("innocent write: %v", err)
					}
				})
			}
			open()
			group.Wait()
			if n := countContacts(t, d, "true"); n != 45 {
				t.Errorf("%d rows of 45", n)
			}
			if n := countContacts(t, d, "created_at = -1"); n != 0 {
				t.Errorf("%d rows of failed writes", n)
			}
		})
	}
}

func TestLostTransaction(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	tx := &Tx{c: d.opened[1], lost: errors.New("disk full")}
	if _, err := tx.Exec("SELECT 1"); err == nil {
		t.Error("a statement ran outside of its lost transaction")
	}
	if err := tx.QueryRow("SELECT 1").Scan(new(int)); err == nil {
		t.Error("a query ran outside of its lost transaction")
	}
	err := d.Write(t.Context(), func(tx *Tx) error {
		_ = addContact(tx, 1)
		tx.lost = errors.New("disk full")
		return nil // the caller did not look
	})
	if err == nil || countContacts(t, d, "true") != 0 {
		t.Errorf("a lost transaction was committed: %v", err)
	}
}

func TestCancelledBeforeItBegan(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	open := gate(t, d)
	ctx, cancel := context.WithCancel(t.Context())
	cancelled := make(chan error)
	go func() {
		cancelled <- d.Write(ctx, func(tx *Tx) error { return addContact(tx, 1) })
	}()
	cancel()
	if err := <-cancelled; !errors.Is(err, context.Canceled) {
		t.Errorf("Write = %v", err)
	}
	open()
	if n := countContacts(t, d, "true"); n != 0 {
		t.Error("a cancelled write was done")
	}
}

func TestConflictingRowFailsAlone(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	err := d.Write(t.Context(), func(tx *Tx) error {
		if _, err := tx.Exec("INSERT INTO contacts (id, created_at) VALUES (7, 1)"); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO contacts (id, created_at) VALUES (7, 2)")
		if !duplicate(err) {
			t.Errorf("duplicate(%v) is false", err)
		}
		return addContact(tx, 3) // the transaction goes on
	})
	if err != nil || countContacts(t, d, "true") != 2 {
		t.Errorf("Write = %v", err)
	}
}
