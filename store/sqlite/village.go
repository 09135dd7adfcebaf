package sqlite

import (
	"context"
	"fmt"

	"sapa/store"
)

// putVillage adds a desa or kelurahan, or renames it; one that is there by that name does not count as changed.
const putVillage = `INSERT INTO villages (code, district, name) VALUES ($1, $2, $3)
	ON CONFLICT (code) DO UPDATE SET name = $3 WHERE name <> $3`

// ImportVillages adds desa and kelurahan to the list, or renames those it has. It takes all or, when one is not valid,
// none, and then names the row (1 is the first).
func (d *DB) ImportVillages(ctx context.Context, villages []store.Village) error {
	for i, v := range villages {
		if !v.Valid() {
			return fmt.Errorf("import villages: row %d: %w", i+1, store.ErrInvalid)
		}
	}
	err := d.Write(ctx, func(tx *Tx) error {
		for _, v := range villages {
			if _, err := tx.Exec(putVillage, v.Code, v.Code[:len("64.72.03")], v.Name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("import villages: %w", err)
	}
	return nil
}

// Villages gives the desa and kelurahan of a kecamatan ("64.72.03") by name; none when no list was imported.
func (d *DB) Villages(ctx context.Context, district string) (all []store.Village, err error) {
	err = d.read(ctx, func(tx *Tx) (err error) {
		all, err = collect(tx, func(row Row) (v store.Village, err error) {
			err = row.Scan(&v.Code, &v.Name)
			return v, err
		}, `SELECT code, name FROM villages WHERE district = $1 ORDER BY name, code`, district)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("villages: %w", err)
	}
	return all, nil
}
