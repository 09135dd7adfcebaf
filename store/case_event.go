package store

import (
	"log/slog"
	"time"
)

// EventKind says what happened to a case.
type EventKind string

// The kinds of events.
const (
	EventStep     EventKind = ""                // the case was opened, or moved on
	EventNote     EventKind = "catatan"         // somebody of the office wrote something down for colleagues
	EventAssign   EventKind = "tugas"           // somebody took the case, was given it, or let it go; the note is who has it now
	EventSupplied EventKind = "dilengkapi"      // something missing came; the note is its name
	EventHeld     EventKind = "kabar"           // the person was told that the word they wait for takes longer
	EventObjected EventKind = "sanggah"         // the person objects to a refusal; the note is why
	EventRejected EventKind = "sanggah_ditolak" // the objection was rejected; the note is why
)

// Public tells whether the person whom the case is about may read the event.
func (k EventKind) Public() bool { return k != EventNote && k != EventAssign && k != EventHeld }

// CaseEvent is one thing that happened to a case.
type CaseEvent struct {
	ID     string // "WRSE-2026-000123.2"; a letter about this step is named after it
	Number string
	Place  int // 1 is the opening
	Kind   EventKind
	At     time.Time
	From   Status // empty for the opening
	To     Status // where the case stood afterwards
	Note   string // personal data; for the person to read when the kind is public
	By     string // login of the officer; empty: the person, through the bot
}

// LogValue keeps the note out of logs.
func (e CaseEvent) LogValue() slog.Value { return slog.StringValue(e.ID) }

// Assignment gives a case to somebody of the office.
type Assignment struct {
	Number string
	From   string // login of who had it when By looked; empty: nobody
	To     string // login of who has it from now on; empty: nobody
	By     string // login of who says so; Operator
	At     time.Time
}

// TakenError tells who has the case already. It is ErrConflict.
type TakenError struct {
	By    string // login; empty: whoever had it let it go
	Since time.Time
}

func (e *TakenError) Error() string {
	if e.By == "" {
		return "nobody has it any more"
	}
	return "taken by " + e.By + " already"
}

// Unwrap makes it ErrConflict.
func (e *TakenError) Unwrap() error { return ErrConflict }

// CaseNote is something that people of the office tell each other about a case. The person never sees it.
type CaseNote struct {
	Key    string // optional: the same key again writes nothing
	Number string
	Text   string // personal data
	By     string // login; Operator
	At     time.Time
}

// LogValue keeps the text out of logs.
func (n CaseNote) LogValue() slog.Value { return slog.StringValue(n.Number) }
