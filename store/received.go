package store

import "sapa/conversations"

// Received is a message that is safe in the inbox, or on its way there: then its place is not known yet.
type Received struct {
	Seq     int64                   // its place in the inbox; later messages have higher ones
	Finger  []byte                  // names it among those of its contact
	Contact conversations.ContactID // who is behind Message.From
	Message conversations.Message
	Fresh   bool // false: it was there already, and nothing needs to be done for it
}
