package understand

import (
	"strconv"
	"strings"
	"time"
)

// Value reads an answer of a kind and gives its normal form, or a problem that says why to ask again. now is the time
// of the message, in the office's time zone; it decides what is the future and which century two digits mean.
func Value(kind Kind, text string, now time.Time) (string, *Problem) {
	if strings.TrimSpace(text) == "" {
		return "", problem(CodeEmpty)
	}
	switch kind {
	case NIK:
		return readNIK(text)
	case KK:
		return readKK(text)
	case Phone:
		return readPhone(text)
	case Date:
		return readDate(text, now)
	case Rupiah:
		return readRupiah(text)
	case Age:
		return readAge(text, now)
	case Count:
		return readCount(text)
	case Marital:
		return readMarital(text)
	case Place:
		return readPlace(text)
	case Name:
		return readName(text)
	}
	return "", problem(CodeEmpty)
}

// latin lowers a text and brings look-alike letters and digits to ASCII; punctuation stays, anything else is a blank.
func latin(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= 'A' && r <= 'Z':
			b.WriteByte(byte(r) + 'a' - 'A')
		case r >= ' ' && r < 0x7f:
			b.WriteByte(byte(r))
		case r == '\u2010' || r == '\u2011' || r == '\u2012' || r == '\u2013' || r == '\u2014' || r == '\u2212':
			b.WriteByte('-')
		case r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == '\ufeff' || r == '\u202a' || r == '\u202c' || r == '\u20e3' || r == '\ufe0f':
		default:
			if p := plain(r); p != 0 {
				b.WriteByte(p)
			} else {
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

// digitRun is a number as somebody typed it, with the word that went before.
type digitRun struct {
	digits string
	after  string // the nearest word before, "" at the start
	plus   bool
	odd    bool // letters stood among the digits
}

// digitRuns finds the numbers of a text: digits with blanks, dots, dashes, brackets or slashes between them, an O or an
// l typed for 0 or 1.
func digitRuns(text string) (runs []digitRun) {
	var run digitRun
	word := ""
	flush := func() {
		if run.digits != "" {
			runs = append(runs, run)
		}
		run = digitRun{}
	}
	for _, chunk := range strings.FieldsFunc(latin(text), func(r rune) bool { return strings.ContainsRune(" \t\n.,-/()_:;=#*'\"|\\", r) }) {
		plus := strings.HasPrefix(chunk, "+")
		chunk = strings.TrimLeft(chunk, "+")
		letters := strings.TrimRight(chunk, "0123456789")
		if known := strings.TrimLeft(letters, "abcdefghijklmnopqrstuvwxyz"); known == "" && len(letters) > 1 && len(letters) < len(chunk) {
			flush()
			word, chunk = letters, chunk[len(letters):] // "nik6472..."
		}
		d, n, odd := likeDigits(chunk)
		if n == 0 {
			if chunk != "" {
				flush()
				word = chunk
			}
			continue
		}
		if plus {
			flush()
		}
		if run.digits == "" {
			run.after, run.plus = word, plus
		}
		run.digits += d
		run.odd = run.odd || odd
	}
	flush()
	if len(runs) == 0 {
		return spokenDigits(text)
	}
	return runs
}

// shortestSpoken is how many digits must be said one after the other to be read as a long number.
const shortestSpoken = 9

// spokenDigits reads a number that was said digit by digit: "nol delapan satu dua ...".
func spokenDigits(text string) []digitRun {
	var run digitRun
	for _, w := range strings.FieldsFunc(latin(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if n, ok := numberWords[w]; ok && n < 10 {
			run.digits += strconv.Itoa(int(n))
		} else if run.digits != "" {
			break
		}
	}
	if len(run.digits) < shortestSpoken {
		return nil
	}
	return []digitRun{run}
}

// likeDigits reads a chunk as digits; n counts the real ones, 0 when the chunk is a word.
func likeDigits(chunk string) (digits string, n int, odd bool) {
	var b strings.Builder
	letters := 0
	for i := range len(chunk) {
		switch c := chunk[i]; {
		case digit(c):
			n++
			b.WriteByte(c)
		case c == 'o':
			b.WriteByte('0')
			letters++
		case c == 'l' || c == 'i':
			b.WriteByte('1')
			letters++
		default:
			odd = true
			letters++
		}
	}
	if letters > n {
		return "", 0, false
	}
	return b.String(), n, odd
}
