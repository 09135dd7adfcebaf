package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// listPortion is how many lines are looked up in one view of the data, and written in one transaction.
const listPortion = 500

// ImportList makes the people behind NIKs and phones (E.164) the audience of a draft, as far as they are known: by their
// cases, or, for a phone, as the WhatsApp number itself. Nothing of the list is kept but whom it means. It is an edit: an
// approval is void by it. The counts of m that concern lines are the caller's.
func (d *DB) ImportList(ctx context.Context, by, code string, niks, phones []string, m store.Matched, at time.Time) (b store.Broadcast, err error) {
	if b, err = d.BroadcastByCode(ctx, code); err != nil {
		return b, err
	}
	found := map[int64]int64{} // contact -> its newest case, 0 when there is none
	for kind, values := range map[string][]string{"nik": niks, "phone": phones} {
		for some := range slices.Chunk(values, listPortion) {
			known, err := d.matchList(ctx, kind, some, found)
			if err != nil {
				return b, fmt.Errorf("import list: %w", err)
			}
			m.Known += known
		}
	}
	contacts := slices.Sorted(maps.Keys(found))
	sum := sha256.Sum256([]byte(fmt.Sprint(contacts)))
	m.Digest = hex.EncodeToString(sum[:])
	draft := b.BroadcastDraft
	draft.Audience = store.Audience{Source: store.FromList, Channel: draft.Audience.Channel, List: m}
	sealed, err := d.Seal(broadcastPlace(b.Code), draft)
	if err != nil {
		return b, err
	}
	err = d.Write(ctx, func(tx *Tx) error {
		now, err := d.broadcast(tx, b.Code)
		if err != nil {
			return err
		}
		if err := d.editBroadcast(tx, by, &now, b.Version, draft, sealed, at); err != nil {
			return err
		}
		return writeList(tx, now.ID, contacts, found, func() { b = now })
	})
	if err != nil {
		return store.Broadcast{}, fmt.Errorf("import list: %w", err)
	}
	return b, nil
}

func writeList(tx *Tx, broadcast int64, contacts []int64, found map[int64]int64, done func()) error {
	if _, err := tx.Exec(`DELETE FROM broadcast_listed WHERE broadcast = $1`, broadcast); err != nil {
		return err
	}
	for _, contact := range contacts {
		_, err := tx.Exec(`INSERT INTO broadcast_listed (broadcast, contact, case_id) VALUES ($1, $2, $3)`, broadcast, contact, found[contact])
		if err != nil {
			return err
		}
	}
	done()
	return nil
}

// matchList adds who is meant by some lines, and tells how many of the lines mean somebody.
func (d *DB) matchList(ctx context.Context, kind string, values []string, found map[int64]int64) (known int, err error) {
	column := "c.phone_index = $1"
	if kind == "nik" {
		column = "c.person = (SELECT id FROM persons WHERE nik_index = $1)"
	}
	err = d.Read(ctx, func(tx *Tx) error {
		for _, v := range values {
			hit := false
			for row, err := range tx.Query(`SELECT CAST(c.contact AS INTEGER), c.id FROM cases c WHERE `+column, d.Index(kind, v)) {
				var contact, id int64
				if err == nil {
					err = row.Scan(&contact, &id)
				}
				if err != nil {
					return err
				}
				hit = true
				found[contact] = max(found[contact], id)
			}
			if !hit && kind == "phone" {
				contact, err := d.behindPhone(tx, v)
				if err != nil {
					return err
				}
				if hit = contact != 0; hit {
					found[contact] = max(found[contact], 0)
				}
			}
			if hit {
				known++
			}
		}
		return nil
	})
	return known, err
}

// behindPhone gives the contact that writes from a WhatsApp number, 0 when none does.
func (d *DB) behindPhone(tx *Tx, phone string) (contact int64, err error) {
	address := conversations.Address(strings.TrimPrefix(phone, "+") + "@s.whatsapp.net")
	err = tx.QueryRow("SELECT contact FROM addresses WHERE finger = $1", d.addressFinger(addressKey{"whatsapp", address})).Scan(&contact)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return contact, err
}
