package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// TicketByNumber gives a ticket, or store.ErrNotFound.
func (d *DB) TicketByNumber(ctx context.Context, number string) (store.Ticket, error) {
	number, _ = store.ParseNumber(number)
	found, err := d.tickets(ctx, `SELECT `+ticketColumns+` FROM tickets WHERE number = $1`, number)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("ticket: %w", store.ErrNotFound)
	}
	if err != nil {
		return store.Ticket{}, err
	}
	return found[0], nil
}

// TakeTicket lets an officer lead the talk with whoever asked for one, until a time, and tells the person with the letter.
// It gives a *store.TakenError when somebody else has it, a *store.ForbiddenError when it is not for them, and
// store.ErrConflict when it is closed.
func (d *DB) TakeTicket(ctx context.Context, number, by string, at, until time.Time, letter store.Letter) error {
	return d.onTicket(ctx, "take ticket", number, by, at, func(tx *Tx, t store.Ticket) error {
		if t.Officer == by {
			return holdContact(tx, store.Hold{Contact: t.Contact, By: by, Since: at, Until: until})
		}
		if t.Officer != "" {
			return &store.TakenError{By: t.Officer, Since: t.Taken}
		}
		if err := holdContact(tx, store.Hold{Contact: t.Contact, By: by, Since: at, Until: until}); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE tickets SET officer = $2, taken = $3 WHERE number = $1`, t.Number, by, at)
		if err == nil {
			err = d.audit(tx, store.AuditEntry{At: at, By: by, Action: "ticket.take", Object: t.Number})
		}
		if err == nil {
			letter.ID, letter.Contact = fmt.Sprintf("%s.ambil.%d", t.Number, at.UnixMilli()), t.Contact
			err = d.postFree(tx, letter, at)
		}
		return err
	})
}

// SayTicket says something to the person of a ticket, for whoever took it. The same key again says it once.
func (d *DB) SayTicket(ctx context.Context, w store.TicketWord) error {
	if w.Key == "" {
		return fmt.Errorf("say to ticket: %w: key", store.ErrInvalid)
	}
	return d.onTicket(ctx, "say to ticket", w.Number, w.By, w.At, func(tx *Tx, t store.Ticket) error {
		if t.Officer != w.By {
			return &store.TakenError{By: t.Officer, Since: t.Taken}
		}
		if err := holdContact(tx, store.Hold{Contact: t.Contact, By: w.By, Since: w.At, Until: w.Until}); err != nil {
			return err
		}
		w.Letter.ID, w.Letter.Contact = t.Number+".kata."+w.Key, t.Contact
		return d.postFree(tx, w.Letter, w.At)
	})
}

// ReleaseTicket puts a ticket back into the inbox, and the talk back to the bot meanwhile.
func (d *DB) ReleaseTicket(ctx context.Context, number, by string, at time.Time, letter store.Letter) error {
	return d.onTicket(ctx, "release ticket", number, by, at, func(tx *Tx, t store.Ticket) error {
		if t.Officer == "" {
			return nil
		}
		if t.Officer != by {
			if err := mayDecide(tx, by, t.Region); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`UPDATE tickets SET officer = '', taken = NULL WHERE number = $1`, t.Number); err != nil {
			return err
		}
		return d.leaveTicket(tx, t, by, "ticket.release", at, letter)
	})
}

// EndTicket ends a ticket, gives the talk back to the bot, and tells the person with the letter when it was taken. It gives
// store.ErrNotFound when there is none of that number, store.ErrConflict when it is closed already, and a *store.TakenError
// when somebody else has it.
func (d *DB) EndTicket(ctx context.Context, number, by string, at time.Time, letter store.Letter) error {
	return d.onTicket(ctx, "close ticket", number, by, at, func(tx *Tx, t store.Ticket) error {
		if t.Officer != "" && t.Officer != by && mayDecide(tx, by, t.Region) != nil {
			return &store.TakenError{By: t.Officer, Since: t.Taken}
		}
		if _, err := tx.Exec(`UPDATE tickets SET closed = $2, by = $3 WHERE number = $1`, t.Number, at, by); err != nil {
			return err
		}
		if t.Officer == "" {
			letter.Reply = conversations.Reply{}
		}
		return d.leaveTicket(tx, t, by, "ticket.close", at, letter)
	})
}

func (d *DB) leaveTicket(tx *Tx, t store.Ticket, by, action string, at time.Time, letter store.Letter) error {
	held, err := heldBy(tx, t.Contact)
	if err == nil && held.By == t.Officer {
		err = freeContact(tx, t.Contact)
	}
	if err == nil {
		err = d.audit(tx, store.AuditEntry{At: at, By: by, Action: action, Object: t.Number})
	}
	if err == nil && len(letter.Reply.Texts) > 0 {
		letter.ID, letter.Contact = fmt.Sprintf("%s.lepas.%d", t.Number, at.UnixMilli()), t.Contact
		err = d.postFree(tx, letter, at)
	}
	return err
}

// onTicket does something with an open ticket for somebody who works where it belongs.
func (d *DB) onTicket(ctx context.Context, what, number, by string, at time.Time, do func(*Tx, store.Ticket) error) error {
	number, _ = store.ParseNumber(number)
	err := d.Write(ctx, func(tx *Tx) error {
		t := store.Ticket{Number: number}
		err := tx.QueryRow(`SELECT contact, region, officer, taken, closed FROM tickets WHERE number = $1`, number).
			Scan(&t.Contact, &t.Region, &t.Officer, &t.Taken, &t.Closed)
		switch {
		case err != nil:
			return err
		case at.IsZero():
			return store.ErrInvalid
		case !t.Closed.IsZero():
			return store.ErrConflict
		}
		if err := mayServe(tx, by, t.Region); err != nil {
			return err
		}
		return do(tx, t)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// mayServe looks whether somebody works where a ticket or complaint belongs; one of no known kab/kota is everybody's.
func mayServe(tx *Tx, login, region string) error {
	if login == store.Operator {
		return nil
	}
	o, err := worker(tx, login)
	if err != nil {
		return err
	}
	if region == "" {
		region = o.Region
	}
	return o.Works(region)
}
