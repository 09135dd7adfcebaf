package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/store"
)

// event is one to be written on a case.
type event struct {
	key  string // optional, unique among all events
	kind store.EventKind
	to   store.Status // empty: the case stays where it is
	note string
	by   string
	at   time.Time
}

// putEvent writes an event as the next of its case and gives its place.
func (d *DB) putEvent(tx *Tx, s standing, e event) (place int, err error) {
	if err := tx.QueryRow(`SELECT max(place) + 1 FROM case_events WHERE case_id = $1`, s.id).Scan(&place); err != nil {
		return 0, err
	}
	var note []byte
	if e.note != "" {
		if note, err = d.Seal("case_events.sealed|"+eventID(s.number, place), e.note); err != nil {
			return 0, err
		}
	}
	var key any
	if e.key != "" {
		key = e.key
	}
	if e.to == "" {
		e.to = s.status
	}
	_, err = tx.Exec(`INSERT INTO case_events (case_id, place, key, kind, at, from_status, to_status, by, sealed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, s.id, place, key, string(e.kind), e.at, string(s.status), string(e.to), e.by, note)
	return place, err
}

func eventID(number string, place int) string { return fmt.Sprintf("%s.%d", number, place) }

// CaseEvents gives the steps of a case from its opening, or store.ErrNotFound.
func (d *DB) CaseEvents(ctx context.Context, number string) ([]store.CaseEvent, error) {
	all, err := d.CaseLog(ctx, number)
	if err != nil {
		return nil, err
	}
	steps := all[:0]
	for _, e := range all {
		if e.Kind == store.EventStep {
			steps = append(steps, e)
		}
	}
	return steps, nil
}

// CaseLog gives everything that happened to a case, what only the office reads too, from its opening; or store.ErrNotFound.
func (d *DB) CaseLog(ctx context.Context, number string) ([]store.CaseEvent, error) {
	number, _ = store.ParseNumber(number)
	var events []store.CaseEvent
	var notes [][]byte
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT e.place, e.kind, e.at, e.from_status, e.to_status, e.by, e.sealed
			FROM case_events e JOIN cases c ON c.id = e.case_id WHERE c.number = $1 ORDER BY e.place`, number) {
			e := store.CaseEvent{Number: number}
			var sealed []byte
			if err == nil {
				err = row.Scan(&e.Place, &e.Kind, &e.At, &e.From, &e.To, &e.By, &sealed)
			}
			if err != nil {
				return err
			}
			e.ID = eventID(number, e.Place)
			events, notes = append(events, e), append(notes, sealed)
		}
		return nil
	})
	if err == nil && len(events) == 0 {
		err = store.ErrNotFound
	}
	for i := range events {
		if err == nil {
			err = d.Open("case_events.sealed|"+events[i].ID, notes[i], &events[i].Note)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("events of case: %w", err)
	}
	return events, nil
}

// AddNote writes down what people of the office tell each other about a case. It gives store.ErrNotFound for an unknown
// number and a *store.ForbiddenError when the case is not theirs.
func (d *DB) AddNote(ctx context.Context, n store.CaseNote) error {
	number, ok := store.ParseNumber(n.Number)
	if !ok || n.Text == "" || n.At.IsZero() {
		return fmt.Errorf("note on case: %w: number, text or time", store.ErrInvalid)
	}
	err := d.Write(ctx, func(tx *Tx) error {
		if done, err := decided(tx, n.Key); done || err != nil {
			return err
		}
		s, err := standingOf(tx, number)
		if err == nil {
			err = mayWork(tx, n.By, s.region)
		}
		if err == nil {
			_, err = d.putEvent(tx, s, event{key: n.Key, kind: store.EventNote, note: n.Text, by: n.By, at: n.At})
		}
		if err == nil {
			err = d.audit(tx, store.AuditEntry{At: n.At, By: n.By, Action: "case.note", Object: number})
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("note on case: %w", err)
	}
	return nil
}
