package store

import (
	"log/slog"
	"time"

	"sapa/conversations"
)

// NewComplaint is a complaint as the talk hands it over. Its words are personal data.
type NewComplaint struct {
	Key       string // the same key again gives the same complaint
	Contact   conversations.ContactID
	Anonymous bool // the name is not kept at all
	Name      string
	What      string
	Where     string // region code, or words
	Office    string // whom it is about
	When      string // as told
	Files     []string
	At        time.Time
}

// Complaint is a complaint under its number. The contact is kept, so that an answer finds its way, and is never shown
// to the office complained about.
type Complaint struct {
	NewComplaint
	Number  string // "ADU-2026-0045"
	Region  string // kab/kota code taken from Where; empty when it names none
	Status  ComplaintStatus
	Officer string // login of who took it; empty: nobody yet
	Lapor   string // its number at SP4N-LAPOR!; empty: none
	Hidden  bool   // name and contact were left out for this reader
}

// For gives a complaint as somebody of the office may read it: whoever works for the very kab/kota complained about reads
// neither name nor contact, and sees none of the photos, which may show who complains. Where a complaint names no kab/kota
// it may be about anybody's, so that only officers of the province learn the name.
func (c Complaint) For(o Officer) Complaint {
	if c.Hidden = o.Region != "" && (c.Region == "" || o.Region == c.Region); c.Hidden {
		c.Name, c.Contact, c.Files = "", "", make([]string, len(c.Files))
	}
	return c
}

// ComplaintStatus is where a complaint stands.
type ComplaintStatus string

// The states of a complaint.
const (
	ComplaintReceived ComplaintStatus = "diterima"
	ComplaintHandled  ComplaintStatus = "ditangani"
	ComplaintClosed   ComplaintStatus = "selesai"
)

// ComplaintStatuses are all states in the order of a complaint's way.
func ComplaintStatuses() []ComplaintStatus {
	return []ComplaintStatus{ComplaintReceived, ComplaintHandled, ComplaintClosed}
}

// LogValue keeps the complaint out of logs.
func (c NewComplaint) LogValue() slog.Value { return slog.StringValue("complaint") }
