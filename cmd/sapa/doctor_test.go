package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// Somebody who has the file changes one row of the audit log behind the program's back, and doctor says which.
func TestDoctorFindsTheChangedRow(t *testing.T) {
	t.Parallel()
	data := worked(t)
	if out, err := sapa(t, data, "", "doctor"); err != nil || !strings.Contains(out, "ok      audit log\n") {
		t.Fatalf("before: %v\n%s", err, out)
	}
	edit(t, data, `DROP TRIGGER audit_no_update`, `UPDATE audit SET by = 'orang.lain' WHERE seq = 3`)
	out, err := sapa(t, data, "", "doctor")
	if err == nil || !strings.Contains(out, "WRONG   audit log: the chain breaks at entry 3, which reads: ") || !strings.Contains(out, "orang.lain window.open wrse/") {
		t.Errorf("after a change: %v\n%s", err, out)
	}
	edit(t, data, `DROP TRIGGER audit_no_delete`, `DELETE FROM audit WHERE seq = 2`)
	if out, err := sapa(t, data, "", "doctor"); err == nil || !strings.Contains(out, "the chain breaks at entry 2, which is gone") {
		t.Errorf("after one was taken out: %v\n%s", err, out)
	}
}

// edit changes the database with its own connection, as sqlite3 does.
func edit(t *testing.T, data string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "sapa.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}
