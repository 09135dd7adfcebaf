package sqlite

import (
	"context"
	"fmt"
	"slices"
	"time"

	"sapa/store"
)

// freezeRow is how many deliveries one statement writes, and freezePortion how many one transaction does: answers to people
// share the disk with it.
const (
	freezeRow     = 50
	freezePortion = 2000
)

var freezeSome = func() string {
	q := `INSERT INTO broadcast_deliveries (broadcast, contact, address, channel, case_id, state, try) VALUES `
	for i := range freezeRow {
		if i > 0 {
			q += ", "
		}
		q += "(?, ?, ?, ?, ?, 0, 0)"
	}
	return q
}()

const freezeOne = `INSERT INTO broadcast_deliveries (broadcast, contact, address, channel, case_id, state, try) VALUES ($1, $2, $3, $4, $5, 0, 0)`

// FreezeBroadcast writes a delivery for each person of a started broadcast's audience, as it is at this moment, and tells
// how many those are. What a freeze that was cut short left is taken away first; a frozen one stays as it is.
func (d *DB) FreezeBroadcast(ctx context.Context, code string, channels []store.ReachChannel, now time.Time) (int, error) {
	b, err := d.BroadcastByCode(ctx, code)
	if err != nil || !b.Frozen.IsZero() {
		return 0, err
	}
	if b.State != store.BroadcastRunning {
		return 0, &store.BroadcastStateError{Code: b.Code, State: b.State, Act: "freeze"}
	}
	for more := true; more && err == nil; {
		err = d.Write(ctx, func(tx *Tx) error {
			n, err := tx.Exec(`DELETE FROM broadcast_deliveries WHERE id IN (SELECT id FROM broadcast_deliveries WHERE broadcast = $1 LIMIT $2)`, b.ID, freezePortion)
			more = n == freezePortion
			return err
		})
	}
	var c *crowd
	if err == nil {
		c, err = d.gather(ctx, b.Audience, b.ID, channels, now)
	}
	if err != nil {
		return 0, fmt.Errorf("freeze broadcast: %w", err)
	}
	for some := range slices.Chunk(c.picks, freezePortion) {
		if err := d.Write(ctx, func(tx *Tx) error { return c.write(tx, b.ID, some) }); err != nil {
			return 0, fmt.Errorf("freeze broadcast: %w", err)
		}
	}
	if err := d.Write(ctx, func(tx *Tx) error { return d.frozen(tx, b, now) }); err != nil {
		return 0, fmt.Errorf("freeze broadcast: %w", err)
	}
	return len(c.picks), nil
}

func (c *crowd) write(tx *Tx, broadcast int64, picks []candidate) error {
	args := make([]any, 0, 5*freezeRow)
	for some := range slices.Chunk(picks, freezeRow) {
		args = args[:0]
		for _, x := range some {
			args = append(args, broadcast, x.contact, x.address, string(c.channels[x.channel].Channel), x.caseID)
		}
		if len(some) == freezeRow {
			if _, err := tx.Exec(freezeSome, args...); err != nil {
				return err
			}
			continue
		}
		for i := range some {
			if _, err := tx.Exec(freezeOne, args[5*i:5*i+5]...); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *DB) frozen(tx *Tx, b store.Broadcast, now time.Time) error {
	_, err := tx.Exec(`DELETE FROM broadcast_totals WHERE broadcast = $1`, b.ID)
	if err == nil {
		_, err = tx.Exec(`INSERT INTO broadcast_totals (broadcast, channel, state, n)
			SELECT broadcast, channel, state, count(*) FROM broadcast_deliveries WHERE broadcast = $1 GROUP BY channel, state`, b.ID)
	}
	if err == nil {
		_, err = tx.Exec(`UPDATE broadcasts SET frozen = $2 WHERE id = $1`, b.ID, now)
	}
	return err
}
