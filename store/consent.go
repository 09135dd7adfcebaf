package store

import (
	"log/slog"
	"time"

	"sapa/conversations"
)

// Consent is the proof of what somebody agreed to: the text as shown, the answer as given, and when (UU 27/2022).
type Consent struct {
	Key       string // the same key again records nothing
	Contact   conversations.ContactID
	Channel   conversations.Channel
	Flow      conversations.FlowRef
	Text      string // as shown
	Answer    string // as given, "ya" or "tidak"
	At        time.Time
	Withdrawn time.Time // zero while it holds
}

// LogValue keeps the words out of logs.
func (c Consent) LogValue() slog.Value { return slog.StringValue("consent") }
