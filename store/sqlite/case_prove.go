package sqlite

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// Prove shows a case to a contact that did not file it, when number and proof go together; store.ErrProof otherwise,
// whether or not there is such a number. After store.ProofsPerContact wrong tries of a contact, or
// store.ProofsPerCase about one number, within store.ProofSpan, it gives store.ErrTooMany even for a right one.
// An unknown number takes the same two trips to the disk as a known one. The same key again is the same try, and counts once.
func (d *DB) Prove(ctx context.Context, key, number string, contact conversations.ContactID, kind store.Proof, value string,
	now time.Time) (store.Case, error) {
	if written, ok := store.ParseNumber(number); ok {
		number = written
	}
	c, err := d.CaseByNumber(ctx, number)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return store.Case{}, fmt.Errorf("prove: %w", err)
	}
	right := proves(c.Person, kind, value) && err == nil
	index := d.Index("proof", number)
	err = d.Write(ctx, func(tx *Tx) error { return countProof(tx, key, contact, index, right, now) })
	if err == nil && !right {
		err = store.ErrProof
	}
	if err != nil {
		return store.Case{}, fmt.Errorf("prove: %w", err)
	}
	return c, nil
}

func proves(p store.Person, kind store.Proof, value string) bool {
	var want string
	switch kind {
	case store.ProofBirth:
		want = p.Birth
	case store.ProofNIK:
		want = p.NIK[max(0, len(p.NIK)-4):]
	}
	return subtle.ConstantTimeCompare([]byte(want), []byte(value)) == 1 && want != ""
}

// countProof notes a try, unless it is noted already or there were too many before.
func countProof(tx *Tx, key string, contact conversations.ContactID, number []byte, right bool, now time.Time) error {
	var id int64
	err := tx.QueryRow(`SELECT id FROM case_proofs WHERE key = $1`, key).Scan(&id)
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	since := now.Add(-store.ProofSpan)
	var byContact, aboutCase int
	err = tx.QueryRow(`SELECT
		(SELECT count(*) FROM case_proofs WHERE contact = $1 AND at > $3 AND ok = 0),
		(SELECT count(*) FROM case_proofs WHERE number_index = $2 AND at > $3 AND ok = 0)`,
		string(contact), number, since).Scan(&byContact, &aboutCase)
	if err != nil {
		return err
	}
	if byContact >= store.ProofsPerContact || aboutCase >= store.ProofsPerCase {
		return store.ErrTooMany
	}
	if _, err := tx.Exec(`DELETE FROM case_proofs WHERE at <= $1`, since); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO case_proofs (key, contact, number_index, at, ok) VALUES ($1, $2, $3, $4, $5)`,
		key, string(contact), number, now, right)
	return err
}
