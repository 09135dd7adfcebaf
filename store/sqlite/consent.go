package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// consentWords is the sealed part of a consent.
type consentWords struct {
	Text   string `json:"text"`
	Answer string `json:"answer"`
}

// RecordConsent keeps the proof of an answer to a consent question. The same Key again changes nothing.
func (d *DB) RecordConsent(ctx context.Context, c store.Consent) error {
	if c.Key == "" || c.Contact == "" || c.At.IsZero() {
		return fmt.Errorf("record consent: %w", store.ErrInvalid)
	}
	sealed, err := d.Seal("consents.sealed|"+c.Key, consentWords{Text: c.Text, Answer: c.Answer})
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error {
			_, err := tx.Exec(`INSERT INTO consents (key, contact, channel, flow, revision, at, sealed)
				VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`, c.Key, string(c.Contact), string(c.Channel),
				string(c.Flow.ID), c.Flow.Revision, c.At, sealed)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("record consent: %w", err)
	}
	return nil
}

// WithdrawConsent ends every consent of a contact that still holds, and tells how many those were. The records stay:
// they prove what was agreed to, and until when.
func (d *DB) WithdrawConsent(ctx context.Context, contact conversations.ContactID, at time.Time) (n int64, err error) {
	err = d.Write(ctx, func(tx *Tx) (err error) {
		n, err = tx.Exec(`UPDATE consents SET withdrawn = $2 WHERE contact = $1 AND withdrawn IS NULL`, string(contact), at)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw consent: %w", err)
	}
	return n, nil
}

// ConsentsOf gives what a contact answered to consent questions, newest first.
func (d *DB) ConsentsOf(ctx context.Context, contact conversations.ContactID) ([]store.Consent, error) {
	var consents []store.Consent
	var words [][]byte
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT key, channel, flow, revision, at, withdrawn, sealed FROM consents
			WHERE contact = $1 ORDER BY at DESC, key`, string(contact)) {
			c := store.Consent{Contact: contact}
			var sealed []byte
			if err == nil {
				err = row.Scan(&c.Key, &c.Channel, &c.Flow.ID, &c.Flow.Revision, &c.At, &c.Withdrawn, &sealed)
			}
			if err != nil {
				return err
			}
			consents, words = append(consents, c), append(words, sealed)
		}
		return nil
	})
	for i := range consents {
		var w consentWords
		if err == nil {
			err = d.Open("consents.sealed|"+consents[i].Key, words[i], &w)
		}
		consents[i].Text, consents[i].Answer = w.Text, w.Answer
	}
	if err != nil {
		return nil, fmt.Errorf("consents: %w", err)
	}
	return consents, nil
}
