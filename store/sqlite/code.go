package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// putCode keeps the code of a letter that was just written.
func putCode(tx *Tx, l store.Letter, now time.Time) error {
	_, err := tx.Exec(`INSERT INTO letter_codes (letter, code, contact, at, case_number) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING`, l.ID, l.Code, contactNumber(l.Contact), now, l.Case)
	if err != nil {
		return fmt.Errorf("keep the code of a letter: %w", err)
	}
	return nil
}

// CheckCode gives the message that bears a code, the newest of the one who asks before those of others. It gives
// store.ErrNotFound when there is none, and store.ErrTooMany once a contact asked store.CodeMisses times in vain within
// store.ProofSpan, even for a right one. The same key again is the same question, and counts once.
func (d *DB) CheckCode(ctx context.Context, key, code string, contact conversations.ContactID, now time.Time) (store.Coded, error) {
	found, err := d.coded(ctx, code, contact)
	if errors.Is(err, store.ErrNotFound) {
		found, err = d.codedBroadcast(ctx, code, contact)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return store.Coded{}, fmt.Errorf("check code: %w", err)
	}
	missed := err != nil
	if e := d.Write(ctx, func(tx *Tx) error { return countMiss(tx, key, contactNumber(contact), missed, now) }); e != nil {
		err = e
	}
	if err != nil {
		return store.Coded{}, fmt.Errorf("check code: %w", err)
	}
	return found, nil
}

// countMiss notes a question in vain, unless it is noted already or there were too many before.
func countMiss(tx *Tx, key string, contact int64, missed bool, now time.Time) error {
	var misses, known int
	since := now.Add(-store.ProofSpan)
	err := tx.QueryRow(`SELECT count(*), COALESCE(SUM(key = $3), 0) FROM code_misses WHERE contact = $1 AND at > $2`, contact, since, key).
		Scan(&misses, &known)
	switch {
	case err != nil || known > 0:
		return err
	case misses >= store.CodeMisses:
		return store.ErrTooMany
	case !missed:
		return nil
	}
	if _, err := tx.Exec(`DELETE FROM code_misses WHERE at <= $1`, since); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO code_misses (key, contact, at) VALUES ($1, $2, $3)`, key, contact, now)
	return err
}

func (d *DB) coded(ctx context.Context, code string, contact conversations.ContactID) (store.Coded, error) {
	c := store.Coded{Code: code}
	asker := contactNumber(contact)
	err := d.read(ctx, func(tx *Tx) error {
		var letter string
		var owner int64
		err := tx.QueryRow(`SELECT l.letter, l.contact, l.at, COALESCE(l.case_number, ''), COALESCE(c.region, '') FROM letter_codes l
			LEFT JOIN cases c ON c.number = l.case_number WHERE l.code = $1 ORDER BY l.contact = $2 DESC, l.at DESC LIMIT 1`, code, asker).
			Scan(&letter, &owner, &c.At, &c.Case, &c.Region)
		if err != nil {
			return err
		}
		if c.Own = owner == asker; !c.Own {
			return nil
		}
		c.Reply, err = d.letterWords(tx, owner, letter)
		return err
	})
	return c, err
}

// letterWords gives what a letter to a contact says; nil when that is kept no longer.
func (d *DB) letterWords(tx *Tx, contact int64, id string) (*conversations.Reply, error) {
	var sealed []byte
	err := tx.QueryRow(`SELECT sealed FROM outbox WHERE contact = $1 AND id = $2 AND said = 0`, contact, id).Scan(&sealed)
	if errors.Is(err, store.ErrNotFound) || err == nil && sealed == nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r := &conversations.Reply{}
	return r, d.Open(letterPlace(id), sealed, r)
}

// codedBroadcast gives a broadcast that was started, by its code: to who got it, with the words that they got.
func (d *DB) codedBroadcast(ctx context.Context, code string, contact conversations.ContactID) (store.Coded, error) {
	c := store.Coded{Code: code}
	err := d.read(ctx, func(tx *Tx) error {
		b, err := d.broadcast(tx, code)
		if err == nil && b.Started.IsZero() {
			err = store.ErrNotFound
		}
		if err != nil {
			return err
		}
		c.At, c.Text = b.Started, b.Text
		if len(b.Audience.Regions) == 1 {
			c.Region = b.Audience.Regions[0]
		}
		c.Reply, err = d.letterWords(tx, contactNumber(contact), store.BroadcastLetterID(b.ID, contact, 0))
		c.Own = c.Reply != nil
		return err
	})
	return c, err
}
