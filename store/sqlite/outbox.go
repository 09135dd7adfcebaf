package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/store"
)

// Due gives the letters that wait, are due and have a place above afterSeq, in the order they were written; at most
// limit.
func (d *DB) Due(ctx context.Context, now time.Time, afterSeq int64, limit int) ([]store.Letter, error) {
	var out []store.Letter
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(dueQuery, afterSeq, now, limit) {
			if err != nil {
				return err
			}
			l, err := d.openLetter(row)
			if err != nil {
				return err
			}
			out = append(out, l)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("due letters: %w", err)
	}
	return out, nil
}

func (d *DB) openLetter(row Row) (store.Letter, error) {
	var l store.Letter
	var finger, address, reply []byte
	err := row.Scan(&l.Seq, &l.ID, &l.Contact, &l.Channel, &finger, &address, &reply, &l.Due, &l.Attempts, &l.Priority, &l.Case)
	if err != nil {
		return l, err
	}
	if l.Address, err = d.openAddress(finger, address); err != nil {
		return l, err
	}
	return l, d.Open(letterPlace(l.ID), reply, &l.Reply)
}

// The + keeps the query on the index of what waits: to sort by seq, it would rather walk through the whole table.
const dueQuery = `SELECT o.seq, o.id, o.contact, a.channel, a.finger, a.sealed, o.sealed, o.due_at,
				o.attempts, o.priority, o.case_number FROM outbox o JOIN addresses a ON a.id = o.address
			WHERE o.state = 0 AND +o.seq > $1 AND o.due_at <= $2 ORDER BY +o.seq LIMIT $3`
