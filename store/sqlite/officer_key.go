package sqlite

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"sapa/store"
)

// factor is the sealed second factor of an officer.
type factor struct {
	Secret   string   `json:"secret"`
	Recovery []string `json:"recovery"` // fingers of the codes that were not used
}

func passwordPlace(login string) string { return "officers.password|" + login }
func factorPlace(login string) string   { return "officers.factor|" + login }

// Credentials gives what a sign-in is checked against, or store.ErrNotFound for an unknown or disabled login.
func (d *DB) Credentials(ctx context.Context, login string) (c store.Credentials, err error) {
	var password, sealed []byte
	err = d.read(ctx, func(tx *Tx) error {
		return tx.QueryRow(`SELECT password, factor, example FROM officers WHERE login = $1 AND disabled IS NULL`, login).
			Scan(&password, &sealed, &c.Example)
	})
	var f factor
	if err == nil {
		err = d.Open(passwordPlace(login), password, &c.Password)
	}
	if err == nil {
		err = d.Open(factorPlace(login), sealed, &f)
	}
	if err != nil {
		return store.Credentials{}, fmt.Errorf("credentials: %w", err)
	}
	c.Secret, c.Recovery = f.Secret, len(f.Recovery)
	return c, nil
}

// SetPassword keeps the hash of a new password and ends the officer's other sign-ins (all but the one with ID keep).
func (d *DB) SetPassword(ctx context.Context, login, hash, keep string, at time.Time) error {
	sealed, err := d.Seal(passwordPlace(login), hash)
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error { return d.setPassword(tx, login, sealed, keep, at) })
	}
	if err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	return nil
}

func (d *DB) setPassword(tx *Tx, login string, sealed []byte, keep string, at time.Time) error {
	n, err := tx.Exec(`UPDATE officers SET password = $2 WHERE login = $1 AND disabled IS NULL`, login, sealed)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	if err == nil {
		kept, _ := hex.DecodeString(keep) // an ID that is none keeps nothing
		_, err = tx.Exec(`DELETE FROM officer_sessions WHERE login = $1 AND finger <> $2`, login, kept)
	}
	if err != nil {
		return err
	}
	return d.audit(tx, store.AuditEntry{At: at, By: login, Action: "officer.password", Object: login})
}

// SetFactor keeps the secret of a second factor with its recovery codes, in place of an earlier one.
func (d *DB) SetFactor(ctx context.Context, login, secret string, codes []string, at time.Time) error {
	f := factor{Secret: secret}
	for _, c := range codes {
		f.Recovery = append(f.Recovery, d.recoveryFinger(login, c))
	}
	sealed, err := d.Seal(factorPlace(login), f)
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error {
			n, err := tx.Exec(`UPDATE officers SET factor = $2 WHERE login = $1 AND disabled IS NULL`, login, sealed)
			if err == nil && n == 0 {
				err = store.ErrNotFound
			}
			if err != nil {
				return err
			}
			return d.audit(tx, store.AuditEntry{At: at, By: login, Action: "officer.factor", Object: login})
		})
	}
	if err != nil {
		return fmt.Errorf("set second factor: %w", err)
	}
	return nil
}

func (d *DB) recoveryFinger(login, code string) string {
	return hex.EncodeToString(d.Index("recovery|"+login, code))
}

// UseStep notes the time step of a code that was right, so that nobody uses it again: store.ErrConflict for a step that
// is not newer than the last.
func (d *DB) UseStep(ctx context.Context, login string, step int64) error {
	err := d.Write(ctx, func(tx *Tx) error {
		n, err := tx.Exec(`UPDATE officers SET factor_step = $2 WHERE login = $1 AND factor_step < $2`, login, step)
		if err == nil && n == 0 {
			err = store.ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("use code: %w", err)
	}
	return nil
}

// UseRecovery spends a recovery code; store.ErrNotFound when there is none such.
func (d *DB) UseRecovery(ctx context.Context, login, code string, at time.Time) error {
	err := d.Write(ctx, func(tx *Tx) error {
		var sealed []byte
		if err := tx.QueryRow(`SELECT factor FROM officers WHERE login = $1`, login).Scan(&sealed); err != nil {
			return err
		}
		var f factor
		if err := d.Open(factorPlace(login), sealed, &f); err != nil {
			return err
		}
		i := slices.Index(f.Recovery, d.recoveryFinger(login, code))
		if i < 0 {
			return store.ErrNotFound
		}
		f.Recovery = slices.Delete(f.Recovery, i, i+1)
		sealed, err := d.Seal(factorPlace(login), f)
		if err == nil {
			_, err = tx.Exec(`UPDATE officers SET factor = $2 WHERE login = $1`, login, sealed)
		}
		if err != nil {
			return err
		}
		return d.audit(tx, store.AuditEntry{At: at, By: login, Action: "officer.recovery", Object: login,
			Detail: fmt.Sprintf("%d left", len(f.Recovery))})
	})
	if err != nil {
		return fmt.Errorf("use recovery code: %w", err)
	}
	return nil
}
