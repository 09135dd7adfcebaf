package sqlite

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// kind tells phone numbers from hidden IDs: it is what stands behind the @ of an address.
func kind(a conversations.Address) string {
	_, kind, _ := strings.Cut(string(a), "@")
	return kind
}

// pair makes a contact the owner of a person's other address too, and gives the contact whose both are from now on. When two
// contacts turn out to be one person they become one. A number that was given to somebody else is known by its old owner
// having another hidden ID: it leaves the old owner, of whom nothing goes to the new one.
func (d *DB) pair(tx *Tx, now time.Time, k known, also *newcomer) (contact int64, err error) {
	var id, owner int64
	err = tx.QueryRow("SELECT id, contact FROM addresses WHERE finger = $1", also.finger).Scan(&id, &owner)
	switch {
	case errors.Is(err, store.ErrNotFound):
		_, err = also.register(tx, now, k.contact)
		return k.contact, err
	case err != nil:
		return 0, fmt.Errorf("find address: %w", err)
	case owner == k.contact:
		return owner, nil
	}
	foreign, err := d.other(tx, owner, k.key)
	if err == nil && !foreign {
		foreign, err = d.other(tx, k.contact, also.key)
	}
	switch {
	case err != nil:
		return 0, err
	case foreign:
		return k.contact, d.takeOver(tx, now, id, k)
	}
	return d.merge(tx, now, owner, k.contact)
}

// other tells whether a contact has an address like this one, on the same channel and of the same kind, that is another.
func (d *DB) other(tx *Tx, contact int64, than addressKey) (bool, error) {
	for row, err := range tx.Query("SELECT finger, sealed FROM addresses WHERE contact = $1 AND channel = $2", contact, string(than.channel)) {
		var finger, sealed []byte
		if err == nil {
			err = row.Scan(&finger, &sealed)
		}
		if err != nil {
			return false, fmt.Errorf("addresses of a contact: %w", err)
		}
		a, err := d.openAddress(finger, sealed)
		if err != nil {
			return false, err
		}
		if a != than.address && kind(a) == kind(than.address) {
			return true, nil
		}
	}
	return false, nil
}

// takeOver gives an address to the contact that speaks for it now. What waits to be sent there was meant for the one before.
func (d *DB) takeOver(tx *Tx, now time.Time, address int64, to known) error {
	d.addresses.forget(address)
	for _, s := range []struct {
		query string
		args  []any
	}{
		{"UPDATE outbox SET state = $2, settled_at = $3, reason = 'given to somebody else' WHERE address = $1 AND state = 0", []any{address, outboxGone, now}},
		{"UPDATE addresses SET contact = $2, heard_at = NULL WHERE id = $1", []any{address, to.contact}},
	} {
		if _, err := tx.Exec(s.query, s.args...); err != nil {
			return fmt.Errorf("take an address over: %w", err)
		}
	}
	return nil
}

// merge makes two contacts one: the one with the newer talk, of which the talk goes on. Of the other everything but its talk
// under way comes along.
func (d *DB) merge(tx *Tx, now time.Time, a, b int64) (kept int64, err error) {
	var gone int64
	err = tx.QueryRow(`SELECT c.id FROM contacts c LEFT JOIN sessions s ON s.contact = c.id AND s.sealed IS NOT NULL WHERE c.id IN ($1, $2)
		ORDER BY s.touched_at IS NULL, s.touched_at DESC, c.id LIMIT 1`, a, b).Scan(&kept)
	if err != nil {
		return 0, fmt.Errorf("merge contacts: %w", err)
	}
	if gone = a + b - kept; gone == kept {
		return kept, nil
	}
	for row, err := range tx.Query("SELECT id FROM addresses WHERE contact = $1", gone) {
		var id int64
		if err == nil {
			err = row.Scan(&id)
		}
		if err != nil {
			return 0, fmt.Errorf("merge contacts: %w", err)
		}
		d.addresses.forget(id)
	}
	for _, s := range []struct {
		query string
		args  []any
	}{
		{"UPDATE contacts SET merged_into = $1, merged_at = $3 WHERE id = $2 OR merged_into = $2", []any{kept, gone, now}},
		// Who asked for silence under one address has it under both.
		{"UPDATE contacts SET stopped_at = COALESCE(stopped_at, (SELECT stopped_at FROM contacts WHERE id = $2)) WHERE id = $1", []any{kept, gone}},
		{"DELETE FROM alarms WHERE contact = $1", []any{gone}}, // of its talk
		{"UPDATE sessions SET sealed = NULL WHERE contact = $1", []any{gone}},
	} {
		if _, err := tx.Exec(s.query, s.args...); err != nil {
			return 0, fmt.Errorf("merge contacts: %w", err)
		}
	}
	if err := bringAlong(tx, kept, gone, now, false); err != nil {
		return 0, err
	}
	return kept, d.audit(tx, store.AuditEntry{At: now, By: "sapa", Action: "contact.merge", Object: string(contactID(kept)), Detail: string(contactID(gone))})
}

