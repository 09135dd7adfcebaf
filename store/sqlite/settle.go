package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// Settle notes the outcome of attempts to send, in one write. A letter that is settled for good stays as it is. With
// LetterGone, its address takes nothing until it is heard again.
func (d *DB) Settle(ctx context.Context, now time.Time, outcomes ...store.Settled) error {
	fingers := make([][]byte, len(outcomes))
	var plain []int64
	for i, o := range outcomes {
		switch {
		case plainly(o):
			plain = append(plain, o.Seq)
		case o.Message != "":
			fingers[i] = d.receiptFinger(o.Message)
		}
	}
	err := d.Write(ctx, func(tx *Tx) error {
		for i, o := range outcomes {
			if plainly(o) {
				continue
			}
			if err := d.settle(tx, now, o, fingers[i]); err != nil {
				return err
			}
		}
		return sent(tx, now, plain)
	})
	if err != nil {
		return fmt.Errorf("settle letters: %w", err)
	}
	return nil
}

func (d *DB) settle(tx *Tx, now time.Time, o store.Settled, finger []byte) (err error) {
	switch o.State {
	case store.LetterSent:
		news := d.early.take(finger)
		_, err = tx.Exec(sentQuery, o.ID, now, finger, news.delivered, news.read)
	case store.LetterLater:
		_, err = tx.Exec(`UPDATE outbox SET attempts = attempts + 1, due_at = $2, reason = $3
			WHERE id = $1 AND state = 0`, o.ID, o.Due.UnixMilli(), o.Reason)
	case store.LetterRefused:
		_, err = giveUp(tx, now, o, outboxRefused)
	case store.LetterGone:
		var address int64
		if address, err = giveUp(tx, now, o, outboxGone); err == nil {
			err = d.leave(tx, address, now)
		}
	default:
		err = fmt.Errorf("unknown state %q", o.State)
	}
	return err
}

// giveUp settles a letter without success and gives the address it was for, 0 when it was settled before.
func giveUp(tx *Tx, now time.Time, o store.Settled, state int) (address int64, err error) {
	err = tx.QueryRow(`UPDATE outbox SET state = $2, attempts = attempts + 1, settled_at = $3, reason = $4
		WHERE id = $1 AND state = 0 RETURNING address`, o.ID, state, now, o.Reason).Scan(&address)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return address, err
}

// Receive notes that letters were delivered or read, in one write. News about what we did not send is passed over.
func (d *DB) Receive(ctx context.Context, receipts ...store.Receipt) error {
	fingers := make([][]byte, len(receipts))
	for i, r := range receipts {
		fingers[i] = d.receiptFinger(r.Message)
	}
	err := d.Write(ctx, func(tx *Tx) error {
		for i, r := range receipts {
			var read any
			if r.Read {
				read = r.At
			}
			n, err := tx.Exec(`UPDATE outbox SET delivered_at = COALESCE(delivered_at, $2), read_at = COALESCE(read_at, $3)
				WHERE finger = $1 AND (SELECT channel FROM addresses WHERE id = address) = $4`, fingers[i], r.At, read, string(r.Channel))
			if err != nil {
				return err
			}
			if n == 0 {
				d.early.keep(fingers[i], r)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note receipts: %w", err)
	}
	return nil
}

func (d *DB) receiptFinger(id conversations.MessageID) []byte {
	return d.vault.Index("receipt", string(id))
}

const sentQuery = `UPDATE outbox SET state = 1, settled_at = $2, finger = $3, delivered_at = $4, read_at = $5
			WHERE id = $1 AND state = 0`
