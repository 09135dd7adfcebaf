package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/store"
)

// SignInFailed notes a sign-in that failed, by login (whether it exists or not) and by network address.
func (d *DB) SignInFailed(ctx context.Context, login, address string, at time.Time) error {
	err := d.Write(ctx, func(tx *Tx) error {
		if _, err := tx.Exec(`DELETE FROM signin_failures WHERE at < $1`, at.Add(-24*time.Hour)); err != nil {
			return err
		}
		for _, finger := range [][]byte{d.Index("signin login", login), d.Index("signin address", address)} {
			if _, err := tx.Exec(`INSERT INTO signin_failures (finger, at) VALUES ($1, $2)`, finger, at); err != nil {
				return err
			}
		}
		var known string
		err := tx.QueryRow(`SELECT login FROM officers WHERE login = $1`, login).Scan(&known)
		if err != nil {
			return ignoreMissing(err) // the log holds no words that a stranger typed
		}
		return d.audit(tx, store.AuditEntry{At: at, By: "sapa", Action: "signin.failed", Object: known})
	})
	if err != nil {
		return fmt.Errorf("note failed sign-in: %w", err)
	}
	return nil
}

// SignInBarred tells until when no sign-in is tried for a login or from a network address; zero when one may be.
func (d *DB) SignInBarred(ctx context.Context, login, address string, now time.Time) (until time.Time, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		for _, x := range []struct {
			finger []byte
			most   int
		}{{d.Index("signin login", login), store.FailuresPerLogin}, {d.Index("signin address", address), store.FailuresPerAddress}} {
			// The one that would have to be forgotten for another try.
			var at time.Time
			err := tx.QueryRow(`SELECT at FROM signin_failures WHERE finger = $1 AND at > $2 ORDER BY at DESC LIMIT 1 OFFSET $3`,
				x.finger, now.Add(-store.FailureSpan), x.most-1).Scan(&at)
			if ignoreMissing(err) != nil {
				return err
			}
			if err == nil && at.Add(store.FailureSpan).After(until) {
				until = at.Add(store.FailureSpan)
			}
		}
		return nil
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("failed sign-ins: %w", err)
	}
	return until, nil
}

// ForgiveSignIn forgets the failures of a login after one that worked. Those of the address stay.
func (d *DB) ForgiveSignIn(ctx context.Context, login string) error {
	err := d.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec(`DELETE FROM signin_failures WHERE finger = $1`, d.Index("signin login", login))
		return err
	})
	if err != nil {
		return fmt.Errorf("forgive failed sign-ins: %w", err)
	}
	return nil
}
