package understand

// strictness is how much besides a yes or a no may stand in an answer.
type strictness int

const (
	plainAnswer   strictness = iota // Read: nothing that says something else
	lenientAnswer                   // YesNo: a few words more after a clear beginning
	consentAnswer                   // Consent: nothing but a yes
)

// YesNo reads the reply to an ordinary yes-or-no question. "Belum" is a no, "sudah", "ada", "punya" and "mau" are a
// yes; "mungkin", "iya tapi ..." and "bukan tidak mau" are Unclear.
func YesNo(text string) Answer {
	l := lex()
	r := l.take(text)
	defer l.give(r)
	return l.answer(r, lenientAnswer)
}

// Consent reads the reply to a question for consent. Only a plain yes is Yes: "insya allah", "terserah", "sudah" or
// "iya tapi ..." are Unclear and must be asked again.
func Consent(text string) Answer {
	l := lex()
	r := l.take(text)
	defer l.give(r)
	return l.answer(r, consentAnswer)
}

// longestAnswer is how many words YesNo reads as an answer rather than a story.
const longestAnswer = 8

func (l *lexicon) answer(r *reading, s strictness) Answer {
	is := &l.is
	if len(r.tokens) == 0 || len(r.tokens) > longestAnswer || r.all.meets(is.hedge.union(is.but).union(is.off)) {
		return Unclear
	}
	if r.all.meets(is.question) || r.question && s != lenientAnswer {
		return Unclear
	}
	a, rest, ok := l.polarity(r)
	if a == Yes && s == plainAnswer && r.all.meets(is.thank) {
		return Unclear // "ok makasih" ends a talk
	}
	switch {
	case !ok || a == Unclear:
		return Unclear
	case r.question && a == Yes:
		return Unclear // "ya?" asks, it does not answer
	case rest == 0 && (s != consentAnswer || a == No || l.agrees(r)):
		return a
	case s == lenientAnswer && l.clearStart(r, a):
		return a
	}
	return Unclear
}

// polarity adds up what the words say; rest counts the words that say something else; ok is false for a contradiction.
func (l *lexicon) polarity(r *reading) (a Answer, rest int, ok bool) {
	is := &l.is
	yes, no := 0, 0
	negated := false // the word before was a negator
	for i := range r.tokens {
		t := &r.tokens[i]
		c := t.concepts
		unsure := t.how == far || t.how == stem
		switch {
		case c.meets(is.negator) && !unsure:
			if negated && r.tokens[i-1].lexeme != t.lexeme {
				return Unclear, 0, false // bukan tidak mau
			}
			no++
			negated = true
			continue
		case c.meets(is.wrong):
			if negated {
				return Unclear, 0, false // tidak salah, tidak keberatan
			}
			no++
		case c.meets(is.no) && !unsure:
			no++
		case c.meets(is.yes) && !unsure:
			if no > 0 && !negated || c.meets(is.particle) && no > 0 {
				break // "enggak ya", "belum ada ya": a particle
			}
			if !negated {
				yes++
			}
		case c.meets(is.answer) && !unsure:
			if !negated && no == 0 {
				yes++
			}
		case l.said(t), c.meets(is.polite.union(is.thank)):
			continue
		default:
			rest++
		}
		negated = false
	}
	switch {
	case yes > 0 && no > 0:
		return l.mixed(r)
	case yes > 0:
		return Yes, rest, true
	case no > 0:
		return No, rest, true
	}
	return Unclear, rest, true
}

// mixed decides what a yes with a no means: "ya tidak mau dong" and "ya belum lah" are a no, most others contradict.
func (l *lexicon) mixed(r *reading) (Answer, int, bool) {
	is := &l.is
	first, last := &r.tokens[0], &r.tokens[len(r.tokens)-1]
	if first.concepts.meets(is.particle) && len(r.tokens) > 2 && r.tokens[1].concepts.meets(is.negator.union(is.notyet)) &&
		(last.concepts.meets(is.particle) || last.concepts.meets(is.answer)) {
		return No, 0, true
	}
	return Unclear, 0, false
}

// agrees tells whether an answer holds a word of agreement, not merely of fact.
func (l *lexicon) agrees(r *reading) bool { return r.all.meets(l.is.agree) }

// clearStart tells whether an answer opens so plainly that the words after it are only detail: "iya saya janda",
// "tidak punya usaha sendiri".
func (l *lexicon) clearStart(r *reading, a Answer) bool {
	is := &l.is
	i := 0
	for i < len(r.tokens) && l.said(&r.tokens[i]) && !r.tokens[i].concepts.meets(is.yes) {
		i++
	}
	if i == len(r.tokens) || r.tokens[i].how > slip {
		return false
	}
	c := r.tokens[i].concepts
	if a == Yes {
		return c.meets(is.agree) || c.meets(is.answer)
	}
	if i+1 == len(r.tokens) {
		return c.meets(is.no.union(is.negator))
	}
	return c.meets(is.negator.union(is.no)) && r.tokens[i+1].concepts.meets(is.answer.union(is.negator).union(is.no).union(is.aside))
}
