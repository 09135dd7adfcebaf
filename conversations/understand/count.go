package understand

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	together = map[string]int{"sendiri": 1, "sendirian": 1, "berdua": 2, "bedua": 2, "badua": 2, "bertiga": 3, "betiga": 3, "batalu": 3, "berempat": 4, "beempat": 4, "berampat": 4,
		"berlima": 5, "belima": 5, "berenam": 6, "beenam": 6, "bertujuh": 7, "berdelapan": 8, "bersembilan": 9, "bersepuluh": 10, "sepasang": 2, "seorang": 1}
	soon     = []string{"jalan", "jln", "hampir", "menjelang", "mau", "menuju", "hendak", "masuk"}
	birthish = []string{"lahir", "kelahiran", "lahirnya", "kelahirannya", "angkatan"}
)

// numbersIn gives every number of a text, in digits or words, in order.
func numbersIn(words []string) (out []float64) {
	for i := 0; i < len(words); {
		n, used := numberAt(words, i)
		if used == 0 {
			i++
			continue
		}
		out = append(out, n)
		i += used
	}
	return out
}

func wordsOf(text string) []string {
	s := mendDigits(latin(text))
	return splitNumbers(strings.FieldsFunc(spaceDigits(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }))
}

// readAge reads an age in whole years, 0 to 120.
func readAge(text string, now time.Time) (string, *Problem) {
	words := wordsOf(text)
	numbers := numbersIn(words)
	if len(numbers) == 2 && len(words) == 2 && numbers[0] >= 1 && numbers[0] < 10 && numbers[1] >= 1 && numbers[1] < 10 && !digit(words[0][0]) {
		numbers = []float64{numbers[0]*10 + numbers[1]} // "tiga lima": said digit by digit
	}
	if len(numbers) == 2 && slices.Contains(words, "bulan") && numbers[1] < 12 {
		numbers = numbers[:1] // 45 tahun 6 bulan
	} else if slices.Contains(words, "bulan") || slices.Contains(words, "bln") {
		return "", problem(CodeAgeUnclear)
	}
	if len(numbers) != 1 || slices.ContainsFunc(words, in(soon)) || strings.Contains(text, "-1") {
		return "", problem(CodeAgeUnclear)
	}
	n := numbers[0]
	switch {
	case strings.HasPrefix(strings.TrimSpace(text), "-"), slices.Contains(words, "kepala"):
		return "", problem(CodeAgeUnclear) // "kepala 4": forty or more
	case n >= 1900 && n <= float64(now.Year()), slices.ContainsFunc(words, in(birthish)):
		return "", problem(CodeAgeYear)
	case n > oldest || n != float64(int(n)):
		return "", problem(CodeAgeRange, "age", strconv.FormatFloat(n, 'f', -1, 64))
	}
	return strconv.Itoa(int(n)), nil
}

// largestCount is the most that "how many" may be answered with.
const largestCount = 10_000

// readCount reads how many. "Tidak punya" is 0, "berempat" is 4; two different numbers are asked again.
func readCount(text string) (string, *Problem) {
	words := wordsOf(text)
	numbers := numbersIn(words)
	for _, w := range words {
		if n, ok := together[w]; ok && w != "seorang" {
			numbers = append(numbers, float64(n))
		}
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	switch {
	case len(numbers) == 0 && (hasAny(canonical(latin(text)), noIncome) || YesNo(text) == No):
		return "0", nil
	case len(numbers) == 0:
		return "", problem(CodeCountUnclear)
	case len(numbers) > 1:
		return "", problem(CodeCountSeveral)
	}
	n := numbers[0]
	switch {
	case n != float64(int(n)) || strings.HasPrefix(strings.TrimSpace(text), "-"):
		return "", problem(CodeCountUnclear)
	case n > largestCount:
		return "", problem(CodeCountLarge, "count", strconv.Itoa(int(n)))
	}
	return strconv.Itoa(int(n)), nil
}
