package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/store"
)

// DueAlarms gives the alarms whose time has come, the longest overdue first, with where the contact was last heard.
// They stay until the turn that they rang for is committed.
func (d *DB) DueAlarms(ctx context.Context, now time.Time, limit int) ([]store.Alarm, error) {
	var out []store.Alarm
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(alarmsQuery, now, limit) {
			var a store.Alarm
			var finger, sealed []byte
			if err == nil {
				err = row.Scan(&a.Contact, &a.Name, &a.At, &a.Channel, &finger, &sealed)
			}
			if err == nil && sealed != nil {
				a.Address, err = d.openAddress(finger, sealed)
			}
			if err != nil {
				return err
			}
			out = append(out, a)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("due alarms: %w", err)
	}
	return out, nil
}

// setAlarm sets the one alarm of a name, or takes it away when at is zero.
func setAlarm(tx *Tx, contact int64, name string, at time.Time) error {
	if at.IsZero() {
		_, err := tx.Exec("DELETE FROM alarms WHERE contact = $1 AND name = $2", contact, name)
		return err
	}
	_, err := tx.Exec(`INSERT INTO alarms (contact, name, at) VALUES ($1, $2, $3)
		ON CONFLICT (contact, name) DO UPDATE SET at = excluded.at`, contact, name, at)
	return err
}

const alarmsQuery = `SELECT m.contact, m.name, m.at, a.channel, a.finger, a.sealed FROM alarms m
			LEFT JOIN addresses a ON a.id = (SELECT id FROM addresses b WHERE b.contact = m.contact AND b.gone_at IS NULL
				ORDER BY COALESCE(b.heard_at, 0) DESC, b.id DESC LIMIT 1)
			WHERE m.at <= $1 ORDER BY m.at, m.contact, m.name LIMIT $2`
