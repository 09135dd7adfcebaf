package store

import (
	"time"

	"sapa/conversations"
)

// Turn is one step of a talk with all that it ordered, to be written as one.
type Turn struct {
	Session conversations.Session
	Sealed  []byte                 // the session as it is stored; nil: not made yet
	Effects []conversations.Effect // Requests and Orders among them are passed over: they are the caller's to do before
	Answers []Received             // the messages that this turn answers, each of which must be waiting for it
	Alarm   *Alarm                 // that rang for this turn; taken away unless it was set anew meanwhile

	Poster string // tag of the poster through which the message came; empty: none

	// Where what is said goes to; when Channel is empty, to where the contact was last heard.
	Channel conversations.Channel
	Address conversations.Address

	Now time.Time
}

// Alarm is a time that a talk asked to be woken at.
type Alarm struct {
	Contact conversations.ContactID
	Name    string // a contact has one of each
	At      time.Time
	Channel conversations.Channel // where the contact was last heard; empty when nowhere reachable
	Address conversations.Address
}

// Fault is a defect that a talk ran into.
type Fault struct {
	ID      string // of the effect
	Flow    conversations.FlowID
	At      time.Time
	Problem string
}
