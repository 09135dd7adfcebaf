package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/store"
)

// Lapsing gives the cases whose persons were told to expect a word before a time and had none, the earliest first.
func (d *DB) Lapsing(ctx context.Context, before time.Time, limit int) ([]store.CaseHead, error) {
	return d.heads(ctx, `SELECT `+headColumns+` FROM cases c WHERE c.word < $1 ORDER BY c.word LIMIT $2`, before, limit)
}

// Hold tells the person of a case that the word they wait for takes longer, once for each lapse: it gives store.ErrConflict
// when they expect it at another time by now. What was promised first stays due to the office.
func (d *DB) Hold(ctx context.Context, h store.Holding) error {
	err := d.Write(ctx, func(tx *Tx) error {
		s, err := standingOf(tx, h.Number)
		if err != nil {
			return err
		}
		n, err := tx.Exec(`UPDATE cases SET word = $3 WHERE id = $1 AND word = $2`, s.id, h.Word, h.Next)
		if err == nil && n == 0 {
			err = store.ErrConflict
		}
		if err == nil {
			_, err = tx.Exec(`UPDATE case_promises SET held = $2 WHERE case_id = $1 AND kept IS NULL AND held IS NULL`, s.id, h.At)
		}
		if err != nil {
			return err
		}
		place, err := d.putEvent(tx, s, event{kind: store.EventHeld, by: store.Program, at: h.At})
		if err == nil {
			_, err = tx.Exec(`INSERT INTO case_promises (case_id, event, status, made, due, told) VALUES ($1, $2, $3, $4, $5, 1)`,
				s.id, place, string(s.status), h.At, h.Next)
		}
		if err == nil && h.Letter != nil {
			err = d.postUpdate(tx, s, h.Letter, place, h.At)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("hold: %w", err)
	}
	return nil
}

// Updates gives the news about a case that was sent or is to be sent, the oldest first.
func (d *DB) Updates(ctx context.Context, number string) (all []store.Update, err error) {
	number, _ = store.ParseNumber(number)
	err = d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT o.id, o.at, a.channel, o.state, o.settled_at, o.delivered_at, o.read_at, o.reason
			FROM outbox o JOIN addresses a ON a.id = o.address WHERE o.case_number = $1 ORDER BY o.seq`, number) {
			var u store.Update
			var state int
			if err == nil {
				err = row.Scan(&u.ID, &u.At, &u.Channel, &state, &u.Settled, &u.Delivered, &u.Read, &u.Reason)
			}
			if err != nil {
				return err
			}
			u.State = letterState(state)
			all = append(all, u)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("updates of case: %w", err)
	}
	return all, nil
}
