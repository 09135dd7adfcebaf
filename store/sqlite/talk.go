package sqlite

import (
	"context"
	"fmt"
	"slices"

	"sapa/conversations"
	"sapa/store"
)

// Talk gives what was heard from and said to a contact, the oldest first; at most the newest limit.
func (d *DB) Talk(ctx context.Context, contact conversations.ContactID, limit int) ([]store.Utterance, error) {
	var out []store.Utterance
	err := d.Read(ctx, func(tx *Tx) error {
		heard, err := d.heard(tx, contactNumber(contact), limit)
		if err != nil {
			return err
		}
		said, err := d.said(tx, contactNumber(contact), limit)
		out = append(heard, said...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("talk: %w", err)
	}
	slices.SortStableFunc(out, func(a, b store.Utterance) int { return a.At.Compare(b.At) })
	return out[max(0, len(out)-limit):], nil
}

func (d *DB) heard(tx *Tx, contact int64, limit int) ([]store.Utterance, error) {
	var out []store.Utterance
	for row, err := range tx.Query(heardQuery, contact, limit) {
		var u store.Utterance
		var finger, sealed []byte
		if err == nil {
			err = row.Scan(&u.At, &finger, &sealed)
		}
		if err != nil {
			return nil, err
		}
		if sealed != nil {
			u.Heard = new(conversations.Message)
			if err := d.Open(inboxPlace(finger), sealed, u.Heard); err != nil {
				return nil, err
			}
			u.Channel = u.Heard.Channel
		}
		out = append(out, u)
	}
	slices.Reverse(out)
	return out, nil
}

func (d *DB) said(tx *Tx, contact int64, limit int) ([]store.Utterance, error) {
	var out []store.Utterance
	for row, err := range tx.Query(saidQuery, contact, limit) {
		u := store.Utterance{Ours: true}
		var state int
		var sealed []byte
		if err == nil {
			err = row.Scan(&u.At, &u.Channel, &u.ID, &sealed, &state, &u.Delivered, &u.Read, &u.Case)
		}
		if err != nil {
			return nil, err
		}
		u.State = letterState(state)
		if sealed != nil {
			u.Said = new(conversations.Reply)
			if err := d.Open(letterPlace(u.ID), sealed, u.Said); err != nil {
				return nil, err
			}
		}
		out = append(out, u)
	}
	slices.Reverse(out)
	return out, nil
}

func letterState(state int) store.LetterState {
	switch state {
	case outboxSent:
		return store.LetterSent
	case outboxGone:
		return store.LetterGone
	case outboxRefused:
		return store.LetterRefused
	}
	return ""
}

var heardQuery = "SELECT at, finger, sealed FROM inbox WHERE seq IN " + rowsOf("inbox", 1) + " AND contact = $1 ORDER BY seq DESC LIMIT $2"

var saidQuery = `SELECT o.at, a.channel, o.id, o.sealed, o.state, o.delivered_at, o.read_at, o.case_number
		FROM outbox o JOIN addresses a ON a.id = o.address
		WHERE o.seq IN ` + rowsOf("outbox", 1) + ` AND o.contact = $1 ORDER BY o.seq DESC LIMIT $2`
