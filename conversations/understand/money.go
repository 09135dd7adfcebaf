package understand

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Bounds of what is read as an amount of rupiah.
const (
	smallestAmount = 10_000         // less, without a unit, may mean thousands
	largestAmount  = 10_000_000_000 // more is no household's
)

var (
	moneyWord  = regexp.MustCompile(`[0-9]+(?:[.,][0-9]+)*|[a-z]+|-`)
	pointed    = regexp.MustCompile(`^\d{1,3}(?:([.,])\d{3})(?:[.,]\d{3})*(?:[.,]\d{1,2})?$`)
	dayWords   = []string{"sehari", "perhari", "harian", "hari", "sehari2", "seharinya", "sahari", "sedino", "hr", "sekerja"}
	weekWords  = []string{"seminggu", "perminggu", "mingguan", "minggu", "saminggu", "seminggunya", "sepekan", "pekan"}
	yearWords  = []string{"setahun", "pertahun", "tahunan", "tahun", "thn", "panen", "semusim", "musim", "sepanen"}
	monthWords = []string{"sebulan", "perbulan", "bulan", "bln", "bulanan", "sabulan", "sewulan"}
	rangeWords = []string{"sampai", "sampe", "hingga", "sd", "antara", "atau", "kadang", "smp", "s", "ampe"}
	unsure     = []string{"tidak tentu", "tidak menentu", "tidak pasti", "tidak tetap", "tergantung", "kadang", "belum tentu", "serabutan", "tidak mesti", "musiman", "kadang2", "tidak jelas", "berubah", "tidak nentu", "tidak tantu"}
	bounded    = []string{"di bawah", "dibawah", "kurang dari", "di atas", "diatas", "lebih dari", "tidak sampai", "minimal", "maksimal"}
	noIncome   = []string{"tidak ada", "tidak punya", "belum ada", "tidak bekerja", "tidak kerja", "belum kerja", "belum bekerja", "nihil", "nganggur", "menganggur", "pengangguran", "tidak berpenghasilan", "tidak dapat", "belum punya", "tidak digaji"}
)

// readRupiah reads an amount. An income is wanted per month, so an amount per day, week or year is asked again with the
// amount in Args, for a caller who wants to do the sum with the person.
func readRupiah(text string) (string, *Problem) {
	s := mendDigits(latin(text))
	plainText := canonical(s)
	words := moneyWords(s)
	amounts, unit := amountsIn(words)
	switch {
	case hasAny(plainText, unsure):
		return "", problem(CodeMoneyUnsure)
	case len(amounts) == 0 && hasAny(plainText, noIncome):
		return "0", nil
	case len(amounts) == 0, hasAny(plainText, bounded), hasAny(s, bounded):
		return "", problem(CodeMoneyUnclear)
	case len(amounts) > 1:
		return "", problem(CodeMoneySeveral)
	}
	n := amounts[0]
	amount := strconv.FormatInt(n, 10)
	switch {
	case slices.Contains(words, "minus"):
		return "", problem(CodeMoneyUnclear)
	case n > largestAmount:
		return "", problem(CodeMoneyLarge, "amount", FormatRupiah(n))
	case n > 0 && n < smallestAmount && !unit:
		return "", problem(CodeMoneySmall, "amount", FormatRupiah(n), "thousands", FormatRupiah(n*1000))
	case slices.ContainsFunc(words, in(monthWords)):
		return amount, nil
	case slices.ContainsFunc(words, in(dayWords)):
		return "", problem(CodeMoneyDaily, "amount", FormatRupiah(n))
	case slices.ContainsFunc(words, in(weekWords)):
		return "", problem(CodeMoneyWeekly, "amount", FormatRupiah(n))
	case slices.ContainsFunc(words, in(yearWords)):
		return "", problem(CodeMoneyYearly, "amount", FormatRupiah(n))
	}
	return amount, nil
}

func in(list []string) func(string) bool {
	return func(w string) bool { return slices.Contains(list, w) }
}

func hasAny(text string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(" "+text+" ", " "+p+" ") })
}

