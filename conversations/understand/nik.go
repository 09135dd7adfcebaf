package understand

import (
	"strconv"
	"strings"
	"time"
)

// exampleNIK is the one we show; it stands for nobody.
const exampleNIK = "6472034507859901"

// readNIK makes the hard checks that hold for every NIK (PP KK CC, DDMMYY with 40 added to a woman's day, serial).
// What only looks odd (region, sex, age) is for HintsOf: people move, and birth dates are corrected without a new NIK.
func readNIK(text string) (string, *Problem) {
	run, p := longNumber(text, "nik", CodeNIKLength, CodeNIKLetters)
	if p != nil {
		return "", p
	}
	words := " " + strings.Join(strings.FieldsFunc(latin(text), func(r rune) bool { return r < 'a' || r > 'z' }), " ") + " "
	saysKK := strings.Contains(words, " kartu keluarga ") || strings.Contains(words, " kk ")
	if saysKK && !strings.Contains(words, " nik ") && !strings.Contains(words, " ktp ") {
		return "", problem(CodeNIKKK)
	}
	day, month, year := split(run)
	if day > 40 {
		day -= 40
	}
	switch {
	case run == exampleNIK:
		return "", problem(CodeNIKExample)
	case strings.Count(run, run[:1]) == 16, run[12:] == "0000":
		return "", problem(CodeNIKSerial)
	case !dayExists(day, month, year):
		return "", problem(CodeNIKBirth)
	}
	return run, nil
}

// readKK checks a family card number: region, date of recording (nothing is added to the day), serial.
func readKK(text string) (string, *Problem) {
	run, p := longNumber(text, "kk", CodeKKLength, CodeKKLetters)
	if p != nil {
		return "", p
	}
	day, month, year := split(run)
	switch {
	case strings.Count(run, run[:1]) == 16, run[12:] == "0000":
		return "", problem(CodeKKWrong)
	case day > 40 && dayExists(day-40, month, year), run == exampleNIK:
		return "", problem(CodeKKIsNIK)
	case !dayExists(day, month, year):
		return "", problem(CodeKKWrong)
	}
	return run, nil
}

// longNumber finds the 16 digits; of several numbers the one after the label wins.
func longNumber(text, label, tooLong, letters string) (string, *Problem) {
	runs := digitRuns(text)
	best := -1
	for i, r := range runs {
		if best < 0 || r.after == label && runs[best].after != label || len(r.digits) == 16 && len(runs[best].digits) != 16 && runs[best].after != label {
			best = i
		}
	}
	switch {
	case best < 0 || runs[best].odd:
		return "", problem(letters)
	case len(runs[best].digits) != 16:
		return "", problem(tooLong, "count", strconv.Itoa(len(runs[best].digits)))
	}
	return runs[best].digits, nil
}

func split(run string) (day, month, year int) {
	return two(run[6:]), two(run[8:]), two(run[10:])
}

func two(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

// dayExists tells whether a day can exist in a year of which only two digits are known.
func dayExists(day, month, year int) bool {
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	return day <= daysIn(month, 2000+year)
}

func daysIn(month, year int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// NIKHints is what a NIK suggests about its holder. None of it is proof: a NIK is fixed at first registration and
// follows neither a move nor a correction, so a difference is something to ask about, never a reason to refuse.
type NIKHints struct {
	Region      string   // dotted code of the kecamatan of first registration, "64.72.03"
	RegionKnown bool     // it stands in today's table of Kalimantan Timur
	InKaltim    bool     // the first two digits are 64 (before 2012 that included what is now Kalimantan Utara)
	Births      []string // possible birth dates (ISO), the likelier first: an adult before a child under 17
	Female      bool
}

// HintsOf reads the hints in a NIK that Value accepted; a text of another shape gives no hints.
func HintsOf(nik string, now time.Time) NIKHints {
	if len(nik) != 16 || !isDigits(nik) {
		return NIKHints{}
	}
	code := nik[:2] + "." + nik[2:4] + "." + nik[4:6]
	_, known := RegionNamed(code)
	h := NIKHints{Region: code, RegionKnown: known, InKaltim: nik[:2] == "64"}
	day, month, yy := split(nik)
	if day > 40 {
		day -= 40
		h.Female = true
	}
	for _, year := range []int{1900 + yy, 2000 + yy} {
		if month < 1 || month > 12 || day < 1 || day > daysIn(month, year) {
			continue
		}
		born := time.Date(year, time.Month(month), day, 0, 0, 0, 0, now.Location())
		if born.After(now) || now.Year()-year > oldest {
			continue
		}
		h.Births = append(h.Births, born.Format(time.DateOnly))
	}
	if len(h.Births) == 2 && now.Year()-1900-yy > 99 && now.Year()-2000-yy >= 17 {
		h.Births[0], h.Births[1] = h.Births[1], h.Births[0]
	}
	return h
}

// Mask hides the middle of a NIK or KK as it may be shown to its owner: 6472********9901. Of anything shorter only the
// last four stay, and nothing at all of eight or fewer.
func Mask(nik string) string {
	n := len(nik)
	switch {
	case n >= 16:
		return nik[:4] + strings.Repeat("*", n-8) + nik[n-4:]
	case n > 8:
		return strings.Repeat("*", n-4) + nik[n-4:]
	}
	return strings.Repeat("*", n)
}
