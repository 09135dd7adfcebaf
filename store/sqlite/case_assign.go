package sqlite

import (
	"context"
	"fmt"

	"sapa/store"
)

// Assign gives a case to somebody of the office, or to nobody. A petugas takes what is free and lets go what is theirs; a
// penyelia of the kab/kota gives it to anybody who works there, and takes it from anybody. It gives a *store.TakenError when
// somebody else has it than Assignment.From, a *store.ForbiddenError when it is not for them, and store.ErrNotFound for an
// unknown number.
func (d *DB) Assign(ctx context.Context, a store.Assignment) error {
	number, ok := store.ParseNumber(a.Number)
	if !ok || a.At.IsZero() {
		return fmt.Errorf("assign case: %w", store.ErrNotFound)
	}
	a.Number = number
	if err := d.Write(ctx, func(tx *Tx) error { return d.assign(tx, a) }); err != nil {
		return fmt.Errorf("assign case: %w", err)
	}
	return nil
}

func (d *DB) assign(tx *Tx, a store.Assignment) error {
	s, err := standingOf(tx, a.Number)
	if err != nil {
		return err
	}
	if err := mayAssign(tx, s, a); err != nil || s.officer == a.To {
		return err
	}
	if _, err := d.putEvent(tx, s, event{kind: store.EventAssign, note: a.To, by: a.By, at: a.At}); err != nil {
		return err
	}
	var since any
	if a.To != "" {
		since = a.At
	}
	if _, err := tx.Exec(`UPDATE cases SET officer = $2, taken = $3 WHERE id = $1`, s.id, a.To, since); err != nil {
		return err
	}
	return d.audit(tx, store.AuditEntry{At: a.At, By: a.By, Action: "case.assign", Object: a.Number, Detail: s.officer + " -> " + a.To})
}

func mayAssign(tx *Tx, s standing, a store.Assignment) error {
	if err := mayWork(tx, a.By, s.region); err != nil {
		return err
	}
	switch {
	case s.officer == a.To:
		return nil
	case s.officer != a.From:
		taken := &store.TakenError{By: s.officer}
		if err := tx.QueryRow(`SELECT taken FROM cases WHERE id = $1`, s.id).Scan(&taken.Since); err != nil {
			return err
		}
		return taken
	case (a.To == "" || a.To == a.By) && (a.From == "" || a.From == a.By) && a.To != store.Operator:
		return nil
	}
	if err := mayDecide(tx, a.By, s.region); err != nil || a.To == "" {
		return err
	}
	o, err := worker(tx, a.To)
	if err != nil {
		return err
	}
	return o.Works(s.region)
}
