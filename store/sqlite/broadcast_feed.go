package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sapa/store"
)

// WaitingDeliveries gives the next deliveries of a broadcast on a channel that are not in the outbox yet, in the order of
// freezing, with the case that fills the places where there is one.
func (d *DB) WaitingDeliveries(ctx context.Context, broadcast int64, channel string, limit int) (all []store.NextDelivery, err error) {
	type sealed struct {
		store.NextDelivery
		finger, address []byte
		head            sealedHead
	}
	var rows []sealed
	err = d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT x.id, x.contact, x.try, x.channel, a.finger, a.sealed, a.contact <> x.contact, `+headColumns+`
			FROM broadcast_deliveries x LEFT JOIN addresses a ON a.id = x.address LEFT JOIN cases c ON c.id = x.case_id
			WHERE x.broadcast = $1 AND x.channel = $2 AND x.state = 0 ORDER BY x.id LIMIT $3`, broadcast, channel, limit) {
			var s sealed
			if err == nil {
				err = row.Scan(append([]any{&s.Place, &s.Contact, &s.Try, &s.Channel, &s.finger, &s.address, &s.Merged}, s.head.fields()...)...)
			}
			if err != nil {
				return err
			}
			rows = append(rows, s)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("waiting deliveries: %w", err)
	}
	for i := range rows { // one that cannot be opened must not hold up all others
		s := &rows[i]
		var failed [2]error
		if s.address != nil {
			s.Address, failed[0] = d.openAddress(s.finger, s.address)
		}
		if s.head.ID != 0 {
			if _, failed[1] = d.person(&s.head); failed[1] == nil {
				s.Case = s.head.CaseHead
			}
		}
		s.Broken = failed != [2]error{}
		all = append(all, s.NextDelivery)
	}
	return all, nil
}

// FeedBroadcast puts deliveries into the outbox, each with its letter, and counts them for the day's budget. Those that
// wait no more, and all when the broadcast does not run, are passed over. What came into the outbox is given back, to be
// posted.
func (d *DB) FeedBroadcast(ctx context.Context, now time.Time, day string, broadcast int64, feed []store.FedDelivery) ([]store.Letter, error) {
	bodies := make([][]byte, len(feed))
	for i, f := range feed {
		plain, err := json.Marshal(f.Letter.Reply)
		if err == nil {
			bodies[i], err = d.vault.Seal(plain, letterPlace(f.Letter.ID))
		}
		if err != nil {
			return nil, fmt.Errorf("feed broadcast: %w", err)
		}
	}
	var fresh []store.Letter
	err := d.Write(ctx, func(tx *Tx) error {
		fresh = nil
		var running int
		if err := tx.QueryRow(`SELECT count(*) FROM broadcasts WHERE id = $1 AND state = $2`, broadcast, string(store.BroadcastRunning)).Scan(&running); err != nil || running == 0 {
			return err
		}
		fed := map[string]int{}
		for i, f := range feed {
			l, err := feedOne(tx, now, f, bodies[i])
			if err != nil {
				return err
			}
			if l.Seq != 0 {
				fresh = append(fresh, l)
				fed[string(l.Channel)]++
			}
		}
		for channel, n := range fed {
			_, err := tx.Exec(`INSERT INTO broadcast_days (day, channel, n) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET n = n + $3`, day, channel, n)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("feed broadcast: %w", err)
	}
	return fresh, nil
}

func feedOne(tx *Tx, now time.Time, f store.FedDelivery, body []byte) (l store.Letter, err error) {
	l = f.Letter
	var address int64
	err = tx.QueryRow(`UPDATE broadcast_deliveries SET state = $2, at = $3, reason = $4 WHERE id = $1 AND state = 0 RETURNING address`,
		f.Place, fedState(f), now, f.Refused).Scan(&address)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return l, nil // it is gone from the list
	case err != nil || f.Refused != "":
		return l, err
	}
	l.Due, l.Priority = now, store.PriorityBroadcast
	l.Seq, err = tx.Insert(`INSERT INTO outbox (id, contact, address, state, priority, attempts, at, due_at, sealed, delivery)
		VALUES ($1, $2, $3, 0, $4, 0, $5, $5, $6, $7)`, l.ID, contactNumber(l.Contact), address, l.Priority, now, body, f.Place)
	return l, err
}

// fedState is where feeding leads: the outbox, or an end for who cannot be written to.
func fedState(f store.FedDelivery) int {
	switch f.Refused {
	case "":
		return 1
	case store.RefusedMerged:
		return 7
	case store.RefusedBroken:
		return 5
	}
	return 6
}

// WithdrawDeliveries ends what waits of a cancelled broadcast, at most so many, and tells how many those were.
func (d *DB) WithdrawDeliveries(ctx context.Context, broadcast int64, limit int, now time.Time) (n int64, err error) {
	err = d.Write(ctx, func(tx *Tx) error {
		n, err = tx.Exec(`UPDATE broadcast_deliveries SET state = 7, at = $3 WHERE id IN (SELECT x.id FROM broadcast_deliveries x
			JOIN broadcasts b ON b.id = x.broadcast AND b.state = $4 WHERE x.broadcast = $1 AND x.channel IN (SELECT channel FROM broadcast_totals
			WHERE broadcast = $1) AND x.state = 0 LIMIT $2)`, broadcast, limit, now, string(store.BroadcastCancelled))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw deliveries: %w", err)
	}
	return n, nil
}

// RetryDeliveries makes the failed deliveries of a broadcast wait again, each for a try under a new ID, lets it run, and
// tells how many those are; with none it does nothing. Whoever blocked us, asked for silence or is cold is left alone.
func (d *DB) RetryDeliveries(ctx context.Context, m store.BroadcastMove) (n int64, err error) {
	err = d.Write(ctx, func(tx *Tx) error {
		b, err := d.broadcast(tx, store.BroadcastCode(m.Code))
		if err == nil {
			err = mayAct(tx, &b, m)
		}
		if err != nil {
			return err
		}
		n, err = tx.Exec(`UPDATE broadcast_deliveries SET state = 0, try = try + 1, at = NULL, reason = NULL WHERE broadcast = $1 AND state = 5
			AND channel IN (SELECT channel FROM broadcast_totals WHERE broadcast = $1) AND COALESCE(reason, '') NOT IN ('stopped', 'cold')`, b.ID)
		if err != nil || n == 0 {
			return err
		}
		return d.moveBroadcast(tx, &b, m, nil)
	})
	if err != nil {
		return 0, fmt.Errorf("retry deliveries: %w", err)
	}
	return n, nil
}
