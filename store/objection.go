package store

import (
	"log/slog"
	"time"

	"sapa/conversations"
)

// Objection is what a person has to say against a refusal (sanggah). Its words are personal data.
type Objection struct {
	Key      string // the same key again gives the same
	Number   string // of the case
	Contact  conversations.ContactID
	Reason   string
	File     string // ID of a stored photo or document; empty: none
	At       time.Time
	Due      time.Time // when the office wants to have answered; zero: it set no time
	Answered time.Time // zero while open
	Accepted bool
	By       string // login of who answered
	Answer   string // for the person to read
}

// LogValue keeps everything personal out of logs.
func (o Objection) LogValue() slog.Value { return slog.StringValue(o.Number) }

// ObjectionAnswer answers the open objection to the refusal of a case.
type ObjectionAnswer struct {
	Key    string // optional: the same key again changes nothing
	Number string
	Accept bool
	To     Status // accepted: where the case is examined again
	Note   string // for the person to read; needed to reject
	By     string // login of a penyelia; Operator
	At     time.Time
	Code   string  // optional: that the letter bears
	Letter *Letter // optional: sent in the same transaction
}

// LogValue keeps the note out of logs.
func (a ObjectionAnswer) LogValue() slog.Value { return slog.StringValue(a.Number) }
