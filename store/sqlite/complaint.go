package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// complaintWords is the sealed part of a complaint.
type complaintWords struct {
	Anonymous bool     `json:"anonymous,omitempty"`
	Name      string   `json:"name,omitempty"`
	What      string   `json:"what"`
	Where     string   `json:"where,omitempty"`
	Office    string   `json:"office,omitempty"`
	When      string   `json:"when,omitempty"`
	Files     []string `json:"files,omitempty"`
}

const complaintColumns = `number, key, contact, region, status, officer, lapor, at, sealed`

// OpenComplaint takes a complaint and gives it its number. The same Key again gives the same complaint. The name of
// somebody who wants to be unknown is not kept.
func (d *DB) OpenComplaint(ctx context.Context, n store.NewComplaint) (store.Complaint, error) {
	if n.Key == "" || n.Contact == "" || n.At.IsZero() {
		return store.Complaint{}, fmt.Errorf("open complaint: %w", store.ErrInvalid)
	}
	w := complaintWords{Anonymous: n.Anonymous, Name: n.Name, What: n.What, Where: n.Where, Office: n.Office, When: n.When, Files: n.Files}
	if n.Anonymous {
		w.Name = ""
	}
	sealed, err := d.Seal("complaints.sealed|"+n.Key, w)
	if err != nil {
		return store.Complaint{}, fmt.Errorf("open complaint: %w", err)
	}
	err = d.Write(ctx, func(tx *Tx) error { return openComplaint(tx, n, sealed) })
	if err != nil {
		return store.Complaint{}, fmt.Errorf("open complaint: %w", err)
	}
	return d.oneComplaint(ctx, `SELECT `+complaintColumns+` FROM complaints WHERE key = $1`, n.Key)
}

func openComplaint(tx *Tx, n store.NewComplaint, sealed []byte) error {
	var number string
	err := tx.QueryRow(`SELECT number FROM complaints WHERE key = $1`, n.Key).Scan(&number)
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	year := yearOf(n.At)
	count, err := nextNumber(tx, store.ComplaintPrefix, year)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO complaints (number, key, contact, region, status, at, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		store.ReceiptNumber(store.ComplaintPrefix, year, count), n.Key, string(n.Contact), regionIn(n.Where),
		string(store.ComplaintReceived), n.At, sealed)
	return err
}

// yearOf is the year of a receipt, by the clock of Kalimantan Timur (WITA, eight hours ahead, no summer time).
func yearOf(at time.Time) int { return at.UTC().Add(8 * time.Hour).Year() }

// regionIn gives the kab/kota that a region code lies in, "" for words.
func regionIn(where string) string {
	if len(where) >= 5 && store.IsRegion(where[:5]) {
		return where[:5]
	}
	return ""
}

// ComplaintByNumber gives a complaint, or store.ErrNotFound.
func (d *DB) ComplaintByNumber(ctx context.Context, number string) (store.Complaint, error) {
	number, _ = store.ParseNumber(number)
	return d.oneComplaint(ctx, `SELECT `+complaintColumns+` FROM complaints WHERE number = $1`, number)
}

func (d *DB) oneComplaint(ctx context.Context, query string, arg any) (store.Complaint, error) {
	all, err := d.complaints(ctx, query, arg)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("complaint: %w", store.ErrNotFound)
	}
	if err != nil {
		return store.Complaint{}, err
	}
	return all[0], nil
}

// ComplaintsOf gives the complaints of a contact, newest first.
func (d *DB) ComplaintsOf(ctx context.Context, contact conversations.ContactID) ([]store.Complaint, error) {
	return d.complaints(ctx, `SELECT `+complaintColumns+` FROM complaints WHERE contact = $1 ORDER BY id DESC`, string(contact))
}

func (d *DB) complaints(ctx context.Context, query string, args ...any) ([]store.Complaint, error) {
	var all []store.Complaint
	var words [][]byte
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			var c store.Complaint
			var sealed []byte
			if err == nil {
				err = row.Scan(&c.Number, &c.Key, &c.Contact, &c.Region, &c.Status, &c.Officer, &c.Lapor, &c.At, &sealed)
			}
			if err != nil {
				return err
			}
			all, words = append(all, c), append(words, sealed)
		}
		return nil
	})
	for i := range all {
		var w complaintWords
		if err == nil {
			err = d.Open("complaints.sealed|"+all[i].Key, words[i], &w)
		}
		c := &all[i]
		c.Anonymous, c.Name, c.What, c.Where, c.Office, c.When, c.Files = w.Anonymous, w.Name, w.What, w.Where, w.Office, w.When, w.Files
	}
	if err != nil {
		return nil, fmt.Errorf("complaints: %w", err)
	}
	return all, nil
}
