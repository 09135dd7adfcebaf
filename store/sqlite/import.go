package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/store"
)

// importBody is what is sealed of an import.
type importBody struct {
	Name   string     `json:"name"`
	Sample [][]string `json:"sample,omitempty"`
}

func importPlace(finger []byte) string { return fmt.Sprintf("imports.sealed|%x", finger) }

const importColumns = `id, kind, state, by, at, region, as_of, file, finger, rows, bad, last, position, added, confirmed, ended, sealed`

// PutImport keeps a table that was checked. The same file of the same kind, kab/kota and day, when it is neither saved nor
// dropped yet, gives the import that is there, and fresh is false.
func (d *DB) PutImport(ctx context.Context, i store.Import) (out store.Import, fresh bool, err error) {
	if !i.Kind.Known() || i.By == "" || i.At.IsZero() || len(i.Finger) == 0 || i.File == "" {
		return i, false, fmt.Errorf("put import: %w", store.ErrInvalid)
	}
	sealed, err := d.Seal(importPlace(i.Finger), importBody{i.Name, i.Sample})
	if err != nil {
		return i, false, fmt.Errorf("put import: %w", err)
	}
	var id int64
	err = d.Write(ctx, func(tx *Tx) (err error) {
		id, fresh, err = d.putImport(tx, i, sealed)
		return err
	})
	if err != nil {
		return i, false, fmt.Errorf("put import: %w", err)
	}
	out, err = d.Import(ctx, id)
	return out, fresh, err
}

func (d *DB) putImport(tx *Tx, i store.Import, sealed []byte) (id int64, fresh bool, err error) {
	err = tx.QueryRow(`SELECT id FROM imports WHERE kind = $1 AND finger = $2 AND region = $3 AND as_of = $4 AND state IN ('diperiksa', 'disimpan')`,
		string(i.Kind), i.Finger, i.Region, i.AsOf).Scan(&id)
	if !errors.Is(err, store.ErrNotFound) {
		return id, false, err
	}
	id, err = tx.Insert(`INSERT INTO imports (kind, state, by, at, region, as_of, file, finger, rows, bad, last, sealed)
		VALUES ($1, 'diperiksa', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		string(i.Kind), i.By, i.At, i.Region, i.AsOf, i.File, i.Finger, i.Rows, i.Bad, i.Last, sealed)
	if err != nil {
		return 0, false, err
	}
	for n, x := range i.Issues[:min(len(i.Issues), store.IssuesMost)] {
		_, err := tx.Exec(`INSERT INTO import_issues (import, place, row, col, name, reason, arg) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, n, x.Row, x.Column, x.Name, x.Reason, x.Arg)
		if err != nil {
			return 0, false, err
		}
	}
	return id, true, d.auditImport(tx, "import.check", id, i.By, i.At, fmt.Sprintf("%s: %d, %d wrong", i.Kind, i.Rows, i.Bad))
}

func (d *DB) auditImport(tx *Tx, action string, id int64, by string, at time.Time, detail string) error {
	return d.audit(tx, store.AuditEntry{At: at, By: by, Action: action, Object: fmt.Sprintf("impor %d", id), Detail: detail})
}

// Import gives an import with its issues, or store.ErrNotFound.
func (d *DB) Import(ctx context.Context, id int64) (store.Import, error) {
	all, err := d.imports(ctx, `SELECT `+importColumns+` FROM imports WHERE id = $1`, id)
	if err == nil && len(all) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return store.Import{}, fmt.Errorf("import: %w", err)
	}
	out := all[0]
	err = d.read(ctx, func(tx *Tx) (err error) {
		out.Issues, err = collect(tx, func(row Row) (x store.RowIssue, err error) {
			err = row.Scan(&x.Row, &x.Column, &x.Name, &x.Reason, &x.Arg)
			return x, err
		}, `SELECT row, col, name, reason, arg FROM import_issues WHERE import = $1 ORDER BY place`, id)
		return err
	})
	if err != nil {
		return store.Import{}, fmt.Errorf("issues of import: %w", err)
	}
	return out, nil
}

// Imports gives the newest imports without their issues; those of one kab/kota when a region is named.
func (d *DB) Imports(ctx context.Context, region string, limit int) ([]store.Import, error) {
	return d.imports(ctx, `SELECT `+importColumns+` FROM imports WHERE $1 = '' OR region = $1 ORDER BY id DESC LIMIT $2`, region, limit)
}

