package store

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"sapa/conversations/understand"
)

// Search is what somebody of the office looks for, read from one line. One field is filled; all are personal data but
// Number.
type Search struct {
	Number string   // of a case, complaint or ticket
	NIK    string   // 16 digits
	Phone  string   // E.164
	Words  []string // of a name, folded
}

// ReadSearch reads a line: a number of ours, a NIK, a phone number, or words of a name.
func ReadSearch(line string) Search {
	line = strings.TrimSpace(line)
	if number, ok := ParseNumber(line); ok {
		return Search{Number: number}
	}
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, line)
	if len(digits) == 16 {
		return Search{NIK: digits}
	}
	if len(digits) >= 8 {
		if phone, problem := understand.Value(understand.Kind("telepon"), line, time.Time{}); problem == nil {
			return Search{Phone: phone}
		}
	}
	return Search{Words: NameWords(line)}
}

// NameWords gives the words of names in the form in which they are compared: small letters, none twice in a row, no title
// or single letter.
func NameWords(names ...string) []string {
	var out []string
	for _, name := range names {
		for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
			var b strings.Builder
			var last rune
			for _, r := range w {
				if r != last && r != '\'' {
					b.WriteRune(r)
				}
				last = r
			}
			if w = b.String(); len(w) > 1 && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}
