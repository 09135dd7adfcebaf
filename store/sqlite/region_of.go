package sqlite

import (
	"context"
	"errors"
	"fmt"

	"sapa/conversations"
	"sapa/store"
)

// RegionOf gives the kab/kota that a contact has to do with: that of the last application it filed, else of the last
// opening it asked to be told of; "" when neither names one.
func (d *DB) RegionOf(ctx context.Context, contact conversations.ContactID) (region string, err error) {
	err = d.read(ctx, func(tx *Tx) error {
		err := tx.QueryRow(`SELECT region FROM cases WHERE contact = $1 ORDER BY id DESC LIMIT 1`, string(contact)).Scan(&region)
		if errors.Is(err, store.ErrNotFound) {
			err = tx.QueryRow(`SELECT region FROM interests WHERE contact = $1 AND region <> '' ORDER BY at DESC LIMIT 1`, string(contact)).Scan(&region)
		}
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", fmt.Errorf("region of a contact: %w", err)
	}
	return region, nil
}
