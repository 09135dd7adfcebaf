package sqlite

import (
	"context"
	"fmt"

	"sapa/conversations"
)

// Behind gives the contact behind an address; store.ErrNotFound when nobody was ever heard from there.
func (d *DB) Behind(ctx context.Context, channel conversations.Channel, address conversations.Address) (conversations.ContactID, error) {
	n := d.newcomer(addressKey{channel, address})
	var contact int64
	err := d.Read(ctx, func(tx *Tx) error {
		return tx.QueryRow("SELECT contact FROM addresses WHERE finger = $1", n.finger).Scan(&contact)
	})
	if err != nil {
		return "", fmt.Errorf("find contact: %w", err)
	}
	return contactID(contact), nil
}
