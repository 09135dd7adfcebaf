package sqlite

import (
	"errors"

	"sapa/store"
)

// worker gives somebody of the office by login as the transaction sees them: who is disabled meanwhile may nothing more.
func worker(tx *Tx, login string) (store.Officer, error) {
	o := store.Officer{Login: login}
	err := tx.QueryRow(`SELECT role, region, added, disabled FROM officers WHERE login = $1`, login).
		Scan(&o.Role, &o.Region, &o.Added, &o.Disabled)
	if errors.Is(err, store.ErrNotFound) {
		err = &store.ForbiddenError{By: login, Why: store.RefusedUnknown}
	}
	return o, err
}

// mayMove looks whether a decision is for whoever takes it.
func mayMove(tx *Tx, s standing, dec store.Decision) error {
	switch dec.By {
	case "":
		for _, step := range store.Steps(s.status) {
			if step.To == dec.To && step.Citizen {
				return nil
			}
		}
		return &store.TransitionError{From: s.status, To: dec.To}
	case store.Operator:
		if !store.CanGo(s.status, dec.To) {
			return &store.TransitionError{From: s.status, To: dec.To, Allowed: store.Onward(s.status)}
		}
		return nil
	}
	o, err := worker(tx, dec.By)
	if err != nil {
		return err
	}
	return o.MayMove(s.region, s.status, dec.To)
}

// mayWork looks whether somebody works on the cases of a kab/kota at all. The operator does.
func mayWork(tx *Tx, login, region string) error {
	if login == store.Operator {
		return nil
	}
	o, err := worker(tx, login)
	if err != nil {
		return err
	}
	return o.Works(region)
}

// mayDecide looks whether somebody may do what only a penyelia of the kab/kota may.
func mayDecide(tx *Tx, login, region string) error {
	if login == store.Operator {
		return nil
	}
	o, err := worker(tx, login)
	if err != nil {
		return err
	}
	return o.Decides(region)
}