// canonical gives a text in plain words: "gk ada" becomes "tidak ada".
func canonical(text string) string {
	l := lex()
	words := strings.FieldsFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	for i, w := range words {
		if id := l.whole([]byte(w)); id != 0 && !strings.HasPrefix(l.lexemes[id].name, "<") {
			words[i] = l.lexemes[id].name
		}
	}
	return strings.Join(words, " ")
}

// moneyWords cuts a text into words and numbers; a number that is certain by its own dots loses them: 1.500.000.
func moneyWords(s string) []string {
	s = strings.NewReplacer(",-", " ", ".-", " ", "kira2", "kira", "s/d", " sd ").Replace(s)
	words := moneyWord.FindAllString(s, -1)
	kept := words[:0]
	for i, w := range words {
		switch {
		case w == "-":
			if i == 0 {
				kept = append(kept, "minus")
			} else if i+1 < len(words) && digit(words[i+1][0]) && (digit(words[i-1][0]) || scaleWords[words[i-1]] > 0) {
				kept = append(kept, "sampai")
			}
		case digit(w[0]):
			next := ""
			if i+1 < len(words) {
				next = words[i+1]
			}
			kept = append(kept, plainNumber(w, next))
		default:
			kept = append(kept, w)
		}
	}
	return splitNumbers(kept)
}

// plainNumber decides what the dots and commas of a number are. Before "juta" they are a decimal point, three digits
// after them are thousands, anything else is a decimal point.
func plainNumber(w, next string) string {
	scale := scaleWords[next]
	if scale < 1e6 && pointed.MatchString(w) {
		parts := strings.FieldsFunc(w, func(r rune) bool { return r == '.' || r == ',' })
		if len(parts) > 1 && len(parts[len(parts)-1]) < 3 {
			parts = parts[:len(parts)-1] // sen: 1.500.000,00
		}
		return strings.Join(parts, "")
	}
	w = strings.ReplaceAll(w, ",", ".")
	if strings.Count(w, ".") > 1 {
		return strings.ReplaceAll(w, ".", "")
	}
	if scale == 0 && strings.Contains(w, ".") {
		return w + "0x" // a decimal without a scale is no amount
	}
	return w
}

// amountsIn reads every amount; unit tells whether a scale word (ribu, juta) made the last of them.
func amountsIn(words []string) (amounts []int64, unit bool) {
	ranged := false
	for i := 0; i < len(words); {
		n, used := numberAt(words, i)
		if used == 0 {
			if len(amounts) > 0 && slices.Contains(rangeWords, words[i]) {
				ranged = true
			}
			i++
			continue
		}
		taken := words[i : i+used]
		i += used
		if rest := math.Mod(n, 1e6); n > 1e6 && rest >= 100 && rest < 1000 { // 1 juta 200: two hundred thousand
			n += rest * 999
		}
		if rest := math.Mod(n, 1e6); n > 1e6 && rest >= 1 && rest < 10 && used == 3 && digit(taken[2][0]) { // 1jt5: one and a half
			n += rest * (1e5 - 1)
		}
		if timeWord(words, i, taken) {
			continue
		}
		unit = unit || hasScale(taken, 1e3)
		amounts = append(amounts, int64(n+0.5))
	}
	if ranged && len(amounts) == 1 {
		return append(amounts, amounts[0]), unit
	}
	return amounts, unit
}

// timeWord tells whether a small number counts days or months rather than rupiah: "500rb per 2 minggu".
func timeWord(words []string, next int, taken []string) bool {
	if next >= len(words) || hasScale(taken, 1e3) || len(taken) != 1 || len(taken[0]) > 2 {
		return false
	}
	w := words[next]
	return slices.Contains(dayWords, w) || slices.Contains(weekWords, w) || slices.Contains(monthWords, w) || slices.Contains(yearWords, w) || w == "kali" || w == "orang"
}

func hasScale(words []string, least float64) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		if s, ok := word(scaleWords, w); ok {
			return s >= least
		}
		n, ok := word(numberWords, w)
		return ok && n >= least
	})
}

// FormatRupiah writes an amount as a citizen reads it: Rp1.500.000.
func FormatRupiah(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return sign + "Rp" + s
}
