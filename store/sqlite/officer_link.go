package sqlite

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"sapa/store"
)

// MakeLink gives the secret of a link by which an officer sets a password, once, within store.LinkLife. What the officer
// signed in with until now ends: password, second factor, earlier links, and every browser. An empty login gives a link for
// the first admin; it works while the office has nobody. It gives store.ErrNotFound for an unknown or disabled login.
func (d *DB) MakeLink(ctx context.Context, login, by string, at time.Time) (secret string, err error) {
	secret = rand.Text()
	finger := d.Index("officer link", secret)
	err = d.Write(ctx, func(tx *Tx) error {
		if login != "" {
			n, err := tx.Exec(`UPDATE officers SET password = NULL, factor = NULL WHERE login = $1 AND disabled IS NULL`, login)
			if err == nil && n == 0 {
				err = store.ErrNotFound
			}
			if err == nil {
				_, err = tx.Exec(`DELETE FROM officer_sessions WHERE login = $1`, login)
			}
			if err == nil {
				err = d.audit(tx, store.AuditEntry{At: at, By: by, Action: "officer.link", Object: login})
			}
			if err != nil {
				return err
			}
		}
		_, err := tx.Exec(`DELETE FROM officer_links WHERE login = $1`, login)
		if err == nil {
			_, err = tx.Exec(`INSERT INTO officer_links (finger, login, until) VALUES ($1, $2, $3)`, finger, login, at.Add(store.LinkLife))
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("make link: %w", err)
	}
	return secret, nil
}

// LinkFor gives the login that a link is for, empty for the first admin, or store.ErrNotFound when it was used or ran out.
func (d *DB) LinkFor(ctx context.Context, secret string, now time.Time) (login string, err error) {
	err = d.read(ctx, func(tx *Tx) (err error) {
		login, err = d.linkFor(tx, secret, now)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("link: %w", err)
	}
	return login, nil
}

func (d *DB) linkFor(tx *Tx, secret string, now time.Time) (login string, err error) {
	err = tx.QueryRow(`SELECT login FROM officer_links WHERE finger = $1 AND until > $2
		AND (login <> '' OR NOT EXISTS (SELECT 1 FROM officers WHERE example = 0))`,
		d.Index("officer link", secret), now).Scan(&login)
	return login, err
}

// SpendLink sets the password of whoever the link is for. A link for the first admin makes that admin from first, whose
// login and name must be given. It gives store.ErrNotFound for a link that does not work any more.
func (d *DB) SpendLink(ctx context.Context, secret, hash string, first store.Officer, at time.Time) (login string, err error) {
	first.Role, first.Region, first.Added = store.RoleAdmin, "", at
	login, err = d.LinkFor(ctx, secret, at)
	if err != nil {
		return "", err
	}
	asked := login
	var name []byte
	if login == "" {
		if err := validOfficer(first); err != nil {
			return "", fmt.Errorf("first admin: %w", err)
		}
		login = first.Login
		if name, err = d.Seal(namePlace(login), first.Name); err != nil {
			return "", fmt.Errorf("first admin: %w", err)
		}
	}
	sealed, err := d.Seal(passwordPlace(login), hash)
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error {
			if now, err := d.linkFor(tx, secret, at); err != nil || now != asked {
				return store.ErrNotFound
			}
			if name != nil {
				if err := d.addOfficer(tx, first, name, login, at); err != nil {
					return err
				}
			}
			if _, err := tx.Exec(`DELETE FROM officer_links WHERE finger = $1`, d.Index("officer link", secret)); err != nil {
				return err
			}
			return d.setPassword(tx, login, sealed, "", at)
		})
	}
	if err != nil {
		return "", fmt.Errorf("spend link: %w", err)
	}
	return login, nil
}
