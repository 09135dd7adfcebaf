package sqlite

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"sapa/store"
)

// AddOfficer adds somebody of the office, who cannot sign in before a password is set. It gives store.ErrConflict when
// the login is taken, also by somebody disabled: a login names one person in the audit log for ever.
func (d *DB) AddOfficer(ctx context.Context, o store.Officer, by string, at time.Time) error {
	if err := validOfficer(o); err != nil {
		return fmt.Errorf("add officer: %w", err)
	}
	sealed, err := d.Seal(namePlace(o.Login), o.Name)
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error { return d.addOfficer(tx, o, sealed, by, at) })
	}
	if err != nil {
		return fmt.Errorf("add officer: %w", err)
	}
	return nil
}

// AddExample adds somebody for a demonstration, whose password everybody can read; a login that is there stays as it is.
// It gives store.ErrConflict when somebody real works here.
func (d *DB) AddExample(ctx context.Context, o store.Officer, hash string, at time.Time) error {
	if err := validOfficer(o); err != nil {
		return fmt.Errorf("add example officer: %w", err)
	}
	name, err := d.Seal(namePlace(o.Login), o.Name)
	if err != nil {
		return fmt.Errorf("add example officer: %w", err)
	}
	password, err := d.Seal(passwordPlace(o.Login), hash)
	if err != nil {
		return fmt.Errorf("add example officer: %w", err)
	}
	err = d.Write(ctx, func(tx *Tx) error {
		var workers int
		if err := tx.QueryRow(`SELECT count(*) FROM officers WHERE example = 0`).Scan(&workers); err != nil {
			return err
		}
		if workers > 0 {
			return store.ErrConflict
		}
		if err := d.addOfficer(tx, o, name, "sapa", at); err != nil {
			if errors.Is(err, store.ErrConflict) {
				return nil
			}
			return err
		}
		_, err := tx.Exec(`UPDATE officers SET example = 1, password = $2 WHERE login = $1`, o.Login, password)
		return err
	})
	if err != nil {
		return fmt.Errorf("add example officer: %w", err)
	}
	return nil
}

func validOfficer(o store.Officer) error {
	switch {
	case !regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,39}$`).MatchString(o.Login) || store.Reserved(o.Login):
		return fmt.Errorf("%w: login", store.ErrInvalid)
	case strings.TrimSpace(o.Name) == "":
		return fmt.Errorf("%w: name", store.ErrInvalid)
	case !o.Role.Valid():
		return fmt.Errorf("%w: role", store.ErrInvalid)
	case o.Region != "" && !store.IsRegion(o.Region):
		return fmt.Errorf("%w: region", store.ErrInvalid)
	}
	return nil
}

func namePlace(login string) string { return "officers.sealed|" + login }

func (d *DB) addOfficer(tx *Tx, o store.Officer, name []byte, by string, at time.Time) error {
	n, err := tx.Exec(`INSERT INTO officers (login, role, region, added, sealed) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING`, o.Login, string(o.Role), o.Region, at, name)
	if err != nil {
		return err
	}
	if n == 0 {
		return store.ErrConflict
	}
	return d.audit(tx, store.AuditEntry{At: at, By: by, Action: "officer.add", Object: o.Login, Detail: string(o.Role) + " " + o.Region})
}

// ChangeOfficer gives somebody of the office another role and region, and lets a disabled one in again. store.ErrNotFound
// for an unknown login.
func (d *DB) ChangeOfficer(ctx context.Context, login string, role store.Role, region, by string, at time.Time) error {
	if !role.Valid() || region != "" && !store.IsRegion(region) {
		return fmt.Errorf("change officer: %w: role or region", store.ErrInvalid)
	}
	err := d.Write(ctx, func(tx *Tx) error {
		var old store.Officer
		err := tx.QueryRow(`SELECT role, region, disabled FROM officers WHERE login = $1`, login).Scan(&old.Role, &old.Region, &old.Disabled)
		if err != nil || old.Role == role && old.Region == region && old.Disabled.IsZero() {
			return err
		}
		if _, err := tx.Exec(`UPDATE officers SET role = $2, region = $3, disabled = NULL WHERE login = $1`, login, string(role), region); err != nil {
			return err
		}
		return d.audit(tx, store.AuditEntry{At: at, By: by, Action: "officer.change", Object: login,
			Detail: fmt.Sprintf("%s %s -> %s %s", old.Role, old.Region, role, region)})
	})
	if err != nil {
		return fmt.Errorf("change officer: %w", err)
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
		if _, err := tx.Exec(`DELETE FROM officer_sessions WHERE login = $1`, login); err != nil {
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
			err = d.Open(namePlace(all[i].Login), names[i], &all[i].Name)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("officers: %w", err)
	}
	return all, nil
}

// Unready gives the logins of those who have set no password, or no second factor, in the order of the alphabet.
func (d *DB) Unready(ctx context.Context) (logins []string, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		logins, err = texts(tx, `SELECT login FROM officers WHERE disabled IS NULL AND (password IS NULL OR factor IS NULL) ORDER BY login`)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("officers who are not ready: %w", err)
	}
	return logins, nil
}