// bringAlong gives to one contact all rows of another, in whatever table. What the first has already in a way that allows one
// only stays behind, but for an open request of which the other is the same. Messages that wait for an answer are under way in a
// lane of this process, and stay unless waiting is set.
func bringAlong(tx *Tx, to, from int64, now time.Time, waiting bool) error {
	tx.holds = true
	tables, err := contactTables(tx)
	if err != nil {
		return err
	}
	for _, open := range []string{
		`UPDATE tickets SET closed = $3, by = 'sapa' WHERE contact = $2 AND closed IS NULL
			AND EXISTS (SELECT 1 FROM tickets t WHERE t.contact = $1 AND t.closed IS NULL)`,
		`UPDATE data_requests SET closed = $3, by = 'sapa' WHERE contact = $2 AND closed IS NULL
			AND EXISTS (SELECT 1 FROM data_requests r WHERE r.contact = $1 AND r.kind = data_requests.kind AND r.closed IS NULL)`,
	} {
		if _, err := tx.Exec(open, string(contactID(to)), string(contactID(from)), now); err != nil {
			return fmt.Errorf("close what is asked twice: %w", err)
		}
	}
	for _, table := range slices.SortedFunc(maps.Keys(tables), notesLast) {
		isText := tables[table]
		query := "UPDATE OR IGNORE " + table + " SET contact = $1 WHERE contact = $2" //nolint:gosec // a name out of the schema
		switch table {
		case "sessions", "alarms":
			continue
		case "inbox", "outbox":
			query += " AND seq IN " + rowsOf(table, 2)
		case "talk_rows":
			query += " AND NOT EXISTS (SELECT 1 FROM inbox i WHERE talk_rows.ours = 0 AND i.seq = talk_rows.seq AND i.contact = $2)"
		}
		if table == "inbox" && !waiting {
			query += " AND state NOT IN (0, 3)"
		}
		args := []any{to, from}
		if isText {
			args = []any{string(contactID(to)), string(contactID(from))}
		}
		if _, err := tx.Exec(query, args...); err != nil {
			return fmt.Errorf("bring along %s: %w", table, err)
		}
	}
	return nil
}

// notesLast puts what is noted of inbox and outbox behind the two.
func notesLast(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "talk_rows":
		return 1
	case b == "talk_rows":
		return -1
	}
	return strings.Compare(a, b)
}

// contactTables gives every table with rows of a contact, and whether it names it in text.
func contactTables(tx *Tx) (map[string]bool, error) {
	out := map[string]bool{}
	for row, err := range tx.Query(`SELECT m.name, p.type FROM sqlite_master m JOIN pragma_table_info(m.name) p
		WHERE m.type = 'table' AND p.name = 'contact'`) {
		var table, kind string
		if err == nil {
			err = row.Scan(&table, &kind)
		}
		if err != nil {
			return nil, fmt.Errorf("tables with contacts: %w", err)
		}
		out[table] = kind == "TEXT"
	}
	return out, nil
}

// straggling is for how long after a merge something may still be written for the old ID.
const straggling = 30 * 24 * time.Hour

// Rejoin brings along what was written for contacts that were merged while something of theirs was under way. It is for the
// start, before anything is answered.
func (d *DB) Rejoin(ctx context.Context, now time.Time) error {
	err := d.Write(ctx, func(tx *Tx) error {
		type two struct{ gone, kept int64 }
		var all []two
		for row, err := range tx.Query("SELECT id, merged_into FROM contacts WHERE merged_at > $1", now.Add(-straggling)) {
			var x two
			if err == nil {
				err = row.Scan(&x.gone, &x.kept)
			}
			if err != nil {
				return err
			}
			all = append(all, x)
		}
		for _, x := range all {
			if err := bringAlong(tx, x.kept, x.gone, now, true); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("rejoin merged contacts: %w", err)
	}
	return nil
}
