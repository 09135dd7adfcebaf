package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// LastNews gives the last letter that was sent to a contact unasked, and when; store.ErrNotFound when there is none, or
// its words are kept no longer.
func (d *DB) LastNews(ctx context.Context, contact conversations.ContactID) (at time.Time, r conversations.Reply, err error) {
	err = d.read(ctx, func(tx *Tx) error {
		var id string
		var state int
		var sealed []byte
		if err := tx.QueryRow(lastNewsQuery, contactNumber(contact)).Scan(&id, &state, &at, &sealed); err != nil {
			return err
		}
		if state > outboxSent || sealed == nil {
			return store.ErrNotFound
		}
		return d.Open(letterPlace(id), sealed, &r)
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		err = fmt.Errorf("last news: %w", err)
	}
	return at, r, err
}

const lastNewsQuery = `SELECT id, state, COALESCE(settled_at, at), sealed FROM outbox
	WHERE contact = $1 AND priority > 0 ORDER BY seq DESC LIMIT 1`
