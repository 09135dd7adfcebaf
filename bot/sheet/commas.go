package sheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// commas writes CSV as RFC 4180 has it, in UTF-8 with the mark by which Excel knows that it is.
type commas struct{ *csv.Writer }

// mark begins a text that is UTF-8.
const mark = "\ufeff"

func newCommas(w io.Writer) (Writer, error) {
	if _, err := io.WriteString(w, mark); err != nil {
		return nil, err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	return commas{c}, nil
}

func (c commas) Write(cells []string) error {
	safe := make([]string, len(cells))
	for i, s := range cells {
		safe[i] = harmless(s)
	}
	return c.Writer.Write(safe)
}

func (c commas) Close() error {
	c.Flush()
	return c.Error()
}

// longestNumber is how many digits of a number a spreadsheet keeps; the rest of a NIK would become zeros.
const longestNumber = 15

// harmless puts an apostrophe before what a spreadsheet would take for a formula, or for a number too long for it (OWASP,
// "CSV Injection"). Full-width signs count too: some spreadsheets read them as the narrow ones.
func harmless(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n") || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	if len(s) > longestNumber && strings.Trim(s, "0123456789") == "" {
		return "'" + s
	}
	return s
}
