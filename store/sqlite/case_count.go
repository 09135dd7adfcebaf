package sqlite

import (
	"context"
	"fmt"

	"sapa/store"
)

// CaseCounts counts the cases of a kab/kota by status; of the whole province when region is "". With an officer, only
// those that this officer took.
func (d *DB) CaseCounts(ctx context.Context, region, officer string) (map[store.Status]int, error) {
	query, args := `SELECT status, count(*) FROM cases GROUP BY status`, []any{}
	switch {
	case officer != "":
		query, args = `SELECT status, count(*) FROM cases WHERE officer = $1 AND officer <> '' AND ($2 = '' OR region = $2) GROUP BY status`, []any{officer, region}
	case region != "":
		query, args = `SELECT status, count(*) FROM cases WHERE region = $1 GROUP BY status`, []any{region}
	}
	counts := map[store.Status]int{}
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			var s store.Status
			var n int
			if err == nil {
				err = row.Scan(&s, &n)
			}
			if err != nil {
				return err
			}
			counts[s] = n
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count cases: %w", err)
	}
	return counts, nil
}
