package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// states of an outbox row
const (
	outboxWaiting = 0
	outboxSent    = 1
	outboxGone    = 2
	outboxRefused = 3
)

// Post writes letters outside of a turn: all of them or none. A letter whose ID is known is passed over; those that are
// new come back. A letter without an address goes to where its contact is best reached. When the contact has no
// address at all, store.ErrNotFound comes back; when all are gone, the letter is kept as given up and does not come back.
func (d *DB) Post(ctx context.Context, now time.Time, letters ...store.Letter) ([]store.Letter, error) {
	ready := make([]sealedLetter, len(letters))
	for i, l := range letters {
		var err error
		if ready[i], err = d.sealLetter(l); err != nil {
			return nil, fmt.Errorf("post: %w", err)
		}
	}
	var fresh []store.Letter
	err := d.Write(ctx, func(tx *Tx) error {
		fresh = nil
		for i := range ready {
			l, isNew, err := d.post(tx, &ready[i], now)
			if err != nil {
				return err
			}
			if isNew {
				fresh = append(fresh, l)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("post: %w", err)
	}
	return fresh, nil
}

// sealedLetter is a letter made ready to be written.
type sealedLetter struct {
	store.Letter
	sealed []byte // the reply
	finger []byte // of the address, when that is not remembered
	said   bool   // in a turn
}

func (d *DB) sealLetter(l store.Letter) (sealedLetter, error) {
	if l.ID == "" {
		return sealedLetter{}, errors.New("letter without ID")
	}
	plain, err := json.Marshal(l.Reply)
	if err != nil {
		return sealedLetter{}, fmt.Errorf("write reply: %w", err)
	}
	s := sealedLetter{Letter: l}
	if s.sealed, err = d.vault.Seal(plain, letterPlace(l.ID)); err != nil {
		return sealedLetter{}, err
	}
	if l.Channel != "" {
		if _, ok := d.addresses.get(addressKey{l.Channel, l.Address}); !ok {
			s.finger = d.addressFinger(addressKey{l.Channel, l.Address})
		}
	}
	return s, nil
}

func letterPlace(id string) string { return "outbox.sealed|" + id }

// post writes a letter inside a transaction. It gives the letter as written, and whether it is new and to be sent.
func (d *DB) post(tx *Tx, s *sealedLetter, now time.Time) (l store.Letter, fresh bool, err error) {
	l = s.Letter
	address, gone, err := d.destination(tx, s, &l)
	if err != nil {
		return l, false, fmt.Errorf("address of letter: %w", err)
	}
	if l.Due.Before(now) {
		l.Due = now
	}
	state := outboxWaiting
	if gone {
		state = outboxGone
	}
	var number any
	if l.Case != "" {
		number = l.Case
	}
	l.Seq, err = tx.Insert(`INSERT INTO outbox (id, contact, address, state, priority, attempts, at, due_at, case_number, sealed, said)
		VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
		l.ID, contactNumber(l.Contact), address, state, l.Priority, now, l.Due, number, s.sealed, s.said)
	if err != nil {
		return l, false, fmt.Errorf("write letter: %w", err)
	}
	if l.Code != "" && l.Seq != 0 {
		if err := putCode(tx, l, now); err != nil {
			return l, false, err
		}
	}
	return l, l.Seq != 0 && !gone, nil
}

// destination gives the row of the address a letter goes to, and fills the address in when the letter has none.
func (d *DB) destination(tx *Tx, s *sealedLetter, l *store.Letter) (id int64, gone bool, err error) {
	if l.Channel != "" {
		key := addressKey{l.Channel, l.Address}
		if k, ok := d.addresses.get(key); ok {
			return k.id, false, nil
		}
		finger := s.finger
		if finger == nil {
			finger = d.addressFinger(key)
		}
		err = tx.QueryRow("SELECT id FROM addresses WHERE finger = $1", finger).Scan(&id)
		return id, false, err
	}
	var finger, sealed []byte
	var channel conversations.Channel
	err = tx.QueryRow(`SELECT id, channel, finger, sealed, gone_at IS NOT NULL FROM addresses
		WHERE contact = (SELECT COALESCE(merged_into, id) FROM contacts WHERE id = $1)
		ORDER BY gone_at IS NOT NULL, COALESCE(heard_at, 0) DESC, id DESC LIMIT 1`,
		contactNumber(l.Contact)).Scan(&id, &channel, &finger, &sealed, &gone)
	if err != nil {
		return 0, false, err
	}
	l.Channel = channel
	l.Address, err = d.openAddress(finger, sealed)
	return id, gone, err
}
