package sqlite

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/store"
)

// audited is a database with five entries in its log.
func audited(t *testing.T) *DB {
	t.Helper()
	d := fresh(t)
	for i := range 5 {
		e := store.AuditEntry{At: noon().Add(time.Duration(i) * time.Minute), By: "rina", Action: "flow.publish",
			Object: "daftar_wrse", Detail: fmt.Sprint("revision ", i+1)}
		if err := d.Audit(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func TestAuditLog(t *testing.T) {
	t.Parallel()
	d := audited(t)
	got, err := d.AuditLog(t.Context(), "daftar_wrse", 2, 2)
	want := []store.AuditEntry{
		{Seq: 3, At: noon().Add(2 * time.Minute), By: "rina", Action: "flow.publish", Object: "daftar_wrse", Detail: "revision 3"},
		{Seq: 4, At: noon().Add(3 * time.Minute), By: "rina", Action: "flow.publish", Object: "daftar_wrse", Detail: "revision 4"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("log: %v\n%s", err, diff)
	}
	if none, err := d.AuditLog(t.Context(), "lain", 0, 0); err != nil || len(none) != 0 {
		t.Errorf("of another object: %v, %v", none, err)
	}
	for _, whole := range []*DB{d, fresh(t)} {
		if broken, err := whole.VerifyAudit(t.Context()); broken != 0 || err != nil {
			t.Errorf("a whole log is broken at %d, %v", broken, err)
		}
	}
}

// Somebody with the file in hand takes the triggers away first.
func TestVerifyAuditSeesTampering(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		tamper []string
		broken int64
	}{
		{"a word changed", []string{`UPDATE audit SET detail = 'revision 9' WHERE seq = 3`}, 3},
		{"a time changed", []string{`UPDATE audit SET at = at + 1 WHERE seq = 1`}, 1},
		{"words moved over a border", []string{`UPDATE audit SET action = 'flow.publishd', object = 'aftar_wrse' WHERE seq = 2`}, 2},
		{"a row gone", []string{`DELETE FROM audit WHERE seq = 2`}, 2},
		{"a row gone, the others moved up", []string{`DELETE FROM audit WHERE seq = 2`, `UPDATE audit SET seq = seq - 1 WHERE seq > 2`}, 2},
		{"the first gone", []string{`DELETE FROM audit WHERE seq = 1`}, 1},
		{"the last gone", []string{`DELETE FROM audit WHERE seq = 5`}, 5},
		{"the last gone and the head moved back", []string{`DELETE FROM audit WHERE seq = 5`,
			`UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 4)`}, 5},
		{"all gone", []string{`DELETE FROM audit`}, 1},
		{"a row of another's making", []string{`INSERT INTO audit SELECT 6, at, by, action, object, detail, hash FROM audit WHERE seq = 5`}, 6},
		{"two rows changed places", []string{`UPDATE audit SET seq = 99 WHERE seq = 2`, `UPDATE audit SET seq = 2 WHERE seq = 3`, `UPDATE audit SET seq = 3 WHERE seq = 99`}, 2},
		{"the head gone", []string{`DELETE FROM audit_head`}, 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := audited(t)
			run := append([]string{`DROP TRIGGER audit_no_update`, `DROP TRIGGER audit_no_delete`}, tt.tamper...)
			err := d.Write(t.Context(), func(tx *Tx) error {
				for _, q := range run {
					if _, err := tx.Exec(q); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if broken, err := d.VerifyAudit(t.Context()); broken != tt.broken || err != nil {
				t.Errorf("broken at %d, %v; want %d", broken, err, tt.broken)
			}
		})
	}
}

// The end of the log is looked at without the rows before it.
func TestVerifyAuditEnd(t *testing.T) {
	t.Parallel()
	for seq, want := range map[int64]int64{2: 0, 3: 4, 4: 4} { // a row's hash that is changed shows in the row after it
		d := audited(t)
		err := d.Write(t.Context(), func(tx *Tx) error {
			_, err := tx.Exec(`DROP TRIGGER audit_no_update`)
			if err == nil {
				_, err = tx.Exec(`UPDATE audit SET hash = x'00' WHERE seq = $1`, seq)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if broken, err := d.VerifyAuditEnd(t.Context(), 2); broken != want || err != nil {
			t.Errorf("row %d changed: broken at %d, %v; want %d", seq, broken, err, want)
		}
	}
	d := audited(t)
	if _, err := d.AuditVerified(t.Context()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("never checked: %v", err)
	}
	for _, detail := range []string{"broken at 2", "whole"} {
		if err := d.Audit(t.Context(), store.AuditEntry{At: noon(), By: "nur", Action: "audit.verify", Detail: detail}); err != nil {
			t.Fatal(err)
		}
	}
	if e, err := d.AuditVerified(t.Context()); err != nil || e.Detail != "whole" || e.Seq != 7 {
		t.Errorf("checked last: %+v, %v", e, err)
	}
	if broken, err := d.VerifyAuditEnd(t.Context(), 100); broken != 0 || err != nil {
		t.Errorf("more rows than there are: broken at %d, %v", broken, err)
	}
}

func TestAuditRowsStay(t *testing.T) {
	t.Parallel()
	d := audited(t)
	for _, q := range []string{`UPDATE audit SET detail = ''`, `DELETE FROM audit`} {
		err := d.Write(t.Context(), func(tx *Tx) error { _, err := tx.Exec(q); return err })
		if err == nil {
			t.Errorf("%s was let through", q)
		}
	}
	if broken, err := d.VerifyAudit(t.Context()); broken != 0 || err != nil {
		t.Errorf("broken at %d, %v", broken, err)
	}
}
