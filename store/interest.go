package store

import (
	"time"

	"sapa/conversations"
)

// Interest is a contact's wish to be told when a window opens.
type Interest struct {
	Contact   conversations.ContactID
	Programme string
	Region    string // kab/kota code; empty: any
	Year      int
	At        time.Time
}
