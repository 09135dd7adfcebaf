package store

import (
	"time"

	"sapa/conversations"
)

// DeliveryState says what became of a broadcast for one person.
type DeliveryState string

// The states of a delivery. The last three are final, but for failed ones that are sent again.
const (
	DeliveryWaiting   DeliveryState = "menunggu"
	DeliveryQueued    DeliveryState = "antre" // in the outbox, under its fixed ID
	DeliverySent      DeliveryState = "dikirim"
	DeliveryDelivered DeliveryState = "sampai" // on the person's device
	DeliveryRead      DeliveryState = "dibaca"
	DeliveryFailed    DeliveryState = "gagal"
	DeliveryGone      DeliveryState = "hilang" // the person blocked us, or the account is no more
	DeliveryWithdrawn DeliveryState = "batal"  // the broadcast was cancelled before
)

// DeliveryStates lists the states in the order of a message's life.
func DeliveryStates() []DeliveryState {
	return []DeliveryState{DeliveryWaiting, DeliveryQueued, DeliverySent, DeliveryDelivered, DeliveryRead, DeliveryFailed, DeliveryGone, DeliveryWithdrawn}
}

// Delivery is a broadcast for one person.
type Delivery struct {
	Place   int64 // in the order of freezing; only for paging
	Contact conversations.ContactID
	Channel conversations.Channel
	Case    string // number of the case whose places were filled in; empty: none
	State   DeliveryState
	Reason  string    // of a failure: "cold", "stopped", or the platform's words, without personal data
	Try     int       // 0: the first
	At      time.Time // when State was reached; zero while it waits
}

// DeliveryFilter chooses deliveries; empty fields choose all.
type DeliveryFilter struct {
	State   DeliveryState
	Channel conversations.Channel
	After   int64 // Place of the last row of the page before
	Limit   int   // 0: 50; at most 1000
}

// Totals count the deliveries of a broadcast.
type Totals map[conversations.Channel]map[DeliveryState]int

// All is how many deliveries there are.
func (t Totals) All() (n int) {
	for _, s := range DeliveryStates() {
		n += t.In(s)
	}
	return n
}

// In is how many deliveries are in some states, over all channels.
func (t Totals) In(states ...DeliveryState) (n int) {
	for _, counts := range t {
		for _, s := range states {
			n += counts[s]
		}
	}
	return n
}

// Left is how many deliveries have no end yet.
func (t Totals) Left() int { return t.In(DeliveryWaiting, DeliveryQueued) }

// Sent is how many the platforms took.
func (t Totals) Sent() int { return t.In(DeliverySent, DeliveryDelivered, DeliveryRead) }

// NextDelivery is a delivery that is about to be put into the outbox.
type NextDelivery struct {
	Place   int64
	Contact conversations.ContactID
	Channel conversations.Channel
	Address conversations.Address // empty: it is no more
	Try     int
	Merged  bool     // the contact was found to be another, which has a delivery of its own
	Broken  bool     // its address or case cannot be opened
	Case    CaseHead // whose places are filled in; its Number is empty when there is none
}

// The reasons why a delivery gets no letter.
const (
	RefusedGone   = "gone"   // its address is no more
	RefusedMerged = "gabung" // the person has another delivery
	RefusedBroken = "rusak"  // what is kept of the person cannot be read
)

// FedDelivery is a delivery with its letter. With Refused it gets no letter but an end, for that reason.
type FedDelivery struct {
	Place   int64
	Letter  Letter
	Refused string
}
