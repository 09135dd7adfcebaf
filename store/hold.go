package store

import (
	"time"

	"sapa/conversations"
)

// Hold says that somebody of the office leads the talk with a contact. The bot keeps what it hears, and says nothing.
type Hold struct {
	Contact conversations.ContactID
	By      string // login, or another way of leading it: "whatsapp" for the office's own phone; empty: nobody does
	Since   time.Time
	Until   time.Time // it lapses when nobody has spoken by then
}

// TicketWord is something that an officer says to whoever asked for one.
type TicketWord struct {
	Key    string // the same key again says it once
	Number string // of the ticket
	By     string // login of who took it
	Letter Letter
	At     time.Time
	Until  time.Time // the hold is kept until then
}
