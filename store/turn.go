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
	Due time.Time // when what is said may go; zero: now

	Queued func() // called once the turn has its place among the writes; nil: nobody cares
}

// Priority is that of what the turn says: who wrote waits for it, while nobody waits for what an alarm rang for.
func (t *Turn) Priority() int {
	if t.Alarm != nil {
		return PriorityReminder
	}
	return PriorityTalk
}

// Ahead is who wants to know of messages while they are on their way into the inbox, to think of answers meanwhile.
type Ahead interface {
	// Begin is told the messages without their places, and without a contact when it must be looked up first. What is written
	// from then on is written after them.
	Begin(likely []Received)
	// Thinking tells whether an answer is about to be asked to be committed. It is waited for, but for a fraction of a
	// millisecond, as it may share the commit of its message.
	Thinking() bool
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
