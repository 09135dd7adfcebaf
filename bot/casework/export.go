package casework

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"sapa/bot/sheet"
	"sapa/conversations/understand"
	"sapa/store"
)

// ExportStore is what taking a list away needs kept.
type ExportStore interface {
	CasePersons(ctx context.Context, f store.CaseFilter) ([]store.CasePerson, error)
	Audit(ctx context.Context, e store.AuditEntry) error
}

// Export is a list of cases that somebody takes away as a table. Whether they may is for Officer.Exports.
type Export struct {
	By     string // login
	Reason string // for the audit log, which everybody who reads it sees in clear
	Full   bool   // with personal data in full; masked otherwise
	Format sheet.Format
	Filter store.CaseFilter // its After, Limit and Urgent do not count
	Now    func() time.Time
	Place  *time.Location
	Words  func(key string) string
}

// The bounds of a reason, in letters.
const (
	ReasonLeast = 10
	ReasonMost  = 200
)

// ErrReason: a reason is missing, too short, too long, or has a number in it that may be somebody's.
var ErrReason = fmt.Errorf("%w: reason", store.ErrInvalid)

// longNumber is what a NIK or a phone number looks like; the number of a letter or a case does not.
var longNumber = regexp.MustCompile(`\d[\d .-]{6,}\d`)

// CheckReason gives ErrReason for a reason that cannot stand in the audit log.
func CheckReason(reason string) error {
	n := len([]rune(strings.TrimSpace(reason)))
	if n < ReasonLeast || n > ReasonMost || longNumber.MatchString(reason) {
		return ErrReason
	}
	return nil
}

// exportPage is how many cases are in hand at once.
const exportPage = 500

// Write notes who takes what and why, then writes the table, page by page, and notes how many rows it came to. It gives
// ErrReason before anything is written.
func (e Export) Write(ctx context.Context, s ExportStore, w io.Writer) (rows int, err error) {
	if err := CheckReason(e.Reason); err != nil {
		return 0, err
	}
	if err := e.audit(ctx, s, "case.export", fmt.Sprintf("%s; %s", e.described(), strings.TrimSpace(e.Reason))); err != nil {
		return 0, err
	}
	table, err := sheet.NewWriter(e.Format, w)
	if err != nil {
		return 0, err
	}
	if rows, err = e.rows(ctx, s, table); err != nil {
		return rows, err
	}
	if err := table.Close(); err != nil {
		return rows, err
	}
	return rows, e.audit(ctx, s, "case.exported", fmt.Sprintf("%d; %s", rows, e.described()))
}

func (e Export) rows(ctx context.Context, s ExportStore, table sheet.Writer) (n int, err error) {
	var heading []string
	for _, c := range exportColumns(e.Full) {
		heading = append(heading, e.Words(c.key))
	}
	if err := table.Write(heading); err != nil {
		return 0, err
	}
	f := e.Filter
	for f.After, f.Limit = 0, exportPage; ; {
		page, err := s.CasePersons(ctx, f)
		if err != nil {
			return n, err
		}
		for _, c := range page {
			if !e.Full {
				c.Person = c.Person.Masked()
			}
			if err := table.Write(e.cells(c)); err != nil {
				return n, err
			}
			n++
		}
		if len(page) < exportPage {
			return n, nil
		}
		f.After = page[len(page)-1].ID
	}
}

func (e Export) cells(c store.CasePerson) []string {
	columns := exportColumns(e.Full)
	out := make([]string, len(columns))
	for i, col := range columns {
		out[i] = col.cell(e, c)
	}
	return out
}

func (e Export) audit(ctx context.Context, s ExportStore, action, detail string) error {
	return s.Audit(ctx, store.AuditEntry{At: e.Now(), By: e.By, Action: action, Detail: detail})
}

// described says what was asked for; it holds only what was chosen from our own lists.
func (e Export) described() string {
	f, b := e.Filter, strings.Builder{}
	b.WriteString(string(e.Format))
	if e.Full {
		b.WriteString(" full")
	} else {
		b.WriteString(" masked")
	}
	for _, x := range []struct {
		name, value string
	}{
		{"program", f.Programme}, {"wilayah", f.Region}, {"status", string(f.Status)}, {"oleh", f.Officer},
		{"sebelum", e.day(f.Until)}, {"lewat", e.day(f.Overdue)},
	} {
		if x.value != "" {
			fmt.Fprintf(&b, " %s=%s", x.name, x.value)
		}
	}
	if f.Year != 0 {
		fmt.Fprintf(&b, " tahun=%d", f.Year)
	}
	return b.String()
}

// exportColumn is one column of the table.
type exportColumn struct {
	key  string // of its heading
	cell func(Export, store.CasePerson) string
}

func exportColumns(full bool) []exportColumn {
	type c = store.CasePerson
	all := []exportColumn{
		{"office.case.number", func(_ Export, x c) string { return x.Number }},
		{"office.case.programme", func(e Export, x c) string { return e.Words("program." + x.Programme) }},
		{"office.case.year", func(_ Export, x c) string { return fmt.Sprint(x.Year) }},
		{"office.case.region", func(_ Export, x c) string { return placeName(x.Region) }},
		{"office.export.district", func(_ Export, x c) string { return placeName(x.District) }},
		{"office.case.status", func(e Export, x c) string { return e.Words("status." + string(x.Status) + ".singkat") }},
		{"office.case.name", func(_ Export, x c) string { return x.Person.Name }},
		{"office.person.nik", func(_ Export, x c) string { return x.Person.NIK }},
		{"office.person.phone", func(_ Export, x c) string { return x.Person.Phone }},
		{"office.case.opened", func(e Export, x c) string { return e.day(x.Opened) }},
		{"office.export.changed", func(e Export, x c) string { return e.day(x.Changed) }},
		{"office.export.due", func(e Export, x c) string { return e.day(x.Due) }},
		{"office.export.word", func(e Export, x c) string { return e.day(x.Word) }},
		{"office.case.officer", func(_ Export, x c) string { return x.Officer }},
	}
	if full {
		all = append(all,
			exportColumn{"office.person.birth", func(_ Export, x c) string { return x.Person.Birth }},
			exportColumn{"office.person.kk", func(_ Export, x c) string { return x.Person.KK }},
			exportColumn{"office.person.address", func(_ Export, x c) string { return x.Person.Address }})
	}
	return all
}

// day is the ISO date of a time; nothing for the zero time.
func (e Export) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(e.Place).Format(time.DateOnly)
}

func placeName(code string) string {
	if r, ok := understand.RegionNamed(code); ok {
		return r.Name
	}
	return code
}
