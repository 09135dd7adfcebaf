package understand

import (
	"slices"
	"strings"
	"unicode"
)

// longestName is how many letters a name may have (Permendagri on writing names: 60, spaces not counted here).
const longestName = 60

var (
	introduction = []string{"perkenalkan", "nama", "namanya", "namaku", "nm", "nma", "saya", "sy", "aku", "ulun", "kulo", "adalah", "ialah", "ngaran", "ngarani", "ngaranku", "aran", "jeneng", "jenengku", "asmo", "asma",
		"lengkap", "panggil", "dipanggil", "panggilan", "aja", "saja", "itu", "atas", "an", "a/n", "a.n", "yaitu", "ini", "assalamualaikum", "halo", "hai", "sesuai", "ktp", "di", "pemohon", "gue", "namanya"}
	honorific = []string{"bapak", "ibu", "bpk", "pak", "bu", "sdr", "sdri", "saudara", "saudari", "tuan", "nyonya", "ny"}
	addressed = []string{"kak", "ka", "min", "admin", "mimin", "pak", "bu", "bang", "mas", "mbak", "ya", "nggih", "bos"}
	small     = []string{"bin", "binti", "van", "der", "de", "den", "al", "bt", "bte"}
	titles    = map[string]string{"s.pd": "S.Pd", "s.e": "S.E", "s.h": "S.H", "s.ag": "S.Ag", "s.sos": "S.Sos", "s.kom": "S.Kom", "s.t": "S.T", "m.pd": "M.Pd", "m.si": "M.Si", "s.pd.i": "S.Pd.I", "a.md": "A.Md", "s.kep": "S.Kep", "s.ip": "S.IP", "m.m": "M.M", "s.hut": "S.Hut", "s.p": "S.P", "m.ag": "M.Ag", "s.farm": "S.Farm"}
	notNames  = []string{"tidak tahu", "rahasia", "siapa", "apa", "kenapa", "buat apa", "untuk apa", "tidak ada", "kosong", "test", "tes", "lupa", "tidak mau"}
)

// readName tidies a name: the words around it go, each word gets its capital, titles and particles keep their way.
// Any name of two letters or more is a name, also one word, also one that looks like a command of ours.
func readName(text string) (string, *Problem) {
	if strings.Contains(text, "://") || strings.Contains(strings.ToLower(text), "www.") || strings.Contains(text, "@") {
		return "", problem(CodeNameUnclear)
	}
	words := nameWords(text)
	words = withoutFrame(words)
	letters := 0
	for _, w := range words {
		for _, r := range w {
			switch {
			case unicode.IsDigit(r):
				return "", problem(CodeNameDigits)
			case unicode.IsLetter(r):
				letters++
			}
		}
	}
	switch {
	case letters < 2:
		return "", problem(CodeNameShort)
	case letters > longestName:
		return "", problem(CodeNameLong)
	case slices.Contains(notNames, canonical(strings.ToLower(text))), noName(text):
		return "", problem(CodeNameUnclear)
	}
	for i, w := range words {
		words[i] = capital(w)
	}
	return strings.Join(words, " "), nil
}

// noName tells whether a text is plainly an answer of another sort.
func noName(text string) bool {
	c := strings.Fields(canonical(latin(text)))
	return len(c) > 0 && len(c) < 4 && !strings.ContainsAny(text, "'’`") && slices.Contains([]string{"tidak", "belum", "ya", "iya", "oke", "kenapa", "bagaimana", "apa"}, c[0])
}

func nameWords(text string) []string {
	if open := strings.IndexByte(text, '('); open > 0 {
		text = text[:open] // "(ibu saya)"
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '.', r == '-', r == '/', unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
		case r == '\'' || r == '’' || r == '‘' || r == '`' || r == 'ʼ':
			b.WriteByte('\'')
		case r == ',':
			b.WriteString(", ")
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	out := words[:0]
	for _, w := range words {
		if w = strings.TrimLeft(w, ".-/',"); w == "" {
			if len(out) > 0 && len(words) > 0 {
				continue
			}
			continue
		}
		out = append(out, strings.TrimRight(w, "-/'"))
	}
	return out
}

// withoutFrame takes off "nama saya ..." before a name and "... kak" after it.
func withoutFrame(words []string) []string {
	bare := func(w string) string { return strings.ToLower(strings.Trim(w, ".,:;")) }
	for len(words) > 1 && slices.Contains(introduction, bare(words[0])) && (!strings.HasSuffix(words[0], ".") || strings.HasPrefix(words[0], "a.")) {
		words = words[1:]
	}
	if len(words) > 1 && slices.Contains(honorific, bare(words[0])) {
		words = words[1:]
	}
	for len(words) > 1 && slices.Contains(addressed, strings.Trim(words[len(words)-1], ".,!")) {
		words = words[:len(words)-1]
	}
	if i := slices.Index(words, "dari"); i > 0 && len(Regions(strings.Join(words[i:], " "), "")) > 0 {
		words = words[:i]
	}
	if n := len(words); n > 0 {
		last := words[n-1]
		if _, title := titles[strings.ToLower(strings.TrimRight(last, "."))]; !title && len(last) > 3 {
			words[n-1] = strings.TrimRight(last, ".,")
		} else {
			words[n-1] = strings.TrimRight(last, ",")
		}
	}
	return words
}

// capital gives a word of a name its capitals; a word typed in mixed case keeps its own.
func capital(w string) string {
	lower := strings.ToLower(w)
	if t, ok := titles[strings.Trim(lower, ".,")]; ok {
		if w != lower {
			return w
		}
		return t + w[len(strings.TrimRight(w, ".,")):]
	}
	if slices.Contains(small, lower) {
		return lower
	}
	if w != lower && w != strings.ToUpper(w) {
		return w
	}
	if w != lower && strings.Count(w, ".") > 1 { // initials
		return w
	}
	rs := []rune(lower)
	up := true
	for i, r := range rs {
		if up && unicode.IsLetter(r) {
			rs[i] = unicode.ToUpper(r)
		}
		up = r == '-' || r == '.' || r == '/' || i == 1 && r == '\'' && rs[0] != 'A' && rs[0] != 'I' && rs[0] != 'U'
	}
	return string(rs)
}
