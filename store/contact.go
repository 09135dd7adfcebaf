package store

import (
	"time"

	"sapa/conversations"
)

// Contact is whoever is behind one or more addresses.
type Contact struct {
	ID        conversations.ContactID
	Created   time.Time
	Stopped   time.Time // when the contact asked for silence; zero: not
	Addresses []Address // the last heard first
}

// Address is one way to reach a contact.
type Address struct {
	Channel conversations.Channel
	Address conversations.Address
	Heard   time.Time // when last heard, within a minute; zero: never
	Gone    time.Time // since when it takes nothing any more; zero: it does
}
