package store

import (
	"fmt"
	"log/slog"
	"regexp"
	"strings"
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
	Place  int // given by the store, from 2: the first is the complaint itself
	Kind   ComplaintKind
	Text   string // personal data
	By     string // login; Operator
	At     time.Time
	Letter *Letter // optional: sent to whoever complained, in the same transaction
}

// Event names the act; a letter about it has the same ID.
func (a ComplaintAct) Event() string { return fmt.Sprintf("%s.%d", a.Number, a.Place) }

// LogValue keeps the words out of logs.
func (a ComplaintAct) LogValue() slog.Value { return slog.StringValue(a.Number) }

// LaporNumber reads the number that SP4N-LAPOR! gave a complaint: 4 to 12 digits, with or without the mark before it. It is
// kept in clear, so that what may be a NIK or a phone number of more digits is none.
func LaporNumber(text string) (string, bool) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "#")
	return text, regexp.MustCompile(`^[0-9]{4,12}$`).MatchString(text) && !strings.HasPrefix(text, "08")
}

// ComplaintFilter chooses complaints for a list; empty fields choose all.
type ComplaintFilter struct {
	Region string // kab/kota code; those of no known kab/kota are everybody's
	Status ComplaintStatus
	Open   bool   // only those that are not ended, and the longest waiting first; the newest first otherwise
	After  string // number of the last row of the page before; empty: the first page
	Limit  int    // 0: 50
}
