package understand

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// oldest is the greatest age in years that a date may give.
const oldest = 120

var months = map[string]int{
	"januari": 1, "jan": 1, "januwari": 1, "january": 1, "februari": 2, "feb": 2, "peb": 2, "pebruari": 2, "febuari": 2, "february": 2,
	"maret": 3, "mar": 3, "mrt": 3, "march": 3, "april": 4, "apr": 4, "aprl": 4, "mei": 5, "may": 5, "juni": 6, "jun": 6, "june": 6, "juli": 7, "jul": 7, "july": 7,
	"agustus": 8, "agt": 8, "agu": 8, "ags": 8, "agst": 8, "agus": 8, "aug": 8, "august": 8, "september": 9, "sep": 9, "sept": 9, "spt": 9,
	"oktober": 10, "okt": 10, "oct": 10, "october": 10, "november": 11, "nov": 11, "nop": 11, "nopember": 11, "desember": 12, "des": 12, "dec": 12, "december": 12,
}

// monthNames are the months as a citizen reads them; FormatDate uses them.
var monthNames = [...]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}

var (
	isoDate   = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)\d{2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:[^0-9]|$)`)
	shortDate = regexp.MustCompile(`(?:^|[^0-9])(\d{1,2})\s*[-/.,]\s*(\d{1,2})\s*[-/.,]\s*(\d{4}|\d{2})(?:[^0-9]|$)`)
	solidDate = regexp.MustCompile(`(?:^|[^0-9])(\d{2})(\d{2})(\d{4}|\d{2})(?:[^0-9]|$)`)
	numeric   = regexp.MustCompile(`\b[0-9oli]+\b`)
	confused  = regexp.MustCompile(`[0-9]o|o[0-9]`)
)

// readDate reads a date, always day first unless the year stands first. Two digits of a year mean the last century when
// this one has not come that far.
func readDate(text string, now time.Time) (string, *Problem) {
	s := mendDigits(latin(text))
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return theDay(m[3], m[2], m[1], now)
	}
	if m := shortDate.FindStringSubmatch(s); m != nil {
		return theDay(m[1], m[2], m[3], now)
	}
	words := wordsOf(text)
	if v, p, ok := relativeDate(words, now); ok {
		return v, p
	}
	before, month, after := numbersAround(words)
	if month != "" {
		return namedMonth(before, month, after, now)
	}
	switch {
	case len(before) == 3:
		return theDay(before[0], before[1], before[2], now)
	case len(before) == 1:
		if m := solidDate.FindStringSubmatch(before[0]); m != nil {
			return theDay(m[1], m[2], m[3], now)
		}
		if n, _ := strconv.Atoi(before[0]); n < 32 || n > 1900 && n < 2100 {
			return "", problem(CodeDateIncomplete)
		}
	case len(before) == 2:
		return "", problem(CodeDateIncomplete)
	}
	return "", problem(CodeDateUnclear)
}

// mendDigits makes O and l among digits the zero and one they were meant to be; an l only where all else is a digit,
// for "5jul85" has one of its own.
func mendDigits(s string) string {
	s = numeric.ReplaceAllStringFunc(s, func(m string) string {
		if !strings.ContainsAny(m, "0123456789") {
			return m
		}
		return strings.NewReplacer("o", "0", "l", "1", "i", "1").Replace(m)
	})
	for confused.MatchString(s) {
		s = confused.ReplaceAllStringFunc(s, func(m string) string { return strings.ReplaceAll(m, "o", "0") })
	}
	return s
}

// numbersAround gives the numbers of a text, split at the month's name when there is one.
func numbersAround(words []string) (before []string, month string, after []string) {
	for i := 0; i < len(words); {
		w := words[i]
		if m, ok := monthNamed(w); ok && month == "" {
			month = strconv.Itoa(m)
			i++
			continue
		}
		n := w
		used := 1
		if !isDigits(w) {
			v, u := numberAt(words, i)
			if u == 0 {
				i++
				continue
			}
			n, used = strconv.Itoa(int(v)), u
		}
		if month == "" {
			before = append(before, n)
		} else {
			after = append(after, n)
		}
		i += used
	}
	return before, month, after
}

func monthNamed(w string) (int, bool) {
	if m, ok := months[w]; ok {
		return m, true
	}
	if len(w) < 5 {
		return 0, false
	}
	return word(months, w)
}

func namedMonth(before []string, month string, after []string, now time.Time) (string, *Problem) {
	if len(before) == 0 && len(after) == 2 { // Juli 5, 1985
		return theDay(after[0], month, after[1], now)
	}
	if len(before) > 1 {
		before = before[len(before)-1:]
	}
	year := spokenYear(after)
	switch {
	case len(before) == 0 || len(after) == 0:
		return "", problem(CodeDateIncomplete)
	case year == "":
		return "", problem(CodeDateUnclear)
	}
	return theDay(before[0], month, year, now)
}

// spokenYear joins a year said in parts: 19 85, 19 8 5, 8 5.
func spokenYear(parts []string) string {
	switch joined := strings.Join(parts, ""); {
	case len(parts) == 1:
		return parts[0]
	case len(parts) <= 4 && (len(joined) == 4 || len(joined) == 2) && !slices.ContainsFunc(parts, func(p string) bool { return len(p) > 2 }):
		return joined
	}
	return ""
}

func theDay(d, m, y string, now time.Time) (string, *Problem) {
	day, _ := strconv.Atoi(d)
	month, _ := strconv.Atoi(m)
	year, _ := strconv.Atoi(y)
	switch len(y) {
	case 2:
		if year += 2000; year > now.Year() {
			year -= 100
		}
	case 4:
	default:
		return "", problem(CodeDateUnclear)
	}
	if month < 1 || month > 12 || day < 1 || day > daysIn(month, year) {
		return "", problem(CodeDateImpossible)
	}
	return notAfter(time.Date(year, time.Month(month), day, 0, 0, 0, 0, now.Location()), now)
}

func notAfter(day, now time.Time) (string, *Problem) {
	switch {
	case day.After(now):
		return "", problem(CodeDateFuture)
	case now.Year()-day.Year() > oldest:
		return "", problem(CodeDateOld)
	}
	return day.Format(time.DateOnly), nil
}

// relativeDate reads "kemarin", "hari ini", "3 hari yang lalu".
func relativeDate(words []string, now time.Time) (string, *Problem, bool) {
	s := " " + strings.Join(words, " ") + " "
	contains := func(list ...string) bool {
		return slices.ContainsFunc(list, func(w string) bool { return strings.Contains(s, " "+w+" ") })
	}
	ago := -1
	switch {
	case contains("kemarin lusa", "kemaren lusa", "kemarin dulu"):
		ago = 2
	case contains("hari lalu", "hari yang lalu", "hari yg lalu", "hari kemarin"):
		for i := range words {
			if n, used := numberAt(words, i); used > 0 {
				ago = int(n)
				break
			}
		}
	case strings.ContainsAny(s, "0123456789"):
		return "", nil, false
	case contains("kemarin", "kemaren", "kmrn", "wingi", "kamarian"):
		ago = 1
	case contains("hari ini", "tadi", "barusan", "tadi pagi"):
		ago = 0
	case contains("besok", "lusa", "nanti"):
		return "", problem(CodeDateFuture), true
	}
	if ago < 0 {
		return "", nil, false
	}
	y, m, d := now.Date()
	v, p := notAfter(time.Date(y, m, d-ago, 0, 0, 0, 0, now.Location()), now)
	return v, p, true
}

// FormatDate writes an ISO date as a citizen reads it: "1985-07-05" becomes "5 Juli 1985". Anything else stays as it is.
func FormatDate(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return fmt.Sprintf("%d %s %d", t.Day(), monthNames[t.Month()-1], t.Year())
}
