package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// Contact gives a contact with all its addresses, or store.ErrNotFound. Of one that was merged, it gives what it is now.
func (d *DB) Contact(ctx context.Context, id conversations.ContactID) (store.Contact, error) {
	c := store.Contact{ID: id}
	err := d.Read(ctx, func(tx *Tx) error {
		var n int64
		err := tx.QueryRow(`SELECT k.id, k.created_at, k.stopped_at FROM contacts c JOIN contacts k ON k.id = COALESCE(c.merged_into, c.id)
			WHERE c.id = $1`, contactNumber(id)).Scan(&n, &c.Created, &c.Stopped)
		if err != nil {
			return err
		}
		c.Addresses = nil
		for row, err := range tx.Query(`SELECT channel, finger, sealed, heard_at, gone_at FROM addresses
			WHERE contact = $1 ORDER BY COALESCE(heard_at, 0) DESC, id DESC`, n) {
			if err != nil {
				return err
			}
			var a store.Address
			var finger, sealed []byte
			if err := row.Scan(&a.Channel, &finger, &sealed, &a.Heard, &a.Gone); err != nil {
				return err
			}
			if a.Address, err = d.openAddress(finger, sealed); err != nil {
				return err
			}
			c.Addresses = append(c.Addresses, a)
		}
		return nil
	})
	if err != nil {
		return store.Contact{}, fmt.Errorf("contact: %w", err)
	}
	return c, nil
}

// SetStopped notes since when a contact wants silence; the zero time ends it.
func (d *DB) SetStopped(ctx context.Context, id conversations.ContactID, at time.Time) error {
	err := d.Write(ctx, func(tx *Tx) error {
		n, err := tx.Exec("UPDATE contacts SET stopped_at = $2 WHERE id = (SELECT COALESCE(merged_into, id) FROM contacts WHERE id = $1)", contactNumber(id), at)
		if err == nil && n == 0 {
			err = store.ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("stop contact: %w", err)
	}
	return nil
}

// Reach says where a contact is best told something: where it was last heard, passing by addresses that are gone.
// It gives store.ErrNotFound when there is no such address.
func (d *DB) Reach(ctx context.Context, id conversations.ContactID) (conversations.Channel, conversations.Address, error) {
	var channel conversations.Channel
	var finger, sealed []byte
	err := d.read(ctx, func(tx *Tx) error {
		return tx.QueryRow(`SELECT channel, finger, sealed FROM addresses
			WHERE contact = (SELECT COALESCE(merged_into, id) FROM contacts WHERE id = $1) AND gone_at IS NULL
			ORDER BY COALESCE(heard_at, 0) DESC, id DESC LIMIT 1`, contactNumber(id)).Scan(&channel, &finger, &sealed)
	})
	var address conversations.Address
	if err == nil {
		address, err = d.openAddress(finger, sealed)
	}
	if err != nil {
		return "", "", fmt.Errorf("reach contact: %w", err)
	}
	return channel, address, nil
}

// Introduce gives the contact behind an address, making one when the address is new. It serves imports and tests;
// Accept does the same for whoever writes to us.
func (d *DB) Introduce(ctx context.Context, now time.Time, channel conversations.Channel, address conversations.Address) (conversations.ContactID, error) {
	n := d.newcomer(addressKey{channel, address})
	var k known
	err := d.Write(ctx, func(tx *Tx) error {
		err := tx.QueryRow("SELECT contact FROM addresses WHERE finger = $1", n.finger).Scan(&k.contact)
		if errors.Is(err, store.ErrNotFound) {
			k, err = n.register(tx, now, 0)
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("introduce contact: %w", err)
	}
	return contactID(k.contact), nil
}

// Join adds an address to a contact that is reached in another way already. When the address belongs to another
// contact, it stays there and store.ErrConflict comes back.
func (d *DB) Join(ctx context.Context, now time.Time, id conversations.ContactID, channel conversations.Channel, address conversations.Address) error {
	n := d.newcomer(addressKey{channel, address})
	err := d.Write(ctx, func(tx *Tx) error {
		var owner int64
		err := tx.QueryRow("SELECT contact FROM addresses WHERE finger = $1", n.finger).Scan(&owner)
		switch {
		case errors.Is(err, store.ErrNotFound):
			_, err = n.register(tx, now, contactNumber(id))
		case err == nil && contactID(owner) != id:
			err = store.ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("join address: %w", err)
	}
	return nil
}

// contactID and contactNumber turn row numbers into IDs and back. What is no ID of ours becomes 0, which no row has.
func contactID(n int64) conversations.ContactID {
	return conversations.ContactID(strconv.FormatInt(n, 10))
}

func contactNumber(id conversations.ContactID) int64 {
	n, err := strconv.ParseInt(string(id), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
