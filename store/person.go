package store

import (
	"log/slog"
	"strings"
	"time"

	"sapa/conversations"
)

// Person is a human being whom a case is about, known by NIK. A phone is not a person: a family may share one.
// Every field is personal data; empty means not told.
type Person struct {
	NIK     string `json:"nik,omitempty"` // 16 digits
	KK      string `json:"kk,omitempty"`  // 16 digits
	Name    string `json:"name,omitempty"`
	Birth   string `json:"birth,omitempty"` // ISO date
	Phone   string `json:"phone,omitempty"` // E.164
	Address string `json:"address,omitempty"`
	Sex     string `json:"sex,omitempty"`     // "perempuan", "laki_laki"
	Marital string `json:"marital,omitempty"` // "belum_kawin", "kawin", "cerai_hidup", "cerai_mati"
}

// LogValue keeps the person out of logs.
func (p Person) LogValue() slog.Value { return slog.StringValue("person") }

// Masked is the person as may be shown back: enough to recognise oneself, not enough to use.
func (p Person) Masked() Person {
	return Person{NIK: MaskDigits(p.NIK), KK: MaskDigits(p.KK), Name: MaskName(p.Name), Birth: maskBirth(p.Birth),
		Phone: MaskPhone(p.Phone), Address: maskAll(p.Address), Sex: p.Sex, Marital: p.Marital}
}

// MaskDigits hides the middle of a NIK or KK: "6472********9901". Anything shorter than 12 is hidden whole.
func MaskDigits(s string) string {
	if len(s) < 12 {
		return maskAll(s)
	}
	return s[:4] + strings.Repeat("*", len(s)-8) + s[len(s)-4:]
}

// MaskPhone leaves the last three digits: "*********890".
func MaskPhone(s string) string {
	if len(s) < 6 {
		return maskAll(s)
	}
	return strings.Repeat("*", len(s)-3) + s[len(s)-3:]
}

// MaskName leaves the first letter of every word: "S*** A*****".
func MaskName(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		letters := []rune(w)
		words[i] = string(letters[:1]) + strings.Repeat("*", len(letters)-1)
	}
	return strings.Join(words, " ")
}

func maskBirth(iso string) string {
	if len(iso) != len("2006-01-02") {
		return maskAll(iso)
	}
	return iso[:4] + "-**-**"
}

func maskAll(s string) string {
	if s == "" {
		return ""
	}
	return "****"
}

// Proof is what another contact must know beside a case's number.
type Proof string

// The proofs that are taken.
const (
	ProofBirth Proof = "lahir" // the person's birth date, ISO
	ProofNIK   Proof = "nik4"  // the last four digits of the person's NIK
)

// The limits on wrong proofs within ProofSpan.
const (
	ProofsPerContact = 3
	ProofsPerCase    = 5
	ProofSpan        = 24 * time.Hour
)

// Held is what we keep about whoever is behind a contact, masked, for "DATA SAYA".
type Held struct {
	Persons    []Person // masked
	Cases      []CaseHead
	Consents   []Consent
	Complaints []Complaint
	Tickets    []Ticket
	Interests  []Interest
	Requests   []DataRequest
}

// DataDue is how long the office has to act on a request about data: 3x24 hours (UU 27/2022, articles 32 and after).
const DataDue = 72 * time.Hour

// DataRequest is a person's request to have the data about them deleted.
type DataRequest struct {
	Number  string // "DATA-2026-0003"
	Contact conversations.ContactID
	Kind    string // "hapus"
	At      time.Time
	Due     time.Time
	Closed  time.Time // zero while open
	By      string    // login of the officer who closed it
}
