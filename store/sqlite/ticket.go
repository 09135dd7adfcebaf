package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

const ticketColumns = `number, key, contact, at, region, officer, taken, closed, by, sealed`

// OpenTicket notes that a contact wants to talk with somebody of the office. A contact has at most one open ticket:
// asking again, with the same key or another, gives that one.
func (d *DB) OpenTicket(ctx context.Context, key string, contact conversations.ContactID, reason string, at time.Time) (store.Ticket, error) {
	if key == "" || contact == "" || at.IsZero() {
		return store.Ticket{}, fmt.Errorf("open ticket: %w", store.ErrInvalid)
	}
	sealed, err := d.Seal("tickets.sealed|"+key, reason)
	if err != nil {
		return store.Ticket{}, fmt.Errorf("open ticket: %w", err)
	}
	var number string
	err = d.Write(ctx, func(tx *Tx) (err error) {
		number, err = openTicket(tx, key, contact, at, sealed)
		return err
	})
	if err != nil {
		return store.Ticket{}, fmt.Errorf("open ticket: %w", err)
	}
	found, err := d.tickets(ctx, `SELECT `+ticketColumns+` FROM tickets WHERE number = $1`, number)
	if err != nil {
		return store.Ticket{}, err
	}
	return found[0], nil
}

func openTicket(tx *Tx, key string, contact conversations.ContactID, at time.Time, sealed []byte) (number string, err error) {
	err = tx.QueryRow(`SELECT number FROM tickets WHERE key = $1 OR contact = $2 AND closed IS NULL ORDER BY key = $1 DESC`,
		key, string(contact)).Scan(&number)
	if !errors.Is(err, store.ErrNotFound) {
		return number, err
	}
	n, err := nextNumber(tx, store.TicketPrefix, yearOf(at))
	if err != nil {
		return "", err
	}
	number = store.ReceiptNumber(store.TicketPrefix, yearOf(at), n)
	_, err = tx.Exec(`INSERT INTO tickets (number, key, contact, at, sealed, region) VALUES ($1, $2, $3, $4, $5,
			COALESCE((SELECT region FROM cases WHERE contact = $3 ORDER BY id DESC LIMIT 1), ''))`,
		number, key, string(contact), at, sealed)
	return number, err
}

// Tickets gives the open tickets, longest waiting first.
func (d *DB) Tickets(ctx context.Context) ([]store.Ticket, error) {
	return d.tickets(ctx, `SELECT `+ticketColumns+` FROM tickets WHERE closed IS NULL ORDER BY at, number`)
}

// TicketsOf gives all tickets of a contact, newest first.
func (d *DB) TicketsOf(ctx context.Context, contact conversations.ContactID) ([]store.Ticket, error) {
	return d.tickets(ctx, `SELECT `+ticketColumns+` FROM tickets WHERE contact = $1 ORDER BY at DESC, number DESC`, string(contact))
}

// CloseTicket ends a ticket without a word to the person; see EndTicket.
func (d *DB) CloseTicket(ctx context.Context, number, by string, at time.Time) error {
	return d.EndTicket(ctx, number, by, at, store.Letter{})
}

func (d *DB) tickets(ctx context.Context, query string, args ...any) ([]store.Ticket, error) {
	var all []store.Ticket
	var keys []string
	var reasons [][]byte
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			var t store.Ticket
			var key string
			var sealed []byte
			if err == nil {
				err = row.Scan(&t.Number, &key, &t.Contact, &t.At, &t.Region, &t.Officer, &t.Taken, &t.Closed, &t.By, &sealed)
			}
			if err != nil {
				return err
			}
			all, keys, reasons = append(all, t), append(keys, key), append(reasons, sealed)
		}
		return nil
	})
	for i := range all {
		if err == nil {
			err = d.Open("tickets.sealed|"+keys[i], reasons[i], &all[i].Reason)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("tickets: %w", err)
	}
	return all, nil
}
