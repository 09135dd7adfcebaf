package sqlite

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"sapa/store"
)

// AddOfficer adds somebody of the office, who cannot sign in before a password is set. It gives store.ErrConflict when
// the login is taken, also by somebody disabled: a login names one person in the audit log for ever.
func (d *DB) AddOfficer(ctx context.Context, o store.Officer, by string, at time.Time) error {
	if !regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,39}$`).MatchString(o.Login) || store.Reserved(o.Login) {
		return fmt.Errorf("add officer: %w: login", store.ErrInvalid)
	}
	if !o.Role.Valid() || o.Region != "" && !store.IsRegion(o.Region) {
		return fmt.Errorf("add officer: %w: role or region", store.ErrInvalid)
	}
	sealed, err := d.Seal("officers.sealed|"+o.Login, o.Name)
	if err != nil {
		return fmt.Errorf("add officer: %w", err)
	}
	err = d.Write(ctx, func(tx *Tx) error {
		n, err := tx.Exec(`INSERT INTO officers (login, role, region, added, sealed) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT DO NOTHING`, o.Login, string(o.Role), o.Region, at, sealed)
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrConflict
		}
		return d.audit(tx, store.AuditEntry{At: at, By: by, Action: "officer.add", Object: o.Login, Detail: string(o.Role) + " " + o.Region})
	})
	if err != nil {
		return fmt.Errorf("add officer: %w", err)
	}
	return nil
}

// DisableOfficer keeps somebody out from now on; doing it again changes nothing. store.ErrNotFound for an unknown login.
func (d *DB) DisableOfficer(ctx context.Context, login, by string, at time.Time) error {
	err := d.Write(ctx, func(tx *Tx) error {
		var disabled time.Time
		err := tx.QueryRow(`SELECT disabled FROM officers WHERE login = $1`, login).Scan(&disabled)
		if err != nil || !disabled.IsZero() {
			return err
		}
		if _, err := tx.Exec(`UPDATE officers SET disabled = $2 WHERE login = $1`, login, at); err != nil {
			return err
		}
		return d.audit(tx, store.AuditEntry{At: at, By: by, Action: "officer.disable", Object: login})
	})
	if err != nil {
		return fmt.Errorf("disable officer: %w", err)
	}
	return nil
}

// Officers gives all people of the office by login, the disabled too.
func (d *DB) Officers(ctx context.Context) ([]store.Officer, error) {
	return d.officers(ctx, `SELECT login, role, region, added, disabled, sealed FROM officers ORDER BY login`)
}

// OfficerByLogin gives one of them, or store.ErrNotFound.
func (d *DB) OfficerByLogin(ctx context.Context, login string) (store.Officer, error) {
	all, err := d.officers(ctx, `SELECT login, role, region, added, disabled, sealed FROM officers WHERE login = $1`, login)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("officer: %w", store.ErrNotFound)
	}
	if err != nil {
		return store.Officer{}, err
	}
	return all[0], nil
}

func (d *DB) officers(ctx context.Context, query string, args ...any) ([]store.Officer, error) {
	var all []store.Officer
	var names [][]byte
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			var o store.Officer
			var sealed []byte
			if err == nil {
				err = row.Scan(&o.Login, &o.Role, &o.Region, &o.Added, &o.Disabled, &sealed)
			}
			if err != nil {
				return err
			}
			all, names = append(all, o), append(names, sealed)
		}
		return nil
	})
	for i := range all {
		if err == nil {
			err = d.Open("officers.sealed|"+all[i].Login, names[i], &all[i].Name)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("officers: %w", err)
	}
	return all, nil
}
