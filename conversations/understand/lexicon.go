package understand

import (
	"cmp"
	"embed"
	"slices"
	"strings"
	"sync"
)

//go:embed words
var tables embed.FS

// set is a set of concepts.
type set [4]uint64

// maxConcepts is how many concepts a set can hold.
const maxConcepts = 256

func (s *set) add(i int) { s[i>>6] |= 1 << (i & 63) }

func (s set) meets(o set) bool { return s[0]&o[0]|s[1]&o[1]|s[2]&o[2]|s[3]&o[3] != 0 }

func (s set) union(o set) set { return set{s[0] | o[0], s[1] | o[1], s[2] | o[2], s[3] | o[3]} }

func (s set) empty() bool { return s == set{} }

func (s set) within(o set) bool { return s.without(o).empty() }

func (s set) without(o set) set { return set{s[0] &^ o[0], s[1] &^ o[1], s[2] &^ o[2], s[3] &^ o[3]} }

// lexeme is a known word in its plain form, or the outcome of a phrase.
type lexeme struct {
	name     string
	concepts set
}

// form is a way to write a lexeme.
type form struct {
	text   string
	lexeme uint16
}

// phrase joins words that mean something together.
type phrase struct {
	rest    []uint16 // lexemes after the first
	becomes uint16
}

// lexicon is everything the tables in words/ say about words. It is built once and never changes.
type lexicon struct {
	lexemes  []lexeme          // 0 is the unknown word
	forms    []form            // every spelling
	exact    map[string]uint16 // spelling -> lexeme
	squeezed map[string]uint16 // spelling with repeated letters made single -> lexeme
	phrased  []bool            // by lexeme: stands in a phrase
	bones    map[string]uint16 // spelling without its vowels -> lexeme, for "ptgs" and "bntn"
	phrases  [][]phrase        // by first lexeme, longest first
	concepts map[string]int
	typos    typoIndex
	rules    []rule
	commands []command
	filler   set // concept "filler": says nothing about what is wanted
	is       marks
	spare    sync.Pool // of readings that nobody uses right now
}

// lex gives the lexicon, built on first use. A broken table panics: it is our own file, and every test would find it.
var lex = sync.OnceValue(buildLexicon)

func buildLexicon() *lexicon {
	l := &lexicon{
		lexemes:  make([]lexeme, 1, 2600),
		exact:    make(map[string]uint16, 6000),
		squeezed: make(map[string]uint16, 6000),
		concepts: make(map[string]int, 190),
	}
	byName := make(map[string]uint16, 2600)
	l.readConcepts(byName)
	l.readSpellings(byName)
	l.readCommon(byName)
	l.readPhrases(byName)
	for _, f := range l.forms {
		if s := squeeze([]byte(f.text)); l.squeezed[string(s)] == 0 {
			l.squeezed[string(s)] = f.lexeme
		}
	}
	l.readBones()
	l.typos = indexTypos(l.forms)
	l.filler = l.setOf("filler")
	l.is = l.readMarks()
	l.rules = l.readRules()
	l.commands = l.readCommands()
	return l
}

// ambiguous marks the consonants that several words share.
const ambiguous = ^uint16(0)

// readBones takes the vowels out of every word that means something here. Three consonants are enough only for words
// of five letters: "bcr" is bicara, but "mnt" may be anything.
func (l *lexicon) readBones() {
	l.bones = make(map[string]uint16, 2000)
	plainly := make(map[string]bool, 2000) // holds the bones of a plain form, which wins over a way to write it
	for _, f := range l.forms {
		b := consonantsInto(nil, []byte(f.text))
		known := l.lexemes[f.lexeme].concepts.without(l.setOf("filler", "off", "me", "prayer")).empty()
		if known || len(b) < 3 || len(b) == 3 && len(f.text) < 5 || len(b) == len(f.text) || l.exact[string(b)] != 0 {
			continue
		}
		had, is := l.bones[string(b)], f.text == l.lexemes[f.lexeme].name
		switch {
		case had == 0, is && !plainly[string(b)]:
			l.bones[string(b)] = f.lexeme
		case had != f.lexeme && is == plainly[string(b)]:
			l.bones[string(b)] = ambiguous
		}
		plainly[string(b)] = plainly[string(b)] || is
	}
}

