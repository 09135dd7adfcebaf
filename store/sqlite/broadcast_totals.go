package sqlite

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// BroadcastTotals counts the deliveries of a broadcast. It reads a handful of rows, however many people there are.
func (d *DB) BroadcastTotals(ctx context.Context, broadcast int64) (store.Totals, error) {
	states := store.DeliveryStates()
	t := store.Totals{}
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT channel, state, n FROM broadcast_totals WHERE broadcast = $1 AND n > 0`, broadcast) {
			var channel conversations.Channel
			var state, n int
			if err == nil {
				err = row.Scan(&channel, &state, &n)
			}
			if err != nil {
				return err
			}
			if t[channel] == nil {
				t[channel] = map[store.DeliveryState]int{}
			}
			t[channel][states[state]] = n
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("totals of a broadcast: %w", err)
	}
	return t, nil
}

const deliveryColumns = `SELECT x.id, x.contact, x.channel, c.number, x.state, x.reason, x.try, x.at FROM broadcast_deliveries x`

// Deliveries gives one page of a broadcast's deliveries, in the order of freezing. The next page is After the Place of the
// last row; a page that is not full is the last.
func (d *DB) Deliveries(ctx context.Context, broadcast int64, f store.DeliveryFilter) (all []store.Delivery, err error) {
	limit := f.Limit
	if limit <= 0 {
		limit = pageUsual
	}
	limit = min(limit, pageMost)
	err = d.Read(ctx, func(tx *Tx) error {
		if f.State == "" && f.Channel == "" {
			all, err = deliveries(tx, deliveryColumns+` INDEXED BY broadcast_deliveries_place LEFT JOIN cases c ON c.id = x.case_id
				WHERE x.broadcast = $1 AND x.id > $2 ORDER BY x.id LIMIT $3`, broadcast, f.After, limit)
			return err
		}
		all, err = deliveriesIn(tx, broadcast, f, limit)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("deliveries: %w", err)
	}
	return all, nil
}

// deliveriesIn joins what the index has in order for each channel and state.
func deliveriesIn(tx *Tx, broadcast int64, f store.DeliveryFilter, limit int) (all []store.Delivery, err error) {
	type part struct {
		channel string
		state   int
	}
	var parts []part
	for row, err := range tx.Query(`SELECT channel, state FROM broadcast_totals WHERE broadcast = $1 AND n > 0 AND ($2 = '' OR channel = $2)
		AND ($3 < 0 OR state = $3)`, broadcast, string(f.Channel), slices.Index(store.DeliveryStates(), f.State)) {
		var p part
		if err == nil {
			err = row.Scan(&p.channel, &p.state)
		}
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	for _, p := range parts {
		some, err := deliveries(tx, deliveryColumns+` INDEXED BY broadcast_deliveries_state LEFT JOIN cases c ON c.id = x.case_id
			WHERE x.broadcast = $1 AND x.channel = $2 AND x.state = $3 AND x.id > $4 ORDER BY x.id LIMIT $5`, broadcast, p.channel, p.state, f.After, limit)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b store.Delivery) int { return cmp.Compare(a.Place, b.Place) })
	return all[:min(len(all), limit)], nil
}

func deliveries(tx *Tx, query string, args ...any) (all []store.Delivery, err error) {
	states := store.DeliveryStates()
	for row, err := range tx.Query(query, args...) {
		var x store.Delivery
		var state int
		if err == nil {
			err = row.Scan(&x.Place, &x.Contact, &x.Channel, &x.Case, &state, &x.Reason, &x.Try, &x.At)
		}
		if err != nil {
			return nil, err
		}
		x.State = states[state]
		all = append(all, x)
	}
	return all, nil
}

// BroadcastSpent tells how many deliveries a channel was given on a day of the office's clock ("2026-08-03").
func (d *DB) BroadcastSpent(ctx context.Context, day, channel string) (n int, err error) {
	err = d.read(ctx, func(tx *Tx) error {
		return tx.QueryRow(`SELECT n FROM broadcast_days WHERE day = $1 AND channel = $2`, day, channel).Scan(&n)
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, fmt.Errorf("budget of a day: %w", err)
	}
	return n, nil
}

// SampleAudience gives some real people of an audience, of every channel in turn, as deliveries that are not written down.
func (d *DB) SampleAudience(ctx context.Context, b store.Broadcast, channels []store.ReachChannel, n int, now time.Time) (all []store.NextDelivery, err error) {
	c, err := d.gather(ctx, b.Audience, b.ID, channels, now)
	if err != nil {
		return nil, err
	}
	taken := map[int8]int{}
	for _, x := range c.picks {
		if len(all) >= n {
			break
		}
		if taken[x.channel]++; taken[x.channel] > (n+len(channels)-1)/len(channels) {
			continue
		}
		next := store.NextDelivery{Contact: contactID(x.contact), Channel: channels[x.channel].Channel}
		if x.caseID != 0 {
			err = d.read(ctx, func(tx *Tx) error {
				var h sealedHead
				err := tx.QueryRow(`SELECT `+headColumns+` FROM cases c WHERE c.id = $1`, x.caseID).Scan(h.fields()...)
				if err == nil {
					if _, err = d.person(&h); err == nil {
						next.Case = h.CaseHead
					}
				}
				return err
			})
			if err != nil {
				return nil, fmt.Errorf("sample of an audience: %w", err)
			}
		}
		all = append(all, next)
	}
	return all, nil
}
