package imports

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"time"

	"sapa/bot/sheet"
	"sapa/store"
)

// ErrNoRows: below the heading there is nothing.
var ErrNoRows = errors.New("no rows")

// table reads one kind of table. What it finds depends on the data and its own fields alone, so that a table that is read
// again gives the same rows.
type table struct {
	kind    store.ImportKind
	region  string // kab/kota whose rows it may have; "": all
	now     time.Time
	seen    map[string]int    // who or what came already, and in which row
	regions map[string]string // code of a kab/kota by how it is written
}

func tableOf(i store.Import) *table {
	return &table{kind: i.Kind, region: i.Region, now: i.At, seen: map[string]int{}, regions: map[string]string{}}
}

// line is one row with something in it: an entry, or issues.
type line struct {
	row    int
	cells  []string
	at     map[Column]int
	issues []store.RowIssue

	recipient  *store.Recipient
	registered *store.Registered
	village    *store.Village
}

// cell is what stands in a column; nothing when the table has no such column.
func (l *line) cell(c Column) string {
	if i, ok := l.at[c]; ok && i < len(l.cells) {
		return l.cells[i]
	}
	return ""
}

func (l *line) wrong(c Column, why Reason, arg string) {
	column := 0
	if i, ok := l.at[c]; ok {
		column = i + 1
	}
	l.issues = append(l.issues, store.RowIssue{Row: l.row, Column: column, Name: string(c), Reason: string(why), Arg: arg})
}

func (l *line) blank() bool {
	for _, c := range l.cells {
		if c != "" {
			return false
		}
	}
	return true
}

// walk reads a table from its heading down and hands over each row with something in it, good or not. An error of each
// ends it. It gives a *HeadingError, ErrNoRows, sheet.ErrNotTable or sheet.ErrTooLong.
func (t *table) walk(data []byte, each func(*line) error) error {
	r, err := sheet.NewReader(data)
	if err != nil {
		return err
	}
	defer r.Close()
	at, err := t.heading(r)
	if err != nil {
		return err
	}
	rows := 0
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) && rows == 0 {
			return ErrNoRows
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		l := &line{row: r.Row(), cells: cells, at: at}
		if l.blank() {
			continue
		}
		rows++
		t.read(l)
		slices.SortStableFunc(l.issues, func(a, b store.RowIssue) int { return cmp.Compare(a.Column, b.Column) })
		if err := each(l); err != nil {
			return err
		}
	}
}

func (t *table) heading(r *sheet.Reader) (map[Column]int, error) {
	nearest := &HeadingError{}
	for n := 0; n < headingWithin; n++ {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		at, missing := heading(t.kind, cells)
		if len(missing) == 0 {
			return at, nil
		}
		if nearest.Missing == nil || len(missing) < len(nearest.Missing) {
			nearest.Missing = missing
		}
	}
	if nearest.Missing == nil {
		return nil, ErrNoRows
	}
	return nil, nearest
}

// read makes an entry of a line, or notes what is wrong with it.
func (t *table) read(l *line) {
	switch t.kind {
	case store.ImportRecipients:
		t.readRecipient(l)
	case store.ImportDTSEN:
		t.readRegistered(l)
	case store.ImportVillages:
		t.readVillage(l)
	}
}

// once notes that a row says something, or that another said it before.
func (t *table) once(l *line, c Column, what string) {
	if len(l.issues) > 0 {
		return
	}
	if first, known := t.seen[what]; known {
		l.wrong(c, Twice, number(first))
		return
	}
	t.seen[what] = l.row
}