// consonantsInto appends a word without its vowels and without letters said twice.
func consonantsInto(b, w []byte) []byte {
	for _, c := range w {
		if !vowel(c) && (len(b) == 0 || b[len(b)-1] != c) {
			b = append(b, c)
		}
	}
	return b
}

// lines gives the lines of a table as head and words, without comments.
func lines(name string, each func(head string, rest string)) {
	b, err := tables.ReadFile("words/" + name)
	if err != nil {
		panic("understand: " + err.Error())
	}
	for line := range strings.Lines(string(b)) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		head, rest, _ := strings.Cut(line, ":")
		each(strings.TrimSpace(head), strings.TrimSpace(rest))
	}
}

func (l *lexicon) lexemeNamed(byName map[string]uint16, name string) uint16 {
	if id, ok := byName[name]; ok {
		return id
	}
	id := uint16(len(l.lexemes))
	l.lexemes = append(l.lexemes, lexeme{name: name})
	byName[name] = id
	if !strings.HasPrefix(name, "<") {
		l.spell(name, id)
	}
	return id
}

func (l *lexicon) spell(text string, id uint16) {
	if l.exact[text] == 0 {
		l.exact[text] = id
		l.forms = append(l.forms, form{text, id})
	}
}

func (l *lexicon) conceptNamed(name string) int {
	i, ok := l.concepts[name]
	if !ok {
		if i = len(l.concepts); i >= maxConcepts {
			panic("understand: too many concepts")
		}
		l.concepts[name] = i
	}
	return i
}

// setOf gives the set of named concepts; a name no table uses panics.
func (l *lexicon) setOf(names ...string) (s set) {
	for _, n := range names {
		i, ok := l.concepts[n]
		if !ok {
			panic("understand: no such concept: " + n)
		}
		s.add(i)
	}
	return s
}

func (l *lexicon) readConcepts(byName map[string]uint16) {
	lines("concepts.txt", func(head, rest string) {
		c := l.conceptNamed(head)
		for w := range strings.FieldsSeq(rest) {
			l.lexemes[l.lexemeNamed(byName, w)].concepts.add(c)
		}
	})
}

func (l *lexicon) readSpellings(byName map[string]uint16) {
	lines("spellings.txt", func(head, rest string) {
		id := l.lexemeNamed(byName, head)
		for w := range strings.FieldsSeq(rest) {
			l.spell(w, id)
		}
	})
}

func (l *lexicon) readCommon(byName map[string]uint16) {
	b, err := tables.ReadFile("words/common.txt")
	if err != nil {
		panic("understand: " + err.Error())
	}
	for line := range strings.Lines(string(b)) {
		line, _, _ = strings.Cut(line, "#")
		for w := range strings.FieldsSeq(line) {
			if l.exact[w] == 0 {
				l.lexemeNamed(byName, w)
			}
		}
	}
}

// readPhrases reads "concept concept: word word | word word". A phrase takes the place of its words; the phrase of a
// concept is a lexeme of its own, named "<concept concept>".
func (l *lexicon) readPhrases(byName map[string]uint16) {
	type raw struct {
		words   []uint16
		becomes uint16
	}
	var all []raw
	lines("phrases.txt", func(head, rest string) {
		id := l.lexemeNamed(byName, "<"+head+">")
		for c := range strings.FieldsSeq(head) {
			l.lexemes[id].concepts.add(l.conceptNamed(c))
		}
		for p := range strings.SplitSeq(rest, "|") {
			var words []uint16
			for w := range strings.FieldsSeq(p) {
				if known := l.exact[w]; known != 0 {
					words = append(words, known)
				} else {
					words = append(words, l.lexemeNamed(byName, w))
				}
			}
			all = append(all, raw{words, id})
		}
	})
	l.phrases = make([][]phrase, len(l.lexemes))
	l.phrased = make([]bool, len(l.lexemes))
	for _, p := range all {
		for _, w := range p.words {
			l.phrased[w] = true
		}
		l.phrases[p.words[0]] = append(l.phrases[p.words[0]], phrase{p.words[1:], p.becomes})
	}
	for _, ps := range l.phrases {
		slices.SortStableFunc(ps, func(a, b phrase) int { return cmp.Compare(len(b.rest), len(a.rest)) })
	}
}
