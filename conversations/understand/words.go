package understand

import "slices"

// maxTokens bounds how many words of a text are read.
const maxTokens = 64

// longestGlued is the longest run of letters that is cut into words.
const longestGlued = 48

// how tells by which way a word was recognised, from surest to least sure.
type how uint8

const (
	unknown how = iota
	spelled     // as a table has it
	slip        // a likely slip: a doubled or dropped vowel, letters swapped, the key beside
	stem        // after taking off affixes
	glued       // cut out of a longer word
	far         // further away than a slip
)

// token is one word of a text.
type token struct {
	lexeme   uint16
	concepts set
	how      how
	number   bool
	from, to uint16 // in the folded text
}

// reading is a text as words with their concepts.
type reading struct {
	folded
	store  [maxTokens]token
	tokens []token
	all    set // of every token
}

// take gives a reading of a text, which goes back with give: a reading is large, and every message is read more than once.
func (l *lexicon) take(text string) *reading {
	r, ok := l.spare.Get().(*reading)
	if !ok {
		r = new(reading)
	}
	l.read(r, text)
	return r
}

func (l *lexicon) give(r *reading) {
	*r = reading{}
	l.spare.Put(r)
}

// read folds a text, looks up its words and joins its phrases.
func (l *lexicon) read(r *reading, text string) {
	r.fold(text)
	r.tokens = r.store[:0]
	b := r.text()
	for i := 0; i < len(b) && len(r.tokens) < maxTokens-3; {
		if b[i] == ' ' {
			i++
			continue
		}
		j := i
		for j < len(b) && b[j] != ' ' {
			j++
		}
		l.chunk(r, i, j)
		i = j
	}
	l.joinPhrases(r)
	l.joinTickets(r)
	for i := range r.tokens {
		r.all = r.all.union(r.tokens[i].concepts)
	}
}

// chunk reads what stands between two blanks: a word, a number, or both run together ("cair2", "2024wrse", "d4ftar").
func (l *lexicon) chunk(r *reading, from, to int) {
	b := r.buf[:]
	if to-from >= 3 && !digit(b[from]) && !digit(b[to-1]) {
		unleet(b[from:to])
	}
	for i := from; i < to; {
		j := i
		for j < to && digit(b[j]) == digit(b[i]) {
			j++
		}
		switch {
		case !digit(b[i]):
			l.word(r, i, j)
		case j == to && i > from && j-i == 1 && b[i] == '2': // cair2: said twice
		default:
			r.add(token{number: true, how: spelled, from: uint16(i), to: uint16(j)})
		}
		i = j
	}
}

