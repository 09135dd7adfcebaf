package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// standing is what a decision has to know of the case before it.
type standing struct {
	id        int64
	number    string
	programme string
	year      int
	region    string
	status    store.Status
	contact   conversations.ContactID
	channel   conversations.Channel // through which it came
	officer   string                // who took it
}

// Decide moves a case on and writes event, status, audit entry and letter in one transaction. It gives
// store.ErrNotFound for an unknown number, store.ErrConflict when the status is not the Expect one any more,
// a *store.TransitionError when the case does not go there, a *store.ForbiddenError when it is not for Decision.By to take
// it there (see store.Steps), store.ErrFull when it would take a place that is not free, and a *store.DuplicateError when
// a newer case of the same person stands in the way of taking it up again.
func (d *DB) Decide(ctx context.Context, dec store.Decision) (store.Case, error) {
	number, ok := store.ParseNumber(dec.Number)
	switch {
	case !ok:
		return store.Case{}, fmt.Errorf("decide: %w", store.ErrNotFound)
	case !dec.To.Known() || dec.At.IsZero():
		return store.Case{}, fmt.Errorf("decide: %w: status or time", store.ErrInvalid)
	}
	dec.Number = number
	err := d.Write(ctx, func(tx *Tx) error { return d.decide(tx, dec) })
	if err != nil {
		return store.Case{}, fmt.Errorf("decide: %w", err)
	}
	return d.CaseByNumber(ctx, number)
}

func (d *DB) decide(tx *Tx, dec store.Decision) error {
	if done, err := decided(tx, dec.Key); done || err != nil {
		return err
	}
	s, err := standingOf(tx, dec.Number)
	if err != nil {
		return err
	}
	if err := allowed(tx, s, dec); err != nil {
		return err
	}
	place, err := d.putEvent(tx, s, event{key: dec.Key, to: dec.To, note: dec.Note, by: dec.By, at: dec.At})
	if err != nil {
		return err
	}
	if err = arrive(tx, s, place, dec.To, dec.At, dec.Word); err == nil {
		err = d.putMissing(tx, s, place, dec.Missing)
	}
	if err == nil {
		err = d.putDisbursed(tx, s, dec.Disbursed)
	}
	if err == nil && dec.By != "" {
		err = d.audit(tx, store.AuditEntry{At: dec.At, By: dec.By, Action: "case.decide", Object: dec.Number,
			Detail: fmt.Sprintf("%s -> %s", s.status, dec.To)})
	}
	if err == nil && dec.Letter != nil {
		err = d.postUpdate(tx, s, dec.Letter, place, dec.At)
	}
	return err
}

// arrive moves a case to where an event has taken it.
func arrive(tx *Tx, s standing, place int, to store.Status, at, word time.Time) error {
	_, err := tx.Exec(`UPDATE cases SET status = $2, takes_place = $3, changed = $4 WHERE id = $1`,
		s.id, string(to), to.TakesPlace(), at)
	if err == nil && (to == store.CaseApproved || to == store.CaseRefused) {
		_, err = tx.Exec(`UPDATE cases SET decided = $2, decided_as = $3 WHERE id = $1 AND decided IS NULL`, s.id, at, string(to))
	}
	if err == nil {
		_, err = tx.Exec(`UPDATE case_claims SET holds = $2 WHERE case_id = $1 AND holds <> $2`, s.id, to.Claims())
	}
	if err == nil {
		err = promiseCase(tx, s.id, place, to, at, word)
	}
	return err
}

func standingOf(tx *Tx, number string) (s standing, err error) {
	s.number = number
	return s, tx.QueryRow(`SELECT id, programme, year, region, status, contact, channel, officer FROM cases WHERE number = $1`, number).
		Scan(&s.id, &s.programme, &s.year, &s.region, &s.status, &s.contact, &s.channel, &s.officer)
}

