package store

import (
	"log/slog"
	"time"
)

// ComplaintKind says what somebody of the office does with a complaint.
type ComplaintKind string

// The kinds.
const (
	ComplaintTake    ComplaintKind = "ambil"    // it is being handled
	ComplaintAnswer  ComplaintKind = "jawaban"  // a word to the person
	ComplaintForward ComplaintKind = "teruskan" // to another office, which the words name
	ComplaintLapor   ComplaintKind = "lapor"    // it has the number of the words at SP4N-LAPOR!
	ComplaintEnd     ComplaintKind = "selesai"  // with a word to the person
)

// Worded tells whether the act needs words.
func (k ComplaintKind) Worded() bool { return k != ComplaintTake }

// ComplaintAct is one thing that was done with a complaint.
type ComplaintAct struct {
	Key    string // optional: the same key again does nothing
	Number string
	Kind   ComplaintKind
	Text   string // personal data
	By     string // login; Operator
	At     time.Time
	Letter *Letter // optional: sent to whoever complained, in the same transaction
}

// LogValue keeps the words out of logs.
func (a ComplaintAct) LogValue() slog.Value { return slog.StringValue(a.Number) }

// ComplaintFilter chooses complaints for a list; empty fields choose all.
type ComplaintFilter struct {
	Region string // kab/kota code
	Status ComplaintStatus
	Before string // number of the last row of the page before; empty: the newest
	Limit  int    // 0: 50
}
