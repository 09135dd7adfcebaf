package store

import (
	"time"

	"sapa/conversations"
)

// AudienceSource says where the people of an audience come from.
type AudienceSource string

// The sources.
const (
	FromCases     AudienceSource = "kasus"  // who filed an application
	FromInterests AudienceSource = "minat"  // who asked to be told when a programme opens
	FromList      AudienceSource = "daftar" // an imported list of NIKs or phones, as far as we know them
	FromAll       AudienceSource = "semua"  // everybody who ever wrote to us
)

// Audience says whom a broadcast is for. Empty fields choose all. Whoever wants no news is never among them.
type Audience struct {
	Source    AudienceSource
	Programme string                // of cases and interests
	Statuses  []Status              // of cases
	Regions   []string              // kab/kota codes, of cases and interests
	Districts []string              // kecamatan codes, of cases
	Year      int                   // of cases and interests
	Channel   conversations.Channel // only who is reached there
	List      Matched               // of FromList: what Import made of it
}

// Matched is what became of an imported list.
type Matched struct {
	Lines   int    // that hold a NIK or a phone
	Known   int    // of those, how many belong to somebody we know
	Bad     int    // lines that hold neither
	Digest  string // of the matched contacts, so that an approval covers them
	Example string // the first line number that is bad, "17"; empty: none
}

// Exclusion is why somebody of an audience gets nothing, below "siaran.luar." in the catalogue.
type Exclusion string

// The exclusions.
const (
	ExcludedStopped Exclusion = "berhenti" // asked for silence
	ExcludedCold    Exclusion = "dingin"   // did not write on WhatsApp of late
	ExcludedGone    Exclusion = "hilang"   // blocked us, or the account is no more
	ExcludedNowhere Exclusion = "alamat"   // no address on a channel that is on
	ExcludedMerged  Exclusion = "gabung"   // is told at another address already
)

// Reach is how many people an audience has right now.
type Reach struct {
	People   int // that would get a message
	Channels map[conversations.Channel]int
	Excluded map[Exclusion]int
	ByPlace  map[conversations.Channel]map[Exclusion]int // of stopped, cold and gone: where they were last heard
	CaseLess int                                         // of People: without a case, so without nomor and kabkota
}

// ReachChannel is a channel that broadcasts go over.
type ReachChannel struct {
	Channel conversations.Channel
	Warm    time.Duration // only who wrote within this time; 0: everybody
}
