package sqlite

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"sapa/store"
)

// Promises gives every promise in the order of a case's way: those the office set, and defaults for the others.
func (d *DB) Promises(ctx context.Context) (all []store.Promise, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		all = store.Promises()
		for i := range all {
			if all[i], err = promise(tx, all[i].Status); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("promises: %w", err)
	}
	return all, nil
}

func promise(tx *Tx, status string) (store.Promise, error) {
	p := store.Promise{Status: status}
	err := tx.QueryRow(`SELECT days, by, changed FROM promises WHERE status = $1`, status).Scan(&p.Days, &p.By, &p.Changed)
	if p.Set = err == nil; !errors.Is(err, store.ErrNotFound) {
		return p, err
	}
	for _, usual := range store.Promises() {
		if usual.Status == status {
			return usual, nil
		}
	}
	return p, nil
}

// SetPromise sets in how many office days the next word comes; 0 promises nothing. It is for admins and the operator. Cases
// that stand there already keep what they were promised.
func (d *DB) SetPromise(ctx context.Context, status string, days int, by string, at time.Time) error {
	known := slices.ContainsFunc(store.Promises(), func(p store.Promise) bool { return p.Status == status })
	if !known || days < 0 || days > store.LongestPromise {
		return fmt.Errorf("set promise: %w: status or days", store.ErrInvalid)
	}
	err := d.Write(ctx, func(tx *Tx) error {
		if err := mayKeep(tx, by); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO promises (status, days, by, changed) VALUES ($1, $2, $3, $4)
			ON CONFLICT (status) DO UPDATE SET days = $2, by = $3, changed = $4`, status, days, by, at)
		if err == nil {
			err = d.audit(tx, store.AuditEntry{At: at, By: by, Action: "promise.set", Object: status, Detail: fmt.Sprint(days)})
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("set promise: %w", err)
	}
	return nil
}

// mayKeep looks whether somebody keeps the office's settings: an admin, or the operator.
func mayKeep(tx *Tx, login string) error {
	if login == store.Operator {
		return nil
	}
	o, err := worker(tx, login)
	switch {
	case err != nil:
		return err
	case !o.Disabled.IsZero():
		return &store.ForbiddenError{By: login, Why: store.RefusedUnknown}
	case o.Role != store.RoleAdmin:
		return &store.ForbiddenError{By: login, Why: store.RefusedRole, Need: string(store.RoleAdmin)}
	}
	return nil
}

// SetHoliday makes a day free; an empty name makes it an office day again. It is for admins and the operator.
func (d *DB) SetHoliday(ctx context.Context, h store.Holiday, by string, at time.Time) error {
	if _, err := time.Parse(time.DateOnly, h.Day); err != nil {
		return fmt.Errorf("set holiday: %w: day", store.ErrInvalid)
	}
	err := d.Write(ctx, func(tx *Tx) error {
		err := mayKeep(tx, by)
		if err == nil && h.Name == "" {
			_, err = tx.Exec(`DELETE FROM holidays WHERE day = $1`, h.Day)
		} else if err == nil {
			_, err = tx.Exec(`INSERT INTO holidays (day, name) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET name = $2`, h.Day, h.Name)
		}
		if err == nil {
			err = d.audit(tx, store.AuditEntry{At: at, By: by, Action: "holiday.set", Object: h.Day, Detail: h.Name})
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("set holiday: %w", err)
	}
	return nil
}

// Holidays gives the free days in order.
func (d *DB) Holidays(ctx context.Context) (all []store.Holiday, err error) {
	err = d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT day, name FROM holidays ORDER BY day`) {
			var h store.Holiday
			if err == nil {
				err = row.Scan(&h.Day, &h.Name)
			}
			if err != nil {
				return err
			}
			all = append(all, h)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("holidays: %w", err)
	}
	return all, nil
}

// Calendar gives the office's days.
func (d *DB) Calendar(ctx context.Context) (c store.Calendar, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		c, err = calendar(tx)
		return err
	})
	if err != nil {
		return c, fmt.Errorf("calendar: %w", err)
	}
	return c, nil
}

func calendar(tx *Tx) (store.Calendar, error) {
	days, err := texts(tx, `SELECT day FROM holidays`)
	c := store.Calendar{Free: make(map[string]bool, len(days))}
	for _, day := range days {
		c.Free[day] = true
	}
	return c, err
}

// PromisedFor gives until when the next word comes on a case that arrives somewhere now, and whether the person may be
// told; the zero time when nothing is promised.
func (d *DB) PromisedFor(ctx context.Context, status string, at time.Time) (due time.Time, told bool, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		due, told, err = promised(tx, status, at)
		return err
	})
	if err != nil {
		return due, false, fmt.Errorf("promise: %w", err)
	}
	return due, told, nil
}

func promised(tx *Tx, status string, at time.Time) (due time.Time, told bool, err error) {
	p, err := promise(tx, status)
	if err != nil || p.Days == 0 {
		return time.Time{}, false, err
	}
	c, err := calendar(tx)
	return c.After(at, p.Days), p.Set, err
}

// promiseCase notes on a case that has arrived somewhere what is promised from now on, and that what was promised before is
// settled. word, when not zero, is what the person was told.
func promiseCase(tx *Tx, id int64, place int, to store.Status, at, word time.Time) error {
	if _, err := tx.Exec(`UPDATE case_promises SET kept = $2 WHERE case_id = $1 AND kept IS NULL AND held IS NULL`, id, at); err != nil {
		return err
	}
	due, told, err := promised(tx, string(to), at)
	if err != nil {
		return err
	}
	if told && word.IsZero() {
		word = due
	}
	if !word.IsZero() {
		due = word
	}
	if _, err := tx.Exec(`UPDATE cases SET due = $2, word = $3 WHERE id = $1`, id, due, word); err != nil || due.IsZero() {
		return err
	}
	_, err = tx.Exec(`INSERT INTO case_promises (case_id, event, status, made, due, told) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, place, string(to), at, due, !word.IsZero())
	return err
}
