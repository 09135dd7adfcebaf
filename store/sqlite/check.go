package sqlite

import (
	"context"
	"errors"
	"fmt"
)

// Check looks for damage: the file's own integrity, rows that point nowhere, and the settings of every connection. It
// reads the whole file. What it finds comes back as one error of many lines, without personal data.
func (d *DB) Check(ctx context.Context) error {
	var found error
	err := d.read(ctx, func(tx *Tx) error {
		found = verify(tx.c)
		for row, err := range tx.Query("PRAGMA integrity_check") {
			var line string
			if err == nil {
				err = row.Scan(&line)
			}
			if err != nil {
				return err
			}
			if line != "ok" {
				found = errors.Join(found, errors.New(line))
			}
		}
		for row, err := range tx.Query("PRAGMA foreign_key_check") {
			var table, parent string
			var rowid, key int64
			if err == nil {
				err = row.Scan(&table, &rowid, &parent, &key)
			}
			if err != nil {
				return err
			}
			found = errors.Join(found, fmt.Errorf("row %d of %s points to a row missing from %s", rowid, table, parent))
		}
		return nil
	})
	if err = errors.Join(found, err); err != nil {
		return fmt.Errorf("check database: %w", err)
	}
	return nil
}

// Changed tells whether another process has written to the file since the last call.
func (d *DB) Changed(ctx context.Context) (bool, error) {
	var version int64
	o := &order{ctx: ctx, bare: true, done: make(chan struct{}), do: func(tx *Tx) error {
		return tx.QueryRow("PRAGMA data_version").Scan(&version) // of the writer: its own commits do not count
	}}
	if err := d.writer.submit(o); err != nil {
		return false, fmt.Errorf("look for changes: %w", err)
	}
	if d.version.Swap(version) == version {
		return false, nil
	}
	d.addresses.forgetAll()
	d.held.forget()
	return true, nil
}