// unleet puts letters for single digits, and for pairs of them, inside a word.
func unleet(w []byte) {
	for i := 1; i < len(w)-1; i++ {
		j := i
		for digit(w[j]) {
			j++
		}
		if j-i <= 2 {
			for k := i; k < j; k++ {
				w[k] = leet(w[k])
			}
		}
		i = max(i, j-1)
	}
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

func leet(b byte) byte {
	return "oizeasbtbg"[b-'0']
}

func (r *reading) add(t token) {
	if len(r.tokens) < maxTokens {
		r.tokens = append(r.tokens, t)
	}
}

func (l *lexicon) known(r *reading, id uint16, h how, from, to int) {
	r.add(token{lexeme: id, concepts: l.lexemes[id].concepts, how: h, from: uint16(from), to: uint16(to)})
}

// word looks one word up, by the surest way that knows it.
func (l *lexicon) word(r *reading, from, to int) {
	w := r.buf[from:to]
	if id := l.whole(w); id != 0 {
		l.known(r, id, spelled, from, to)
		return
	}
	if vowelless(w) {
		if id := l.skeleton(w, 3); id != 0 {
			l.known(r, id, slip, from, to)
			return
		}
	}
	if len(w) > longestGlued || vowelless(w) {
		if id, cost := l.nearest(w); id != 0 && cost <= costKey {
			l.known(r, id, slip, from, to)
			return
		}
		r.add(token{from: uint16(from), to: uint16(to)})
		return
	}
	near, cost := l.nearest(w)
	if near != 0 && cost <= costDrop {
		l.known(r, near, slip, from, to)
		return
	}
	if id := l.stem(w); id != 0 {
		l.known(r, id, stem, from, to)
		return
	}
	if near != 0 && (cost <= costWrong || len(w) < 8) {
		l.known(r, near, far, from, to)
		return
	}
	if id := l.skeleton(w, 4); id != 0 && near == 0 {
		l.known(r, id, far, from, to)
		return
	}
	if l.unglue(r, from, to) {
		return
	}
	if near != 0 {
		l.known(r, near, far, from, to)
		return
	}
	r.add(token{from: uint16(from), to: uint16(to)})
}

// whole finds a word as it is written, or with repeated letters made single.
func (l *lexicon) whole(w []byte) uint16 {
	if id := l.exact[string(w)]; id != 0 {
		return id
	}
	for i := 1; i < len(w); i++ {
		if w[i] == w[i-1] {
			var b [maxWord + 8]byte
			if s := squeezeInto(b[:0], w); len(s) > 1 {
				return l.squeezed[string(s)]
			}
			return 0
		}
	}
	return 0
}

func squeeze(w []byte) []byte { return squeezeInto(nil, w) }

func squeezeInto(b, w []byte) []byte {
	for i, c := range w {
		if i == 0 || c != w[i-1] {
			b = append(b, c)
		}
	}
	return b
}

// skeleton finds the word of which only the consonants, and perhaps a few vowels, were typed.
func (l *lexicon) skeleton(w []byte, least int) uint16 {
	var b [longestGlued]byte
	if len(w) > maxWord {
		return 0
	}
	c := consonantsInto(b[:0], w)
	if len(c) < least || len(w)-len(c) > 2 {
		return 0
	}
	if id := l.bones[string(c)]; id != ambiguous {
		return id
	}
	return 0
}

func vowelless(w []byte) bool {
	for _, b := range w {
		if vowel(b) {
			return false
		}
	}
	return true
}

var (
	suffixes = []string{"kannya", "annya", "innya", "kanlah", "nyalah", "nya", "kan", "lah", "kah", "ken", "ake", "pun", "an", "in", "ku", "mu", "no", "ne", "i", "e", "ka", "ki", "mi", "ji"}
	prefixes = []string{"memper", "diper", "penge", "menge", "meng", "peng", "meny", "mem", "men", "nge", "ber", "ter", "per", "pem", "pen", "ng", "ny", "me", "pe", "di", "ke", "se", "be", "ba", "ta", "ma", "n", "m"}
)

// stem takes off at most one prefix and one suffix and finds a word that means something here, and that takes affixes.
func (l *lexicon) stem(w []byte) uint16 {
	try := func(w []byte) uint16 {
		if len(w) < 4 {
			return 0
		}
		id := l.exact[string(w)]
		if id == 0 || l.lexemes[id].concepts.empty() || l.lexemes[id].concepts.meets(l.is.bare) {
			return 0
		}
		return id
	}
	if id := eachSuffix(w, try); id != 0 {
		return id
	}
	for _, p := range prefixes {
		if len(w) <= len(p)+2 || string(w[:len(p)]) != p {
			continue
		}
		rest := w[len(p):]
		if id := try(rest); id != 0 {
			return id
		}
		if id := eachSuffix(rest, try); id != 0 {
			return id
		}
	}
	return 0
}

func eachSuffix(w []byte, try func([]byte) uint16) uint16 {
	for _, s := range suffixes {
		if len(w) > len(s)+2 && string(w[len(w)-len(s):]) == s {
			if id := try(w[:len(w)-len(s)]); id != 0 {
				return id
			}
		}
	}
	return 0
}

// unglue cuts a word into two or three known ones ("cekstatus", "maudaftarwrse"); at least one part must mean something.
func (l *lexicon) unglue(r *reading, from, to int) bool {
	if to-from < 5 {
		return false
	}
	mark := len(r.tokens)
	if l.parts(r, from, to, 3+(to-from)/8) {
		for _, t := range r.tokens[mark:] {
			if !t.concepts.without(l.filler).empty() {
				return true
			}
		}
	}
	r.tokens = r.tokens[:mark]
	return l.unglueNearly(r, from, to)
}

// unglueNearly cuts a word into a known one and one with a slip: "maubatla".
func (l *lexicon) unglueNearly(r *reading, from, to int) bool {
	for cut := from + 2; cut <= to-3; cut++ {
		left, right := l.part(r.buf[from:cut]), l.part(r.buf[cut:to])
		switch {
		case left != 0 && to-cut >= 4:
			if id := l.nearPart(r.buf[cut:to]); id != 0 {
				l.known(r, left, glued, from, cut)
				l.known(r, id, glued, cut, to)
				return true
			}
		case right != 0 && cut-from >= 4:
			if id := l.nearPart(r.buf[from:cut]); id != 0 {
				l.known(r, id, glued, from, cut)
				l.known(r, right, glued, cut, to)
				return true
			}
		}
	}
	return false
}

func (l *lexicon) nearPart(w []byte) uint16 {
	if id := l.whole(w); id != 0 && !l.lexemes[id].concepts.without(l.filler).empty() {
		return id
	}
	if id, cost := l.nearest(w); len(w) > 4 && cost <= costDrop && !l.lexemes[id].concepts.without(l.filler).empty() {
		return id
	}
	return 0
}

func (l *lexicon) parts(r *reading, from, to, most int) bool {
	mark := len(r.tokens)
	for cut := to; cut >= from+2; cut-- {
		id := l.part(r.buf[from:cut])
		if id == 0 {
			continue
		}
		l.known(r, id, glued, from, cut)
		if cut == to || most > 1 && l.parts(r, cut, to, most-1) {
			return true
		}
		r.tokens = r.tokens[:mark]
	}
	return false
}

// shortParts are the words of two letters that are often run together with the next.
var shortParts = []string{"ga", "gk", "ya", "ok", "sy", "di", "ke", "bu", "pa", "jd", "mo", "mw", "bs", "tu", "no", "wa", "cs"}

// part finds a word that may be a part of a glued one: anything of four letters, and shorter ones that mean something.
func (l *lexicon) part(w []byte) uint16 {
	id := l.exact[string(w)]
	switch {
	case id == 0, len(w) == 3 && l.lexemes[id].concepts.empty(), len(w) < 3 && !slices.Contains(shortParts, string(w)):
		return 0
	}
	return id
}

// joinPhrases replaces the words of each known phrase by what the phrase means, longest phrase first.
func (l *lexicon) joinPhrases(r *reading) {
	out := r.tokens[:0]
	for i := 0; i < len(r.tokens); {
		t := r.tokens[i]
		n := 1
		for _, p := range l.phrases[t.lexeme] {
			if t.lexeme == 0 || i+len(p.rest) >= len(r.tokens) {
				continue
			}
			if slices.EqualFunc(p.rest, r.tokens[i+1:i+1+len(p.rest)], func(id uint16, t token) bool { return id == t.lexeme }) {
				n += len(p.rest)
				t.lexeme, t.concepts, t.to = p.becomes, l.lexemes[p.becomes].concepts, r.tokens[i+n-1].to
				for _, o := range r.tokens[i : i+n] {
					t.how = max(t.how, o.how)
				}
				break
			}
		}
		out = append(out, t)
		i += n
	}
	r.tokens = out
}

// joinTickets marks a case number ("WRSE-2024-000123", typed in any way): a word of ours, a year and a running number.
func (l *lexicon) joinTickets(r *reading) {
	for i := 0; i+2 < len(r.tokens); i++ {
		word, year, n := &r.tokens[i], &r.tokens[i+1], &r.tokens[i+2]
		if word.number || !year.number || !n.number || year.to-year.from != 4 || n.to-n.from < 3 || word.concepts.empty() {
			continue
		}
		word.concepts = l.is.ticket
		r.tokens = slices.Delete(r.tokens, i+1, i+3)
	}
}