// UnfinishedImports gives those that were confirmed and are not saved whole, those that nobody confirmed since a time, and
// those whose file is still kept although it is not needed any more.
func (d *DB) UnfinishedImports(ctx context.Context, since time.Time) ([]store.Import, error) {
	return d.imports(ctx, `SELECT `+importColumns+` FROM imports WHERE file <> '' AND (state <> 'diperiksa' OR at < $1) ORDER BY id`, since.UnixMilli())
}

func (d *DB) imports(ctx context.Context, query string, args ...any) (out []store.Import, err error) {
	var sealed [][]byte
	err = d.read(ctx, func(tx *Tx) (err error) {
		out, err = collect(tx, func(row Row) (i store.Import, err error) {
			var body []byte
			err = row.Scan(&i.ID, &i.Kind, &i.State, &i.By, &i.At, &i.Region, &i.AsOf, &i.File, &i.Finger, &i.Rows, &i.Bad, &i.Last,
				&i.Position, &i.Added, &i.Confirmed, &i.Ended, &body)
			sealed = append(sealed, body)
			return i, err
		}, query, args...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read imports: %w", err)
	}
	for n := range out {
		var b importBody
		if err := d.Open(importPlace(out[n].Finger), sealed[n], &b); err != nil {
			return nil, fmt.Errorf("open import: %w", err)
		}
		out[n].Name, out[n].Sample = b.Name, b.Sample
	}
	return out, nil
}

// ConfirmImport lets the rows of an import be saved. Confirmed again, it goes on where it stopped. It gives
// store.ErrConflict when it was dropped.
func (d *DB) ConfirmImport(ctx context.Context, id int64, by string, at time.Time) error {
	return d.moveImport(ctx, "confirm import", id, func(tx *Tx, state store.ImportState) error {
		switch state {
		case store.ImportDropped:
			return store.ErrConflict
		case store.ImportSaving, store.ImportDone:
			return nil
		}
		if _, err := tx.Exec(`UPDATE imports SET state = 'disimpan', confirmed = $2 WHERE id = $1`, id, at); err != nil {
			return err
		}
		return d.auditImport(tx, "import.confirm", id, by, at, "")
	})
}

// DropImport ends an import of which nothing was saved. It gives store.ErrConflict when somebody confirmed it.
func (d *DB) DropImport(ctx context.Context, id int64, by string, at time.Time) error {
	return d.moveImport(ctx, "drop import", id, func(tx *Tx, state store.ImportState) error {
		switch state {
		case store.ImportDropped:
			return nil
		case store.ImportSaving, store.ImportDone:
			return store.ErrConflict
		}
		if err := d.endImport(tx, id, store.ImportDropped, at); err != nil {
			return err
		}
		return d.auditImport(tx, "import.drop", id, by, at, "")
	})
}

func (d *DB) moveImport(ctx context.Context, what string, id int64, do func(tx *Tx, state store.ImportState) error) error {
	err := d.Write(ctx, func(tx *Tx) error {
		var state store.ImportState
		if err := tx.QueryRow(`SELECT state FROM imports WHERE id = $1`, id).Scan(&state); err != nil {
			return err
		}
		return do(tx, state)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// endImport ends an import. What was shown of its rows is not needed any more.
func (d *DB) endImport(tx *Tx, id int64, state store.ImportState, at time.Time) error {
	var finger, sealed []byte
	if err := tx.QueryRow(`SELECT finger, sealed FROM imports WHERE id = $1`, id).Scan(&finger, &sealed); err != nil {
		return err
	}
	var b importBody
	if err := d.Open(importPlace(finger), sealed, &b); err != nil {
		return err
	}
	sealed, err := d.Seal(importPlace(finger), importBody{Name: b.Name})
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE imports SET state = $2, ended = $3, sealed = $4 WHERE id = $1`, id, string(state), at, sealed)
	return err
}

// ForgetImportFile notes that the file of an import was deleted.
func (d *DB) ForgetImportFile(ctx context.Context, id int64) error {
	err := d.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec(`UPDATE imports SET file = '' WHERE id = $1`, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("forget file of import: %w", err)
	}
	return nil
}
