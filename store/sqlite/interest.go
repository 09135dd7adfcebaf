package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// Subscribe notes that a contact wants to be told when a window opens. Region "" is any kab/kota. Doing it again, with
// the same key or another, changes nothing; the key is the effect that asked for it.
func (d *DB) Subscribe(ctx context.Context, key string, contact conversations.ContactID, programme, region string, year int, at time.Time) error {
	err := offered(programme, year)
	if err == nil && (key == "" || contact == "" || region != "" && !store.IsRegion(region)) {
		err = store.ErrInvalid
	}
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error {
			_, err := tx.Exec(`INSERT INTO interests (contact, programme, year, region, at) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT DO NOTHING`, string(contact), programme, year, region, at)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	return nil
}

// Unsubscribe takes a contact's wishes away, all of them when programme is "", and tells how many those were.
func (d *DB) Unsubscribe(ctx context.Context, contact conversations.ContactID, programme string) (n int64, err error) {
	err = d.Write(ctx, func(tx *Tx) (err error) {
		n, err = tx.Exec(`DELETE FROM interests WHERE contact = $1 AND ($2 = '' OR programme = $2)`, string(contact), programme)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("unsubscribe: %w", err)
	}
	return n, nil
}

// Interested gives whom to tell when a programme opens in a kab/kota and year, in the order in which they asked, each
// contact once.
func (d *DB) Interested(ctx context.Context, programme, region string, year int) ([]store.Interest, error) {
	return d.interests(ctx, `SELECT contact, programme, max(region), year, min(at) AS at FROM interests
		WHERE programme = $1 AND year = $2 AND region IN ($3, '') GROUP BY contact ORDER BY at, contact`, programme, year, region)
}

// InterestsOf gives what a contact wants to be told about.
func (d *DB) InterestsOf(ctx context.Context, contact conversations.ContactID) ([]store.Interest, error) {
	return d.interests(ctx, `SELECT contact, programme, region, year, at FROM interests WHERE contact = $1
		ORDER BY at, programme, year, region`, string(contact))
}

func (d *DB) interests(ctx context.Context, query string, args ...any) ([]store.Interest, error) {
	var all []store.Interest
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			var i store.Interest
			if err == nil {
				err = row.Scan(&i.Contact, &i.Programme, &i.Region, &i.Year, &i.At)
			}
			if err != nil {
				return err
			}
			all = append(all, i)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("interests: %w", err)
	}
	return all, nil
}
