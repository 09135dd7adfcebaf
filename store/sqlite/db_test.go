package sqlite

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sapa/store"
	"sapa/store/vault"
)

// openAt opens the database in a folder and closes it at the end of the test.
func openAt(t testing.TB, path string, v *vault.Vault) *DB {
	t.Helper()
	d, err := Open(context.Background(), path, v)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return d
}

func fresh(t testing.TB) *DB {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "sapa.db"), vault.Memory())
}

func TestOpen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data", "a ? b#c%20 %.db")
	d := openAt(t, path, vault.Memory())
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("database has mode %v", info.Mode())
	}
	for _, c := range d.opened {
		if err := verify(c); err != nil {
			t.Error(err)
		}
	}
	err = d.Read(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO contacts (created_at) VALUES ($1)", 1)
		return err
	})
	if err == nil {
		t.Error("a reader wrote")
	}
}

func TestVerifyRefusesOtherSettings(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	tx := &Tx{c: d.opened[1]}
	if _, err := tx.Exec("PRAGMA synchronous = NORMAL"); err != nil {
		t.Fatal(err)
	}
	if err := verify(d.opened[1]); err == nil || !strings.Contains(err.Error(), "synchronous") {
		t.Errorf("verify = %v", err)
	}
}

func TestValuesComeBack(t *testing.T) {
	t.Parallel()
	type name string
	d := fresh(t)
	at := time.Date(2026, 11, 23, 9, 41, 20, 60e6, time.FixedZone("WITA", 8*3600))
	err := d.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec("CREATE TABLE v (s TEXT, i INTEGER, b BLOB, t INTEGER, z INTEGER, n TEXT, f REAL, ok INTEGER) STRICT")
		if err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO v VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			name("siti"), 7, []byte{1, 0, 2}, at, time.Time{}, nil, 1.5, true)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var (
		s      name
		i      int
		b      []byte
		ts, z  = time.Time{}, time.Now()
		n      = "old"
		f      float64
		ok     bool
		number string
	)
	err = d.Read(t.Context(), func(tx *Tx) error {
		return tx.QueryRow("SELECT s, i, b, t, z, n, f, ok, i FROM v").Scan(&s, &i, &b, &ts, &z, &n, &f, &ok, &number)
	})
	if err != nil {
		t.Fatal(err)
	}
	if s != "siti" || i != 7 || !bytes.Equal(b, []byte{1, 0, 2}) || !ts.Equal(at) || !z.IsZero() || n != "" || f != 1.5 || !ok || number != "7" {
		t.Errorf("got %v %v %v %v %v %q %v %v %q", s, i, b, ts, z, n, f, ok, number)
	}
	err = d.Read(t.Context(), func(tx *Tx) error { return tx.QueryRow("SELECT s FROM v").Scan(&i) })
	if err == nil {
		t.Error("a text was scanned into a number")
	}
	err = d.Read(t.Context(), func(tx *Tx) error { return tx.QueryRow("SELECT s FROM v WHERE i = $1", 8).Scan(&s) })
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no row: %v", err)
	}
}

func TestQueryInsideItself(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	const q = "SELECT $1 UNION ALL SELECT 2 ORDER BY 1"
	var got []int
	err := d.Read(t.Context(), func(tx *Tx) error {
		for outer, err := range tx.Query(q, 1) {
			if err != nil {
				return err
			}
			for inner, err := range tx.Query(q, 1) {
				var a, b int
				if err := errors.Join(err, outer.Scan(&a), inner.Scan(&b)); err != nil {
					return err
				}
				if got = append(got, a*10+b); b == 2 {
					break
				}
			}
		}
		return nil
	})
	if err != nil || len(got) != 4 || got[0] != 11 || got[3] != 22 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestClosed(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for range 2 {
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	nothing := func(*Tx) error { return nil }
	if err := d.Write(t.Context(), nothing); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Write: %v", err)
	}
	if err := d.Read(t.Context(), nothing); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Read: %v", err)
	}
}
