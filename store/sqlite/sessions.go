package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"sapa/conversations"
	"sapa/store"
)

// Session gives the talk with a contact, or store.ErrNotFound.
func (d *DB) Session(ctx context.Context, contact conversations.ContactID) (conversations.Session, error) {
	var sealed []byte
	err := d.read(ctx, func(tx *Tx) error {
		return tx.QueryRow("SELECT sealed FROM sessions WHERE contact = $1", contactNumber(contact)).Scan(&sealed)
	})
	if err == nil && sealed == nil {
		err = store.ErrNotFound
	}
	var s conversations.Session
	if err == nil {
		s, err = d.openSession(contact, sealed)
	}
	if err != nil {
		return conversations.Session{}, fmt.Errorf("session: %w", err)
	}
	return s, nil
}

// Load is Session, as every keeper of sessions has it.
func (d *DB) Load(ctx context.Context, contact conversations.ContactID) (conversations.Session, error) {
	return d.Session(ctx, contact)
}

// Turn gives the number of the last turn with a contact, 0 when there was none. It outlives the session.
func (d *DB) Turn(ctx context.Context, contact conversations.ContactID) (int, error) {
	var turn int
	err := d.read(ctx, func(tx *Tx) error {
		return tx.QueryRow("SELECT turn FROM sessions WHERE contact = $1", contactNumber(contact)).Scan(&turn)
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, fmt.Errorf("turn: %w", err)
	}
	return turn, nil
}

// Save writes a session by itself. It gives store.ErrConflict unless its turn is above the one kept.
func (d *DB) Save(ctx context.Context, s conversations.Session) error {
	sealed, err := d.SealSession(s)
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error { return saveSession(tx, &s, sealed) })
	}
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

// Drop forgets a session; its turn stays.
func (d *DB) Drop(ctx context.Context, contact conversations.ContactID) error {
	err := d.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec("UPDATE sessions SET sealed = NULL WHERE contact = $1", contactNumber(contact))
		return err
	})
	if err != nil {
		return fmt.Errorf("drop session: %w", err)
	}
	return nil
}

// SessionsByFlow counts the sessions under way on each revision.
func (d *DB) SessionsByFlow(ctx context.Context) (map[conversations.FlowRef]int, error) {
	count := map[conversations.FlowRef]int{}
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT flow, revision, COUNT(*) FROM sessions
			WHERE sealed IS NOT NULL AND status <> 'done' GROUP BY flow, revision`) {
			var ref conversations.FlowRef
			var n int
			if err == nil {
				err = row.Scan(&ref.ID, &ref.Revision, &n)
			}
			if err != nil {
				return err
			}
			count[ref] = n
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count sessions: %w", err)
	}
	return count, nil
}

// saveSession writes a session if its turn is above the one kept.
func saveSession(tx *Tx, s *conversations.Session, sealed []byte) error {
	contact, flow, status, touched := contactNumber(s.Contact), string(s.Flow.ID), string(s.Status), s.Touched.UnixMilli()
	n, err := tx.Exec(`UPDATE sessions SET turn = $2, flow = $3, revision = $4, status = $5, touched_at = $6, sealed = $7
		WHERE contact = $1 AND turn < $2`, contact, s.Turn, flow, s.Flow.Revision, status, touched, sealed)
	if err == nil && n == 0 {
		n, err = tx.Exec(`INSERT INTO sessions (contact, turn, flow, revision, status, touched_at, sealed)
			VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (contact) DO NOTHING`,
			contact, s.Turn, flow, s.Flow.Revision, status, touched, sealed)
	}
	if err == nil && n == 0 {
		err = store.ErrConflict
	}
	return err
}

// plainSessions are rooms that sessions are written in before they are sealed.
var plainSessions = sync.Pool{New: func() any { return new([]byte) }}

// SealSession gives the stored form of a session, sealed. It is the same in every store that has the same vault.
func (d *DB) SealSession(s conversations.Session) ([]byte, error) {
	plain := plainSessions.Get().(*[]byte)
	defer plainSessions.Put(plain)
	*plain = store.AppendSession((*plain)[:0], s)
	return d.vault.Seal(*plain, store.SessionPlace(s.Contact))
}

func (d *DB) openSession(contact conversations.ContactID, sealed []byte) (conversations.Session, error) {
	plain, err := d.vault.Open(sealed, store.SessionPlace(contact))
	if err != nil {
		return conversations.Session{}, err
	}
	return store.ReadSession(plain)
}
