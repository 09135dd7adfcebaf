package sqlite

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"sapa/store"
)

const (
	day      = 24 * time.Hour
	keepKeys = 2   // times the retention that the empty rows stay, so that a late duplicate is still known
	portion  = 500 // rows per write, so that nobody waits long behind a purge
)

// Purge takes away words that are no longer needed: those of messages and letters that are done with, and of talks
// that fell silent. The rows stay twice as long, empty, so that duplicates are still recognised; the turns of talks
// stay for good, or effect IDs would repeat.
func (d *DB) Purge(ctx context.Context, now time.Time, r store.Retention) (store.Purged, error) {
	inbox, outbox := cmp.Or(r.Inbox, 90*day), cmp.Or(r.Outbox, 90*day)
	var p store.Purged
	for _, step := range []struct {
		count *int64
		query string
		until time.Time
	}{
		{&p.Inbox, `UPDATE inbox SET sealed = NULL WHERE seq IN
			(SELECT seq FROM inbox WHERE at < $1 AND state IN (1, 2) AND sealed IS NOT NULL LIMIT $2)`, now.Add(-inbox)},
		{&p.Outbox, `UPDATE outbox SET sealed = NULL WHERE seq IN
			(SELECT seq FROM outbox WHERE at < $1 AND state > 0 AND sealed IS NOT NULL LIMIT $2)`, now.Add(-outbox)},
		{&p.Sessions, `UPDATE sessions SET sealed = NULL WHERE contact IN
			(SELECT contact FROM sessions WHERE touched_at < $1 AND sealed IS NOT NULL LIMIT $2)`, now.Add(-cmp.Or(r.Sessions, 30*day))},
		// The newest row stays: the next one must get a higher place.
		{new(int64), `DELETE FROM inbox WHERE seq IN (SELECT seq FROM inbox WHERE at < $1 AND state IN (1, 2)
			AND seq < (SELECT MAX(seq) FROM inbox) LIMIT $2)`, now.Add(-keepKeys * inbox)},
		{new(int64), `DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE at < $1 AND state > 0
			AND seq < (SELECT MAX(seq) FROM outbox) LIMIT $2)`, now.Add(-keepKeys * outbox)},
		{new(int64), "DELETE FROM faults WHERE id IN (SELECT id FROM faults WHERE at < $1 LIMIT $2)", now.Add(-outbox)},
	} {
		n, err := d.inPortions(ctx, step.query, step.until)
		if *step.count = n; err != nil {
			return p, fmt.Errorf("purge: %w", err)
		}
	}
	return p, nil
}

// inPortions repeats a write until it changes nothing more.
func (d *DB) inPortions(ctx context.Context, query string, until time.Time) (total int64, err error) {
	for {
		var n int64
		err := d.Write(ctx, func(tx *Tx) (err error) {
			n, err = tx.Exec(query, until.UnixMilli(), portion)
			return err
		})
		total += n
		if err != nil || n < portion {
			return total, err
		}
	}
}
