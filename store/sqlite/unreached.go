package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// Unreached gives the news about cases that was written since a time, that its address took no more, and that may still
// reach the person elsewhere: at another address of the same contact, or else at other contacts that filed a case about
// the same person themselves, not on behalf of somebody. What went elsewhere before is not among it.
func (d *DB) Unreached(ctx context.Context, since time.Time) ([]store.Unreached, error) {
	var out []store.Unreached
	err := d.Read(ctx, func(tx *Tx) error {
		type lost struct {
			store.Unreached
			person int64
			number int64
		}
		var all []lost
		for row, err := range tx.Query(`SELECT o.id, o.contact, o.sealed, c.number, COALESCE(c.person, 0), c.id
			FROM outbox o JOIN cases c ON c.number = o.case_number
			WHERE o.case_number IS NOT NULL AND o.state = 2 AND o.at >= $1 AND o.sealed IS NOT NULL AND o.id NOT LIKE '%.lain'
				AND NOT EXISTS (SELECT 1 FROM outbox x WHERE x.case_number = o.case_number AND x.id = o.id || '.lain')`, since) {
			var l lost
			var sealed []byte
			if err == nil {
				err = row.Scan(&l.Letter.ID, &l.Letter.Contact, &sealed, &l.Letter.Case, &l.person, &l.number)
			}
			if err == nil {
				err = d.Open(letterPlace(l.Letter.ID), sealed, &l.Letter.Reply)
			}
			if err != nil {
				return err
			}
			all = append(all, l)
		}
		for _, l := range all {
			places, err := d.elsewhere(tx, l.Letter.Contact, l.person)
			if err != nil {
				return err
			}
			for _, p := range places {
				p.Letter = l.Letter
				out = append(out, p)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("news that reached nobody: %w", err)
	}
	return out, nil
}

// elsewhere gives where else a contact is reached; when nowhere, where others are who filed a case about the person.
func (d *DB) elsewhere(tx *Tx, contact conversations.ContactID, person int64) ([]store.Unreached, error) {
	own, err := d.places(tx, `SELECT contact, channel, finger, sealed FROM addresses WHERE contact = $1 AND gone_at IS NULL
		ORDER BY COALESCE(heard_at, 0) DESC, id DESC LIMIT 1`, contactNumber(contact))
	if err != nil || len(own) > 0 || person == 0 {
		return own, err
	}
	return d.places(tx, `SELECT a.contact, a.channel, a.finger, a.sealed FROM addresses a
		WHERE a.gone_at IS NULL AND a.contact IN (SELECT CAST(contact AS INTEGER) FROM cases WHERE person = $1 AND applied = 0)
			AND a.id = (SELECT id FROM addresses b WHERE b.contact = a.contact AND b.gone_at IS NULL
				ORDER BY COALESCE(b.heard_at, 0) DESC, b.id DESC LIMIT 1)
		ORDER BY a.contact LIMIT 3`, person)
}

func (d *DB) places(tx *Tx, query string, arg any) (out []store.Unreached, err error) {
	for row, err := range tx.Query(query, arg) {
		var u store.Unreached
		var finger, sealed []byte
		if err == nil {
			err = row.Scan(&u.To, &u.Channel, &finger, &sealed)
		}
		if err == nil {
			u.Address, err = d.openAddress(finger, sealed)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, nil
}
