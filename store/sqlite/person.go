package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// PersonData gives what is held about whoever is behind a contact, masked: the answer to "DATA SAYA".
func (d *DB) PersonData(ctx context.Context, contact conversations.ContactID) (h store.Held, err error) {
	for _, part := range []func() error{
		func() (err error) { h.Cases, h.Persons, err = d.ownCases(ctx, contact); return err },
		func() (err error) { h.Consents, err = d.ConsentsOf(ctx, contact); return err },
		func() (err error) { h.Complaints, err = d.ComplaintsOf(ctx, contact); return err },
		func() (err error) { h.Tickets, err = d.TicketsOf(ctx, contact); return err },
		func() (err error) { h.Interests, err = d.InterestsOf(ctx, contact); return err },
		func() (err error) {
			h.Requests, err = d.dataRequests(ctx, `SELECT `+requestColumns+` FROM data_requests WHERE contact = $1 ORDER BY at DESC`, string(contact))
			return err
		},
	} {
		if err := part(); err != nil {
			return store.Held{}, fmt.Errorf("data of a contact: %w", err)
		}
	}
	for i := range h.Complaints {
		h.Complaints[i].Name = store.MaskName(h.Complaints[i].Name)
	}
	return h, nil
}

// ownCases gives a contact's cases and the persons they are about, each once and masked.
func (d *DB) ownCases(ctx context.Context, contact conversations.ContactID) ([]store.CaseHead, []store.Person, error) {
	heads, err := d.CasesOf(ctx, contact)
	if err != nil {
		return nil, nil, err
	}
	var persons []store.Person
	seen := map[store.Person]bool{}
	for i, h := range heads {
		c, err := d.CaseByNumber(ctx, h.Number)
		if err != nil {
			return nil, nil, err
		}
		for _, p := range []*store.Person{&c.Person, c.Applicant} {
			if p != nil && !seen[*p] {
				seen[*p] = true
				persons = append(persons, p.Masked())
			}
		}
		heads[i].Name = store.MaskName(h.Name)
	}
	return heads, persons, nil
}

const (
	requestColumns = `number, contact, kind, at, due, closed, by`
	erasure        = "hapus"
)

// RequestErasure notes that a contact wants its data deleted, and gives the receipt with the time it is due. While one
// is open, asking again gives the same.
func (d *DB) RequestErasure(ctx context.Context, contact conversations.ContactID, at time.Time) (store.DataRequest, error) {
	r := store.DataRequest{Contact: contact, Kind: erasure, At: at, Due: at.Add(store.DataDue)}
	if contact == "" || at.IsZero() {
		return r, fmt.Errorf("request erasure: %w", store.ErrInvalid)
	}
	err := d.Write(ctx, func(tx *Tx) error {
		err := tx.QueryRow(`SELECT `+requestColumns+` FROM data_requests WHERE contact = $1 AND kind = $2 AND closed IS NULL`,
			string(contact), erasure).Scan(requestFields(&r)...)
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		n, err := nextNumber(tx, store.DataPrefix, yearOf(at))
		if err != nil {
			return err
		}
		r.Number = store.ReceiptNumber(store.DataPrefix, yearOf(at), n)
		_, err = tx.Exec(`INSERT INTO data_requests (number, contact, kind, at, due) VALUES ($1, $2, $3, $4, $5)`,
			r.Number, string(contact), erasure, r.At, r.Due)
		return err
	})
	if err != nil {
		return store.DataRequest{}, fmt.Errorf("request erasure: %w", err)
	}
	return r, nil
}

// DataRequests gives the open requests about data, the one due first before the others.
func (d *DB) DataRequests(ctx context.Context) ([]store.DataRequest, error) {
	return d.dataRequests(ctx, `SELECT `+requestColumns+` FROM data_requests WHERE closed IS NULL ORDER BY due, number`)
}

// CloseDataRequest notes that a request was dealt with. store.ErrNotFound when none of that number is open.
func (d *DB) CloseDataRequest(ctx context.Context, number, by string, at time.Time) error {
	number, _ = store.ParseNumber(number)
	err := d.Write(ctx, func(tx *Tx) error {
		n, err := tx.Exec(`UPDATE data_requests SET closed = $2, by = $3 WHERE number = $1 AND closed IS NULL`, number, at, by)
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		return d.audit(tx, store.AuditEntry{At: at, By: by, Action: "data.close", Object: number})
	})
	if err != nil {
		return fmt.Errorf("close data request: %w", err)
	}
	return nil
}

func requestFields(r *store.DataRequest) []any {
	return []any{&r.Number, &r.Contact, &r.Kind, &r.At, &r.Due, &r.Closed, &r.By}
}

func (d *DB) dataRequests(ctx context.Context, query string, args ...any) ([]store.DataRequest, error) {
	var all []store.DataRequest
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			var r store.DataRequest
			if err == nil {
				err = row.Scan(requestFields(&r)...)
			}
			if err != nil {
				return err
			}
			all = append(all, r)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("data requests: %w", err)
	}
	return all, nil
}
