package imports

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"sapa/conversations/understand"
	"sapa/store"
)

// The longest texts that are kept, in letters.
const (
	nameMost = 150
	noteMost = 500
)

func number(n int) string { return strconv.Itoa(n) }

// rounded is how a spreadsheet writes a number that is too long for it.
var rounded = regexp.MustCompile(`(?i)^\d([.,]\d+)?e\+?\d+$`)

// nik reads a NIK. Blanks, dots and dashes between the digits are forgiven; anything else is not, as nobody is there to
// be asked back.
func (t *table) nik(l *line) string {
	typed := l.cell(NIK)
	digits := strings.NewReplacer(" ", "", ".", "", "-", "").Replace(typed)
	switch {
	case typed == "":
		l.wrong(NIK, Empty, "")
	case rounded.MatchString(typed):
		l.wrong(NIK, NIKBroken, "")
	case strings.Trim(digits, "0123456789") != "":
		l.wrong(NIK, NIKLetters, "")
	case len(digits) != 16:
		l.wrong(NIK, NIKLength, number(len(digits)))
	default:
		nik, problem := understand.Value(understand.NIK, digits, t.now)
		if problem != nil {
			l.wrong(NIK, NIKWrong, "")
		}
		return nik
	}
	return ""
}

// text reads words of at most so many letters.
func (l *line) text(c Column, most int) string {
	s := strings.Join(strings.Fields(l.cell(c)), " ")
	if len([]rune(s)) > most {
		l.wrong(c, TooLong, number(most))
		return ""
	}
	return s
}

// name reads the name of somebody or something.
func (l *line) name(c Column) string {
	s := l.text(c, nameMost)
	if s != "" && !strings.ContainsFunc(s, unicode.IsLetter) {
		l.wrong(c, BadName, "")
	}
	return s
}

// kabkota reads a kabupaten or kota by name or dotted code.
func (t *table) kabkota(l *line) string {
	typed := l.cell(Region)
	code, known := t.regions[typed]
	if !known {
		code = regionOf(typed)
		t.regions[typed] = code
	}
	switch {
	case typed == "":
		l.wrong(Region, Empty, "")
	case code == "" && strings.Trim(typed, "0123456789") == "":
		l.wrong(Region, BareCode, "")
	case code == "":
		l.wrong(Region, BadRegion, "")
	case t.region != "" && code != t.region:
		l.wrong(Region, OtherRegion, "")
	}
	return code
}

func regionOf(typed string) string {
	if store.IsRegion(typed) {
		return typed
	}
	if !strings.ContainsFunc(typed, unicode.IsLetter) {
		return ""
	}
	found := understand.Regions(typed, "64")
	if len(found) == 1 && store.IsRegion(found[0].Code) {
		return found[0].Code
	}
	return ""
}

var (
	rupiahForm = regexp.MustCompile(`^(?i:rp\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,-|,00|\.00?)?$`)
	yearForm   = regexp.MustCompile(`^\d{4}$`)
)

// rupiah reads an amount as tables have it: 3000000, 3.000.000, Rp3.000.000,00.
func (l *line) rupiah(c Column) int64 {
	typed := l.cell(c)
	if typed == "" || typed == "-" {
		return 0
	}
	m := rupiahForm.FindStringSubmatch(typed)
	if m == nil {
		l.wrong(c, BadAmount, "")
		return 0
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(m[1], ".", ""), 10, 64)
	if err != nil || n > 1e12 {
		l.wrong(c, BadAmount, "")
	}
	return n
}
