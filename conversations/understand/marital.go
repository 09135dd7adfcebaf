package understand

import (
	"slices"
	"strings"
)

// The four marital statuses of the population register.
const (
	NeverMarried = "belum_kawin"
	Married      = "kawin"
	Divorced     = "cerai_hidup"
	Widowed      = "cerai_mati"
)

var (
	marryWords  = []string{"kawin", "nikah", "menikah", "kawen", "bersuami", "beristri", "berkeluarga", "rabi", "berumah", "nikahi", "kimpoi", "kwin", "kwn", "kawn", "nkh", "nikh", "nkah", "bebini", "balaki", "belaki", "berlaki"}
	singleWords = []string{"lajang", "single", "jomblo", "gadis", "bujang", "bujangan", "perawan", "singel", "jomlo", "perjaka", "belum_kawin", "bujanganlah"}
	partnerWord = []string{"suami", "istri", "isteri", "bojo", "laki", "bini", "pasangan", "suamiku", "istriku", "suaminya"}
	deathWords  = []string{"meninggal", "wafat", "mati", "almarhum", "alm", "almarhumah", "maninggal", "tiada", "mninggal", "seda", "sedo", "berpulang", "ninggal"}
	partWords   = []string{"cerai", "bercerai", "becerai", "bacarai", "cere", "pegat", "diceraikan", "dicerai", "pisahan", "cerei", "carai", "bacerai", "pegatan", "menceraikan"}
	widowWords  = []string{"janda", "duda", "rondo", "balu"}
)

// readMarital reads one of the four statuses. "Janda" or "duda" alone is ambiguous: divorced or widowed.
func readMarital(text string) (string, *Problem) {
	words := strings.Fields(canonicalKeep(latin(text)))
	has := func(list []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) || nearAny(list, w) })
	}
	not := slices.Contains(words, "tidak") || slices.Contains(words, "belum") || slices.Contains(words, "bukan")
	dead := has(deathWords) || strings.Contains(strings.Join(words, " "), "ditinggal mati")
	parted := has(partWords)
	alive := slices.Contains(words, "hidup")
	switch {
	case parted && dead && !alive, dead && !parted && !not && (has(partnerWord) || has(widowWords) || has(deathWords)):
		return Widowed, nil
	case parted && (not || has([]string{"proses", "gugat", "sidang", "mau", "akan"})):
		return "", problem(CodeMaritalUnclear)
	case parted && !dead:
		return Divorced, nil
	case has(widowWords) && alive && !not:
		return Divorced, nil
	case has(widowWords):
		return "", problem(CodeMaritalAmbiguous)
	case has(singleWords) && !(not && !slices.Contains(words, "kawin")):
		return NeverMarried, nil
	case slices.Contains(words, "pernah") && !not, slices.Contains(words, "pisah"), slices.Contains(words, "ditinggal"), slices.Contains(words, "kabur"):
		return "", problem(CodeMaritalUnclear)
	case has(marryWords) && not:
		return NeverMarried, nil
	case has(marryWords):
		return Married, nil
	case has(partnerWord) && !not:
		return Married, nil
	case has(partnerWord):
		return "", problem(CodeMaritalAmbiguous)
	}
	return "", problem(CodeMaritalUnclear)
}

// canonicalKeep is canonical, but keeps the words this reader itself tells apart.
func canonicalKeep(text string) string {
	l := lex()
	words := strings.FieldsFunc(text, func(r rune) bool { return r < 'a' || r > 'z' })
	for i, w := range words {
		if id := l.exact[w]; id != 0 && l.lexemes[id].concepts.meets(l.is.negator.union(l.is.notyet).union(l.is.yes)) {
			words[i] = l.lexemes[id].name
		}
	}
	return strings.Join(words, " ")
}

// nearAny tells whether w is one of the words within a slip.
func nearAny(list []string, w string) bool {
	if len(w) < 5 {
		return false
	}
	return slices.ContainsFunc(list, func(k string) bool { return len(k) > 4 && distance(k, []byte(w), costKey) <= costKey })
}
