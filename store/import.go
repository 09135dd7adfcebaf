package store

import (
	"log/slog"
	"slices"
	"time"
)

// ImportKind is what a table brings that is taken in.
type ImportKind string

// The kinds.
const (
	ImportRecipients ImportKind = "penerima" // who received aid in earlier years
	ImportDTSEN      ImportKind = "dtsen"    // an extract of DTSEN: who is registered, and in which decile
	ImportVillages   ImportKind = "wilayah"  // desa and kelurahan
)

// ImportKinds are all kinds.
func ImportKinds() []ImportKind { return []ImportKind{ImportRecipients, ImportDTSEN, ImportVillages} }

// Known tells whether the kind is one of ours.
func (k ImportKind) Known() bool { return slices.Contains(ImportKinds(), k) }

// Imports tells whether somebody of the office may take in a table; nil when so. A penyelia may, rows of the own kab/kota
// only; an admin takes in the list of desa and kelurahan and sees nobody's data.
func (o Officer) Imports(k ImportKind) error {
	switch {
	case o.Login == "" || !o.Disabled.IsZero():
		return &ForbiddenError{By: o.Login, Why: RefusedUnknown}
	case o.Role == RoleSupervisor, o.Role == RoleAdmin && k == ImportVillages:
		return nil
	}
	return &ForbiddenError{By: o.Login, Why: RefusedRole, Need: string(RoleSupervisor)}
}

// ImportState is how far a table is.
type ImportState string

// The states.
const (
	ImportChecked ImportState = "diperiksa" // every row was checked, nothing is saved
	ImportSaving  ImportState = "disimpan"  // somebody confirmed it; rows up to Position are saved
	ImportDone    ImportState = "selesai"
	ImportDropped ImportState = "dibuang"
)

// Import is a table that is taken in. Only the rows without an issue are saved.
type Import struct {
	ID        int64
	Kind      ImportKind
	State     ImportState
	By        string // login of who brought it
	At        time.Time
	Region    string // kab/kota whose rows it may have; "": all
	AsOf      string // of a DTSEN extract: the day for which it was made, ISO
	File      string // ID in the vault, until the table is saved or dropped
	Finger    []byte // blind index of what is in the file
	Name      string // of the file; may hold personal data
	Rows      int    // with something in them, below the heading
	Bad       int    // of those, how many have an issue
	Last      int    // number of the last row
	Issues    []RowIssue
	Sample    [][]string // a few good rows as they are understood, masked
	Position  int        // number of the last row that is saved
	Added     int        // rows that were new; the others were there already
	Confirmed time.Time
	Ended     time.Time // saved or dropped
}

// Good is how many rows are saved once it is confirmed.
func (i Import) Good() int { return i.Rows - i.Bad }

// LogValue keeps everything personal out of logs.
func (i Import) LogValue() slog.Value {
	return slog.GroupValue(slog.Int64("id", i.ID), slog.String("kind", string(i.Kind)), slog.String("state", string(i.State)))
}

// IssuesMost is how many issues of a table are kept; more are only counted by row.
const IssuesMost = 1000

// RowIssue is what is wrong with one cell. It does not repeat what stands there.
type RowIssue struct {
	Row    int    // as people number them: 1 is the first of the sheet
	Column int    // 1 is A
	Name   string // of the column: "nik", "nama" ...
	Reason string // for words below "office.reason."
	Arg    string // for their {n}
}

// Recipient is somebody, or a group, who received aid. All but programme, year and region is personal data.
type Recipient struct {
	NIK       string // 16 digits; of an institution empty
	Name      string
	Group     string
	Programme string
	Year      int
	Region    string // kab/kota code
	Form      DisbursementForm
	Amount    int64 // rupiah; 0: not known
	Note      string
}

// Registered is somebody of a DTSEN extract.
type Registered struct {
	NIK    string
	Region string // kab/kota code
	Decile int    // 1 to 10; 0: not known
}

// Registration is what the extracts of DTSEN that were taken in say about a NIK. It is for people of the office: an
// extract is some months old, and only Kemensos knows who is registered today.
type Registration struct {
	Known  bool   // an extract covers the kab/kota, or has the NIK
	Listed bool   // it has the NIK
	Region string // where, by the extract
	Decile int
	AsOf   string // ISO date
}

// ImportChunk is some rows of a table, saved as one.
type ImportChunk struct {
	ID         int64
	From       int // Position before; ErrConflict when it is another by now
	To         int // Position after
	Last       bool
	Recipients []Recipient
	Registered []Registered
	Villages   []Village
	At         time.Time
}
