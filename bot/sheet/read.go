package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// The bounds of what is read.
const (
	RowsMost = 500_000
	unzipped = 128 << 20 // bytes of a workbook once it is unpacked; more is an attack, or no list of people
)

var (
	// ErrNotTable: the data is neither an Excel workbook (.xlsx) nor text.
	ErrNotTable = errors.New("not a table")
	// ErrTooLong: the table has more rows than RowsMost, or unpacks to more than anybody can mean.
	ErrTooLong = errors.New("table too long")
)

// Reader reads a table row by row.
type Reader struct {
	next func() (cells []string, row int, err error)
	shut func() error
	row  int
}

// NewReader begins to read a table: the first sheet of an Excel workbook, or text with commas, semicolons or tabs. It
// keeps everything in memory, as a file that it wrote would hold personal data in clear.
func NewReader(data []byte) (*Reader, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return openBook(data)
	}
	if len(data) == 0 || bytes.IndexByte(data, 0) >= 0 {
		return nil, ErrNotTable
	}
	return openText(data), nil
}

// Read gives the cells of the next row, without blanks around them; io.EOF at the end.
func (r *Reader) Read() ([]string, error) {
	cells, row, err := r.next()
	if err != nil {
		return nil, err
	}
	if row > RowsMost {
		return nil, ErrTooLong
	}
	r.row = row
	for i, c := range cells {
		cells[i] = tidy(c)
	}
	return cells, nil
}

// Row is the number of the row that was read last, as people see it: 1 is the first.
func (r *Reader) Row() int { return r.row }

// Close lets the table go.
func (r *Reader) Close() error { return r.shut() }

// tidy takes away blanks, also those that cannot be seen, and the apostrophe that keeps digits text.
func tidy(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool {
		return r <= ' ' || r == '\u00a0' || r == '\ufeff' || r == '\u200b' || r == '\u200e' || r == '\u202a' || r == '\u202c'
	})
	return strings.TrimSpace(strings.TrimPrefix(s, "'"))
}

func openBook(data []byte) (*Reader, error) {
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: unzipped, UnzipXMLSizeLimit: unzipped})
	if err != nil {
		if strings.Contains(err.Error(), "unzip size exceeds") {
			return nil, ErrTooLong
		}
		return nil, fmt.Errorf("%w: %w", ErrNotTable, err)
	}
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, errors.Join(ErrNotTable, book.Close())
	}
	rows, err := book.Rows(sheets[0])
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", ErrNotTable, err), book.Close())
	}
	n := 0
	return &Reader{
		next: func() ([]string, int, error) {
			if !rows.Next() {
				if err := rows.Error(); err != nil {
					return nil, 0, fmt.Errorf("%w: %w", ErrNotTable, err)
				}
				return nil, 0, io.EOF
			}
			n++
			cells, err := rows.Columns()
			if err != nil {
				return nil, 0, fmt.Errorf("%w: %w", ErrNotTable, err)
			}
			return cells, n, nil
		},
		shut: func() error { return errors.Join(rows.Close(), book.Close()) },
	}, nil
}

func openText(data []byte) *Reader {
	data = bytes.TrimPrefix(data, []byte(mark))
	if !utf8.Valid(data) {
		data = fromLatin(data) // an old Excel saves so
	}
	c := csv.NewReader(bytes.NewReader(data))
	c.Comma, c.FieldsPerRecord, c.LazyQuotes = separator(data), -1, true
	return &Reader{
		next: func() ([]string, int, error) {
			cells, err := c.Read()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					err = fmt.Errorf("%w: %w", ErrNotTable, err)
				}
				return nil, 0, err
			}
			line, _ := c.FieldPos(0)
			return cells, line, nil
		},
		shut: func() error { return nil },
	}
}

// separator is what stands most often in the first lines.
func separator(data []byte) rune {
	head := data[:min(len(data), 4096)]
	best := ','
	for _, r := range ";\t" {
		if bytes.Count(head, []byte(string(r))) > bytes.Count(head, []byte(string(best))) {
			best = r
		}
	}
	return best
}

// fromLatin reads Windows-1252 as far as names of people need it: as Latin-1.
func fromLatin(data []byte) []byte {
	out := make([]rune, len(data))
	for i, b := range data {
		out[i] = rune(b)
	}
	return []byte(string(out))
}
