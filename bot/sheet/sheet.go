// Package sheet reads and writes tables as offices keep them, Excel (.xlsx) and CSV, one row at a time.
package sheet

import "io"

// Format is how a table is kept.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Valid tells whether the format is one of ours.
func (f Format) Valid() bool { return f == CSV || f == XLSX }

// Mime is what the format is called on the web.
func (f Format) Mime() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// Writer writes a table. Every cell is text: none is ever worked out as a formula by whoever opens the table, whatever
// somebody once wrote into an answer. Only Close makes the table whole.
type Writer interface {
	Write(cells []string) error
	Close() error
}

// NewWriter begins a table on w. Nothing is held back but the last few kilobytes, and nothing is written anywhere else.
func NewWriter(f Format, w io.Writer) (Writer, error) {
	if f == XLSX {
		return newExcel(w)
	}
	return newCommas(w)
}