// decided tells whether this very decision was taken before.
func decided(tx *Tx, key string) (bool, error) {
	if key == "" {
		return false, nil
	}
	var id int64
	err := tx.QueryRow(`SELECT case_id FROM case_events WHERE key = $1`, key).Scan(&id)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// MayDecide looks whether a decision is for whoever takes it and the case can go there, and gives the errors of Decide when
// not. It does not look at what the step needs, nor for a free place.
func (d *DB) MayDecide(ctx context.Context, dec store.Decision) error {
	number, ok := store.ParseNumber(dec.Number)
	if !ok {
		return fmt.Errorf("decide: %w", store.ErrNotFound)
	}
	err := d.Read(ctx, func(tx *Tx) error {
		if done, err := decided(tx, dec.Key); done || err != nil {
			return err
		}
		s, err := standingOf(tx, number)
		if err != nil {
			return err
		}
		return mayGo(tx, s, dec)
	})
	if err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	return nil
}

// mayGo looks at the step alone.
func mayGo(tx *Tx, s standing, dec store.Decision) error {
	if dec.Expect != "" && dec.Expect != s.status {
		return fmt.Errorf("%w: the case is %s by now", store.ErrConflict, s.status)
	}
	return mayMove(tx, s, dec)
}

// allowed looks at everything that may forbid the step before anything is written.
func allowed(tx *Tx, s standing, dec store.Decision) error {
	if err := mayGo(tx, s, dec); err != nil {
		return err
	}
	if err := errors.Join(checkMissing(dec), checkDisbursed(dec)); err != nil {
		return err
	}
	return placeFree(tx, s, dec)
}

// placeFree looks for a place, and whether another case of the same person stands in the way.
func placeFree(tx *Tx, s standing, dec store.Decision) error {
	if dec.To.TakesPlace() && !s.status.TakesPlace() {
		w, err := window(tx, s.programme, s.region, s.year)
		if err != nil {
			return err
		}
		if w.Quota >= 0 && w.Taken >= w.Quota {
			return store.ErrFull
		}
	}
	if dec.To.Claims() && !s.status.Claims() {
		claims, err := claimsOf(tx, s.id)
		if err != nil {
			return err
		}
		return claimed(tx, s.programme, s.year, claims, s.contact)
	}
	return nil
}

func claimsOf(tx *Tx, id int64) (claims [][]byte, err error) {
	for row, err := range tx.Query(`SELECT claim_index FROM case_claims WHERE case_id = $1`, id) {
		var claim []byte
		if err == nil {
			err = row.Scan(&claim)
		}
		if err != nil {
			return nil, err
		}
		claims = append(claims, claim)
	}
	return claims, nil
}

// postUpdate puts the letter into the outbox under the event's ID, to whoever filed the case when it names nobody: on the
// channel that the case came through, or where else the contact is reached when nothing lives there any more. A contact
// that cannot be reached at all does not stop the decision.
func (d *DB) postUpdate(tx *Tx, s standing, letter *store.Letter, place int, at time.Time) error {
	l := *letter
	l.ID, l.Case, l.Priority = eventID(s.number, place), s.number, store.PriorityUpdate
	if l.Contact == "" {
		l.Contact = s.contact
	}
	if l.Address == "" {
		l.Channel = "" // wherever the contact is reached best
		if address, err := d.alive(tx, l.Contact, s.channel); err == nil {
			l.Channel, l.Address = s.channel, address
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return d.postFree(tx, l, at)
}

// alive gives the address of a contact on a channel that was last heard and is not gone, or store.ErrNotFound.
func (d *DB) alive(tx *Tx, contact conversations.ContactID, channel conversations.Channel) (conversations.Address, error) {
	var finger, sealed []byte
	err := tx.QueryRow(`SELECT finger, sealed FROM addresses WHERE contact = $1 AND channel = $2 AND gone_at IS NULL
		ORDER BY COALESCE(heard_at, 0) DESC, id DESC LIMIT 1`, contactNumber(contact), string(channel)).Scan(&finger, &sealed)
	if err != nil {
		return "", err
	}
	return d.openAddress(finger, sealed)
}
