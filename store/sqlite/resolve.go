package sqlite

import (
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// heardLag is how far addresses.heard_at may lag behind, to spare a write per message; in milliseconds.
const heardLag = 60_000

// newcomer is an address made ready to be written, in case it is new.
type newcomer struct {
	key    addressKey
	finger []byte
	sealed []byte
	err    error
}

func (d *DB) newcomer(key addressKey) *newcomer {
	n := &newcomer{key: key, finger: d.addressFinger(key)}
	n.sealed, n.err = d.vault.Seal([]byte(key.address), addressPlace(n.finger))
	return n
}

func (d *DB) addressFinger(key addressKey) []byte {
	return d.vault.Index("address", string(key.channel)+"\x00"+string(key.address))
}

func addressPlace(finger []byte) string { return "addresses.sealed|" + string(finger) }

func (d *DB) openAddress(finger, sealed []byte) (conversations.Address, error) {
	plain, err := d.vault.Open(sealed, addressPlace(finger))
	if err != nil {
		return "", fmt.Errorf("open address: %w", err)
	}
	return conversations.Address(plain), nil
}

// resolve gives the address that a message came from, writing it down when it is new, and notes that it was heard. Also is
// another address of the same person, or nil (see pair). Learned tells that the cache should be told.
func (d *DB) resolve(tx *Tx, key addressKey, n, also *newcomer, now time.Time) (k known, learned bool, err error) {
	k, cached := d.addresses.get(key)
	cached = cached && also == nil
	if cached && now.UnixMilli()-k.heard < heardLag {
		return k, false, nil
	}
	if cached {
		k.heard = now.UnixMilli()
		_, err = tx.Exec("UPDATE addresses SET heard_at = $2 WHERE id = $1", k.id, now)
		return k, true, err
	}
	if n == nil {
		n = d.newcomer(key) // it was cached a moment ago
	}
	k = known{key: key, heard: now.UnixMilli()}
	err = tx.QueryRow("SELECT id, contact FROM addresses WHERE finger = $1", n.finger).Scan(&k.id, &k.contact)
	if errors.Is(err, store.ErrNotFound) {
		contact, err := d.ownerFor(tx, key, also)
		if err != nil {
			return known{}, false, err
		}
		if k, err = n.register(tx, now, contact); err != nil {
			return known{}, false, err
		}
		k.heard = now.UnixMilli()
	} else if err != nil {
		return known{}, false, fmt.Errorf("find address: %w", err)
	}
	if also != nil {
		if k.contact, err = d.pair(tx, now, k, also); err != nil {
			return known{}, false, err
		}
		k.also = also.key.address
	}
	_, err = tx.Exec("UPDATE addresses SET heard_at = $2, gone_at = NULL WHERE id = $1", k.id, now)
	return k, true, err
}

// ownerFor gives the contact to which a new address is to belong: the owner of the person's other one, unless that has a
// different address of the new one's kind already, and so is somebody else; 0: nobody yet.
func (d *DB) ownerFor(tx *Tx, key addressKey, also *newcomer) (contact int64, err error) {
	if also == nil {
		return 0, nil
	}
	err = tx.QueryRow("SELECT contact FROM addresses WHERE finger = $1", also.finger).Scan(&contact)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("find address: %w", err)
	}
	if foreign, err := d.other(tx, contact, key); err != nil || foreign {
		return 0, err
	}
	return contact, nil
}

// register writes a new address down, with a new contact when contact is 0.
func (n *newcomer) register(tx *Tx, now time.Time, contact int64) (known, error) {
	if n.err != nil {
		return known{}, n.err
	}
	k := known{key: n.key, contact: contact}
	if contact == 0 {
		if err := tx.QueryRow("INSERT INTO contacts (created_at) VALUES ($1) RETURNING id", now).Scan(&k.contact); err != nil {
			return known{}, fmt.Errorf("make contact: %w", err)
		}
	}
	err := tx.QueryRow(`INSERT INTO addresses (contact, channel, finger, sealed, created_at)
		VALUES ($1, $2, $3, $4, $5) RETURNING id`, k.contact, n.key.channel, n.finger, n.sealed, now).Scan(&k.id)
	if err != nil {
		return known{}, fmt.Errorf("make address: %w", err)
	}
	return k, nil
}

// leave notes that an address takes nothing any more.
func (d *DB) leave(tx *Tx, address int64, now time.Time) error {
	d.addresses.forget(address)
	_, err := tx.Exec("UPDATE addresses SET gone_at = $2 WHERE id = $1 AND gone_at IS NULL", address, now)
	return err
}
