package sqlite

import (
	"context"
	"errors"
	"fmt"

	"sapa/store"
)

// sealedRow is a row of a table made ready for its transaction.
type sealedRow struct {
	who, sealed []byte
}

// SaveImport saves some rows of a confirmed import and moves its position past them, in one transaction: however often it
// is killed and begun again, each row is in once. It gives store.ErrConflict, and saves nothing, when the position is
// another by now: another process saves the same import.
func (d *DB) SaveImport(ctx context.Context, c store.ImportChunk) error {
	people, listed, err := d.sealChunk(c)
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error { return d.saveImport(tx, c, people, listed) })
	}
	if err != nil {
		return fmt.Errorf("save import: %w", err)
	}
	return nil
}

func (d *DB) sealChunk(c store.ImportChunk) (people, listed []sealedRow, err error) {
	for _, r := range c.Recipients {
		row := sealedRow{who: d.recipientIndex(r.NIK, r.Group, r.Region)}
		if row.sealed, err = d.Seal(recipientPlace(row.who, r.Programme, r.Year), r); err != nil {
			return nil, nil, err
		}
		people = append(people, row)
	}
	for _, r := range c.Registered {
		row := sealedRow{who: d.Index("nik", r.NIK)}
		if row.sealed, err = d.Seal(dtsenPlace(row.who, c.ID), r.Decile); err != nil {
			return nil, nil, err
		}
		listed = append(listed, row)
	}
	return people, listed, nil
}

// recipientIndex finds who received something: a person by NIK, an institution by its name within the kab/kota.
func (d *DB) recipientIndex(nik, group, region string) []byte {
	if nik != "" {
		return d.Index("nik", nik)
	}
	return d.Index("group", region+"|"+letters(group))
}

func recipientPlace(who []byte, programme string, year int) string {
	return fmt.Sprintf("recipients.sealed|%x|%s|%d", who, programme, year)
}

func dtsenPlace(who []byte, id int64) string { return fmt.Sprintf("dtsen.sealed|%x|%d", who, id) }

func (d *DB) saveImport(tx *Tx, c store.ImportChunk, people, listed []sealedRow) error {
	var by string
	err := tx.QueryRow(`SELECT by FROM imports WHERE id = $1 AND state = 'disimpan' AND position = $2`, c.ID, c.From).Scan(&by)
	if errors.Is(err, store.ErrNotFound) {
		err = store.ErrConflict
	}
	if err != nil {
		return err
	}
	added, err := d.saveRows(tx, c, people, listed)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE imports SET position = $2, added = added + $3 WHERE id = $1`, c.ID, c.To, added); err != nil || !c.Last {
		return err
	}
	if err := d.endImport(tx, c.ID, store.ImportDone, c.At); err != nil {
		return err
	}
	var all int64
	if err := tx.QueryRow(`SELECT added FROM imports WHERE id = $1`, c.ID).Scan(&all); err != nil {
		return err
	}
	return d.auditImport(tx, "import.done", c.ID, by, c.At, fmt.Sprintf("%d new", all))
}

func (d *DB) saveRows(tx *Tx, c store.ImportChunk, people, listed []sealedRow) (added int64, err error) {
	add := func(query string, args ...any) error {
		n, err := tx.Exec(query, args...)
		added += n
		return err
	}
	for i, r := range c.Recipients {
		err := add(`INSERT INTO recipients (who, programme, year, region, import, sealed) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
			people[i].who, r.Programme, r.Year, r.Region, c.ID, people[i].sealed)
		if err != nil {
			return added, err
		}
	}
	for i, r := range c.Registered {
		err := add(`INSERT INTO dtsen (who, import, region, sealed) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, listed[i].who, c.ID, r.Region, listed[i].sealed)
		if err == nil {
			_, err = tx.Exec(`INSERT INTO dtsen_covers (region, import) VALUES ($1, $2) ON CONFLICT DO NOTHING`, r.Region, c.ID)
		}
		if err != nil {
			return added, err
		}
	}
	for _, v := range c.Villages {
		if err := add(putVillage, v.Code, v.Code[:len("64.72.03")], v.Name); err != nil {
			return added, err
		}
	}
	return added, nil
}
