package store

import (
	"time"

	"sapa/conversations"
)

// The limits on codes that link an officer's chat.
const (
	ChatCodeLife  = 15 * time.Minute
	ChatCodeTries = 3 // of one contact within ProofSpan
)

// OfficerChat is the chat of an officer who may see cases there.
type OfficerChat struct {
	Officer
	Contact conversations.ContactID
	Since   time.Time
}

// Load is what waits for the officers of a kab/kota.
type Load struct {
	New     int // filed, and taken by nobody
	Overdue int // past the office's own time
	Tickets int // people who asked for an officer and were taken by nobody
}
