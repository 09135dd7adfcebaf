package store

import (
	"log/slog"
	"time"

	"sapa/conversations"
)

// MissingKind says with what something missing is answered.
type MissingKind string

// The kinds.
const (
	MissingPhoto MissingKind = "foto"    // a photo or a document
	MissingWords MissingKind = "tulisan" // a written answer
	MissingAny   MissingKind = "bebas"   // either, as the person likes
)

// Missing is one thing that an application lacks: what the person is asked for, and what came. Its words and what came
// are personal data.
type Missing struct {
	Item string // ID in the programme's catalogue; "lain1", "lain2" ... for an officer's own words
	Kind MissingKind
	Name string // as in a list: "Foto usaha"
	Ask  string // the question; empty: made from the name

	Got   time.Time // when it came; zero while it lacks
	Text  string    // what was written
	File  string    // ID of the stored photo or document
	Paper bool      // the person says that it was handed over on paper
}

// LogValue keeps everything personal out of logs.
func (m Missing) LogValue() slog.Value { return slog.StringValue(m.Item) }

// Supply is something missing that came.
type Supply struct {
	Key     string // the same key again changes nothing and gives the same
	Number  string
	Contact conversations.ContactID // whoever filed the case; empty when By says that it came
	By      string                  // login of the officer to whom it was brought
	Item    string
	Text    string
	File    string
	Paper   bool
	At      time.Time
}

// LogValue keeps everything personal out of logs.
func (s Supply) LogValue() slog.Value { return slog.StringValue(s.Number) }

// CaseFile is a photo or document of a case.
type CaseFile struct {
	ID    string // of the stored file
	Place int    // 1 is the first
	Item  string // what it was sent for; empty: with the application, or with an objection
	Event int    // place of the event that it came with
}
