package understand

import (
	"math"
	"strconv"
	"strings"
)

// numberWords are the words a number is built of; scale words multiply.
var numberWords = map[string]float64{
	"nol": 0, "kosong": 0, "satu": 1, "siji": 1, "asa": 1, "sa": 1, "setunggal": 1, "seorang": 1, "dua": 2, "loro": 2, "kalih": 2, "duwa": 2, "tiga": 3, "telu": 3, "talu": 3, "tigo": 3, "tige": 3,
	"empat": 4, "papat": 4, "ampat": 4, "mpat": 4, "sekawan": 4, "lima": 5, "limo": 5, "gangsal": 5, "rong": 2, "telung": 3, "patang": 4, "limang": 5, "pitung": 7, "wolung": 8, "sangang": 9, "lime": 5, "enam": 6, "enem": 6, "anam": 6, "nem": 6, "nam": 6,
	"tujuh": 7, "pitu": 7, "tuju": 7, "delapan": 8, "wolu": 8, "walu": 8, "lapan": 8, "dlapan": 8, "sembilan": 9, "sanga": 9, "songo": 9, "smbilan": 9, "sambilan": 9,
	"sepuluh": 10, "sapuluh": 10, "spuluh": 10, "sebelas": 11, "sewelas": 11, "sabalas": 11, "selusin": 12, "seratus": 100, "saratus": 100, "satus": 100,
	"seribu": 1000, "saribu": 1000, "sewu": 1000, "sejuta": 1e6, "sajuta": 1e6, "sejeti": 1e6, "sejutaan": 1e6, "semiliar": 1e9,
	"selawe": 25, "seket": 50, "sawidak": 60, "sewidak": 60, "sak": 1, "ceban": 10000, "gocap": 50000, "cepek": 100, "gopek": 500, "goceng": 5000, "noban": 20000,
}

var scaleWords = map[string]float64{
	"belas": 10, "welas": 10, "blas": 10, "balas": 10, "puluh": 10, "pulu": 10, "puluhan": 10, "ratus": 100, "ratusan": 100, "atus": 100,
	"ribu": 1e3, "rb": 1e3, "rbu": 1e3, "rebu": 1e3, "ribuan": 1e3, "rban": 1e3, "ewu": 1e3, "k": 1e3, "rbuan": 1e3, "ribuu": 1e3, "ribuannya": 1e3,
	"juta": 1e6, "jt": 1e6, "jta": 1e6, "jutaan": 1e6, "jtan": 1e6, "jeti": 1e6, "jut": 1e6, "yuta": 1e6, "jutaa": 1e6, "milyar": 1e9, "miliar": 1e9, "milar": 1e9,
}

// numberAt reads the number that starts at words[i], written in digits or words, and tells how many words it took.
// "Setengah" counts half of the scale that follows or went before.
func numberAt(words []string, i int) (value float64, used int) {
	var total, part, last float64 // last: the scale that closed last
	state := numberState{words: words, at: i}
	for state.at < len(words) {
		w := words[state.at]
		switch {
		case w == "setengah" || w == "stengah" || w == "separo" || w == "satangah":
			total, part = half(total, part, last, state)
		case isDigits(w):
			n, err := strconv.ParseFloat(w, 64)
			if err != nil || !state.mayAdd(n, part, last) {
				return total + part, state.at - i
			}
			part += n
			state.open = true
		default:
			if n, ok := word(numberWords, w); ok {
				if !state.mayAdd(n, part, last) {
					return total + part, state.at - i
				}
				if n >= 1000 {
					total, last, part, state.open = total+n, n, 0, false
				} else {
					part, state.open = part+n, n < 10
				}
				break
			}
			s, ok := word(scaleWords, w)
			if !ok || state.at == i {
				return total + part, state.at - i
			}
			switch {
			case strings.HasSuffix(w, "las"):
				part += 10
				state.open = false
			case s < 1000:
				part = scaleLast(part, s)
				state.open = false
				state.tens = s
			default:
				total, last, part, state.open, state.tens = total+part*s, s, 0, false, 0
			}
		}
		state.at++
	}
	return total + part, state.at - i
}

type numberState struct {
	words []string
	at    int
	open  bool    // a bare unit stands last: another unit would be another number
	tens  float64 // the last scale below a thousand
}

// mayAdd tells whether n continues the number: three after twenty does, three after two does not.
func (s numberState) mayAdd(n, part, last float64) bool {
	if s.open && part != 0 || s.open && n >= 0 {
		return false
	}
	if part == 0 {
		return last == 0 || n < last
	}
	return s.tens != 0 && n < s.tens || part >= 100 && n < 100 || part >= 10 && math.Mod(part, 10) == 0 && n < 10 && part != 10
}

// scaleLast multiplies the part of a number that a scale word belongs to: in 102 (seratus dua) the 2 becomes 20.
func scaleLast(part, scale float64) float64 {
	below := math.Mod(part, 10)
	if part >= 10 && below != 0 {
		return part - below + below*scale
	}
	return part * scale
}

// half adds "setengah": "satu setengah juta" 1.5, "sejuta setengah" half a million, "setengah juta" 0.5.
func half(total, part, last float64, s numberState) (float64, float64) {
	if s.at+1 < len(s.words) {
		if _, ok := scaleWords[s.words[s.at+1]]; ok {
			return total, part + 0.5
		}
	}
	if part == 0 && last != 0 {
		return total + last/2, part
	}
	return total, part + 0.5
}

// splitNumbers cuts number words that were run together: "limaratus" becomes "lima ratus".
func splitNumbers(words []string) []string {
	var out []string
	for _, w := range words {
		a, b := splitNumber(w)
		out = append(out, a)
		if b != "" {
			out = append(out, b)
		}
	}
	return out
}

func splitNumber(w string) (a, b string) {
	if _, number := numberWords[w]; number {
		return w, ""
	}
	for i := 3; i <= len(w)-2; i++ {
		_, number := numberWords[w[:i]]
		_, scale := scaleWords[w[i:]]
		if number && scale && len(w)-i > 2 {
			return w[:i], w[i:]
		}
	}
	return w, ""
}

func isDigits(w string) bool {
	if w == "" {
		return false
	}
	dots := 0
	for i := range len(w) {
		if w[i] == '.' {
			dots++
		} else if !digit(w[i]) {
			return false
		}
	}
	return dots <= 1 && w[0] != '.' && w[len(w)-1] != '.'
}

// word finds a word in a table, as it stands or within a slip when it is long enough.
func word[V any](table map[string]V, w string) (v V, ok bool) {
	if v, ok = table[w]; ok || len(w) < 5 {
		return v, ok
	}
	best, found := float32(costKey), ""
	for k := range table {
		if len(k) < 4 {
			continue
		}
		if d := distance(k, []byte(w), best); d < best || d == best && (found == "" || k < found) {
			best, found = d, k
		}
	}
	if found == "" {
		return v, false
	}
	return table[found], true
}
