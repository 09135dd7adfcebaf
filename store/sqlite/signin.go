package sqlite

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"sapa/store"
)

// origin is the sealed part of a sign-in.
type origin struct {
	Address string `json:"address"`
	Browser string `json:"browser"`
}

func originPlace(finger []byte) string {
	return "officer_sessions.sealed|" + hex.EncodeToString(finger)
}

// BeginSignIn keeps a sign-in and gives the secret for its cookie.
func (d *DB) BeginSignIn(ctx context.Context, s store.SignIn) (secret string, err error) {
	secret = rand.Text()
	finger := d.Index("officer session", secret)
	sealed, err := d.Seal(originPlace(finger), origin{s.Address, s.Browser})
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error {
			_, err := tx.Exec(`INSERT INTO officer_sessions (finger, login, began, seen, whole, open_case, sealed)
				VALUES ($1, $2, $3, $3, $4, '', $5)`, finger, s.Login, s.Began, s.Whole, sealed)
			if err == nil && s.Whole {
				err = d.audit(tx, store.AuditEntry{At: s.Began, By: s.Login, Action: "signin", Object: s.Login})
			}
			return err
		})
	}
	if err != nil {
		return "", fmt.Errorf("begin sign-in: %w", err)
	}
	return secret, nil
}

// SignInOf gives the sign-in behind a cookie and its officer, or store.ErrNotFound when it ended, lasts no longer, or the
// officer was disabled. It notes, once a minute, that it was seen.
func (d *DB) SignInOf(ctx context.Context, secret string, now time.Time) (s store.SignIn, o store.Officer, err error) {
	finger := d.Index("officer session", secret)
	all, err := d.signIns(ctx, signInColumns+` WHERE s.finger = $1`, finger)
	if err == nil && (len(all) == 0 || !all[0].Lasts(now)) {
		err = store.ErrNotFound
	}
	if err == nil {
		s = all[0]
		o, err = d.OfficerByLogin(ctx, s.Login)
	}
	if err == nil && !o.Disabled.IsZero() {
		err = store.ErrNotFound
	}
	if err == nil && now.Sub(s.Seen) >= time.Minute {
		err = d.Write(ctx, func(tx *Tx) error {
			_, err := tx.Exec(`UPDATE officer_sessions SET seen = $2 WHERE finger = $1`, finger, now)
			return err
		})
	}
	if err != nil {
		return store.SignIn{}, store.Officer{}, fmt.Errorf("sign-in: %w", err)
	}
	return s, o, nil
}

// SignIns gives the sign-ins of an officer that last, the newest first; of everybody when login is empty.
func (d *DB) SignIns(ctx context.Context, login string, now time.Time) ([]store.SignIn, error) {
	all, err := d.signIns(ctx, signInColumns+` WHERE ($1 = '' OR s.login = $1) ORDER BY s.began DESC, s.finger`, login)
	if err != nil {
		return nil, fmt.Errorf("sign-ins: %w", err)
	}
	last := all[:0]
	for _, s := range all {
		if s.Lasts(now) {
			last = append(last, s)
		}
	}
	return last, nil
}

const signInColumns = `SELECT s.finger, s.login, s.began, s.seen, s.whole, s.open_case, s.open_until, s.sealed FROM officer_sessions s`

func (d *DB) signIns(ctx context.Context, query string, args ...any) ([]store.SignIn, error) {
	var all []store.SignIn
	var fingers, sealed [][]byte
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			var s store.SignIn
			var finger, from []byte
			if err == nil {
				err = row.Scan(&finger, &s.Login, &s.Began, &s.Seen, &s.Whole, &s.OpenCase, &s.OpenUntil, &from)
			}
			if err != nil {
				return err
			}
			s.ID = hex.EncodeToString(finger)
			all, fingers, sealed = append(all, s), append(fingers, finger), append(sealed, from)
		}
		return nil
	})
	for i := range all {
		var from origin
		if err == nil {
			err = d.Open(originPlace(fingers[i]), sealed[i], &from)
		}
		all[i].Address, all[i].Browser = from.Address, from.Browser
	}
	return all, err
}

// EndSignIn ends a sign-in by its ID, of this login only unless that is empty; one that ended already is no error.
func (d *DB) EndSignIn(ctx context.Context, id, login, by string, at time.Time) error {
	finger, _ := hex.DecodeString(id) // what is no ID ends nothing
	err := d.Write(ctx, func(tx *Tx) error {
		var of string
		err := tx.QueryRow(`SELECT login FROM officer_sessions WHERE finger = $1 AND ($2 = '' OR login = $2)`, finger, login).Scan(&of)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM officer_sessions WHERE finger = $1`, finger); err != nil {
			return err
		}
		return d.audit(tx, store.AuditEntry{At: at, By: by, Action: "signout", Object: of})
	})
	if ignoreMissing(err) != nil {
		return fmt.Errorf("end sign-in: %w", err)
	}
	return nil
}

// ignoreMissing takes store.ErrNotFound for no error.
func ignoreMissing(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// OpenInFull notes that the personal data of a case or complaint is shown in full to a sign-in, until a time; number ""
// covers it again.
func (d *DB) OpenInFull(ctx context.Context, id, number, by string, until, at time.Time) error {
	finger, _ := hex.DecodeString(id)
	err := d.Write(ctx, func(tx *Tx) error {
		n, err := tx.Exec(`UPDATE officer_sessions SET open_case = $2, open_until = $3 WHERE finger = $1`, finger, number, until)
		if err == nil && n == 0 {
			err = store.ErrNotFound
		}
		if err != nil || number == "" {
			return err
		}
		action := "case.unmask"
		if store.IsComplaint(number) {
			action = "complaint.unmask"
		}
		return d.audit(tx, store.AuditEntry{At: at, By: by, Action: action, Object: number})
	})
	if err != nil {
		return fmt.Errorf("open in full: %w", err)
	}
	return nil
}
