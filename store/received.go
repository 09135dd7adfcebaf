package store

import "sapa/conversations"

// Received is a message that is safe in the inbox.
type Received struct {
	Seq     int64                   // its place in the inbox; later messages have higher ones
	Contact conversations.ContactID // who is behind Message.From
	Message conversations.Message
	Fresh   bool // false: it was there already, and nothing needs to be done for it
}
