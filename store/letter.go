package store

import (
	"time"

	"sapa/conversations"
)

// Priorities of letters, the first to go first.
const (
	PriorityTalk      = 0 // an answer to somebody who waits
	PriorityUpdate    = 1 // news about somebody's case
	PriorityBroadcast = 2 // the same news to many people; it waits for the end of quiet hours
	PriorityReminder  = 3 // of what somebody left unfinished; nobody waits for it, and it is void once they wrote again
)

// Letter is something to tell one contact, until the platform has taken it.
type Letter struct {
	ID       string // the same at every attempt, and once only: the effect's ID, or the caller's own
	Seq      int64  // its place in the outbox; later letters have higher ones
	Contact  conversations.ContactID
	Channel  conversations.Channel
	Address  conversations.Address
	Reply    conversations.Reply
	Due      time.Time // not to be sent earlier
	Attempts int       // failed so far
	Priority int       // one of the priorities
	Case     string    // number of the case it is about, if any
	Code     string    // short code that its words bear, by which anybody may ask whether it is ours; empty: none
}

// LetterState says what became of a letter.
type LetterState string

// The states of a letter. All but LetterLater are final.
const (
	LetterSent    LetterState = "sent"
	LetterLater   LetterState = "later"   // tried in vain, to be tried again when Due
	LetterGone    LetterState = "gone"    // the address takes nothing any more
	LetterRefused LetterState = "refused" // the platform will never take this letter
)

// Settled is the outcome of one attempt to send a letter.
type Settled struct {
	ID      string
	Seq     int64 // its place, by which it is found sooner; 0 when not at hand
	State   LetterState
	Message conversations.MessageID // sent: the platform's name for it, by which receipts come; empty where none will come
	Due     time.Time               // later: when to try again
	Reason  string                  // of a failure, for operators; no personal data
}

// Receipt is news about a letter that was sent.
type Receipt struct {
	Channel conversations.Channel
	Message conversations.MessageID
	At      time.Time
	Read    bool // false: delivered
}

// Utterance is one thing heard from or said to a contact, as an officer sees the talk.
type Utterance struct {
	ID        string // of the letter that said it; empty for what was heard
	At        time.Time
	Channel   conversations.Channel
	Heard     *conversations.Message // nil for what we said, and for words that were purged
	Said      *conversations.Reply   // nil for what was heard, and for words that were purged
	Ours      bool
	State     LetterState // of what we said; empty while it waits
	Delivered time.Time
	Read      time.Time
	Case      string
}
