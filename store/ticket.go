package store

import (
	"log/slog"
	"time"

	"sapa/conversations"
)

// Ticket is a contact's wish to talk with somebody of the office. A contact has at most one open.
type Ticket struct {
	Number  string // "TKT-2026-0001"
	Contact conversations.ContactID
	Reason  string // in the person's words or the flow's; personal data
	At      time.Time
	Region  string    // kab/kota code of the contact's newest case; empty: not known, and everybody's
	Officer string    // login of who took it; empty: it waits
	Taken   time.Time // since when
	Closed  time.Time // zero while open
	By      string    // login of the officer who closed it
}

// LogValue keeps the reason out of logs.
func (t Ticket) LogValue() slog.Value { return slog.StringValue(t.Number) }
