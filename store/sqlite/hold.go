package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// HoldContact notes that somebody leads the talk with a contact until a time; who leads it already leads it longer. It
// gives a *store.TakenError when somebody else does.
func (d *DB) HoldContact(ctx context.Context, h store.Hold) error {
	if h.By == "" || h.Since.IsZero() || !h.Until.After(h.Since) {
		return fmt.Errorf("hold contact: %w", store.ErrInvalid)
	}
	if err := d.Write(ctx, func(tx *Tx) error { return holdContact(tx, h) }); err != nil {
		return fmt.Errorf("hold contact: %w", err)
	}
	return nil
}

func holdContact(tx *Tx, h store.Hold) error {
	tx.holds = true
	had, err := heldBy(tx, h.Contact)
	if err != nil {
		return err
	}
	if had.By != "" && had.By != h.By {
		return &store.TakenError{By: had.By, Since: had.Since}
	}
	_, err = tx.Exec(`INSERT INTO contact_holds (contact, by, since, until) VALUES ($1, $2, $3, $4)
		ON CONFLICT (contact) DO UPDATE SET until = max(until, $4)`, contactNumber(h.Contact), h.By, h.Since, h.Until)
	return err
}

// FreeContact gives the talk with a contact back to the bot; nothing happens when nobody leads it.
func (d *DB) FreeContact(ctx context.Context, contact conversations.ContactID) error {
	if err := d.Write(ctx, func(tx *Tx) error { return freeContact(tx, contact) }); err != nil {
		return fmt.Errorf("free contact: %w", err)
	}
	return nil
}

func freeContact(tx *Tx, contact conversations.ContactID) error {
	tx.holds = true
	_, err := tx.Exec(`DELETE FROM contact_holds WHERE contact = $1`, contactNumber(contact))
	return err
}

// HeldBy tells who leads the talk with a contact; Hold.By is empty when nobody does. What another process changed is seen
// once Changed has looked.
func (d *DB) HeldBy(ctx context.Context, contact conversations.ContactID) (store.Hold, error) {
	h, err := d.held.of(contact, func() (map[conversations.ContactID]store.Hold, error) { return d.allHolds(ctx) })
	if err != nil {
		return h, fmt.Errorf("is a contact held: %w", err)
	}
	return h, nil
}

func (d *DB) allHolds(ctx context.Context) (map[conversations.ContactID]store.Hold, error) {
	all := map[conversations.ContactID]store.Hold{}
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT contact, by, since, until FROM contact_holds`) {
			var h store.Hold
			if err == nil {
				err = row.Scan(&h.Contact, &h.By, &h.Since, &h.Until)
			}
			if err != nil {
				return err
			}
			all[h.Contact] = h
		}
		return nil
	})
	return all, err
}

func heldBy(tx *Tx, contact conversations.ContactID) (store.Hold, error) {
	h := store.Hold{Contact: contact}
	err := tx.QueryRow(`SELECT by, since, until FROM contact_holds WHERE contact = $1`, contactNumber(contact)).Scan(&h.By, &h.Since, &h.Until)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return h, err
}

// FreeSilent gives back to the bot the talks in which nobody spoke for the length of a silence, and tells each contact
// with the letter; a talk in which the person spoke since goes on. It gives the contacts that were freed.
func (d *DB) FreeSilent(ctx context.Context, now time.Time, silence time.Duration, letter store.Letter) (freed []conversations.ContactID, err error) {
	err = d.Write(ctx, func(tx *Tx) error {
		freed = nil
		var lapsed []store.Hold
		for row, err := range tx.Query(`SELECT contact, by, since FROM contact_holds WHERE until <= $1 LIMIT 100`, now) {
			var h store.Hold
			if err == nil {
				err = row.Scan(&h.Contact, &h.By, &h.Since)
			}
			if err != nil {
				return err
			}
			lapsed = append(lapsed, h)
		}
		for _, h := range lapsed {
			err := tx.QueryRow("SELECT COALESCE(MAX(at), 0) FROM inbox WHERE seq IN "+rowsOf("inbox", 1)+" AND contact = $1", contactNumber(h.Contact)).Scan(&h.Until)
			if err != nil {
				return err
			}
			if until := h.Until.Add(silence); until.After(now) { // Until is here when the person last spoke
				tx.holds = true
				if _, err := tx.Exec(`UPDATE contact_holds SET until = $2 WHERE contact = $1`, contactNumber(h.Contact), until); err != nil {
					return err
				}
				continue
			}
			if err := d.freeSilent(tx, h, letter, now); err != nil {
				return err
			}
			freed = append(freed, h.Contact)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("free silent talks: %w", err)
	}
	return freed, nil
}

func (d *DB) freeSilent(tx *Tx, h store.Hold, letter store.Letter, now time.Time) error {
	if err := freeContact(tx, h.Contact); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE tickets SET officer = '', taken = NULL WHERE contact = $1 AND closed IS NULL`, string(h.Contact)); err != nil {
		return err
	}
	letter.ID, letter.Contact = fmt.Sprintf("lepas.%s.%d", h.Contact, h.Since.UnixMilli()), h.Contact
	return d.postFree(tx, letter, now)
}

// postFree posts a letter to where its contact is best reached. That nobody is reached stops nothing.
func (d *DB) postFree(tx *Tx, letter store.Letter, now time.Time) error {
	ready, err := d.sealLetter(letter)
	if err != nil {
		return err
	}
	if _, _, err = d.post(tx, &ready, now); errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
