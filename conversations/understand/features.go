package understand

import "math/bits"

// maxFeatures bounds how many features of a text are looked at.
const maxFeatures = 512

// kinds of features.
const (
	aWord uint32 = iota + 1
	aPair
	aStart
	anEnd
	aConcept
	aSounds // three letters of a word that no table knows
	aLength
	aQuestion
	aComma
	inLast // a word of the sentence that asks, or else of the last
)

// number stands for any number, edge for what is before the first word and after the last.
const (
	anyNumber = 1 << 16
	edge      = 1<<16 + 1
)

// featureList is what a text shows, as rows of the model.
type featureList struct {
	n    int
	list [maxFeatures]uint16
}

func (f *featureList) add(kind, a, b uint32) {
	h := (kind*0x9e3779b1 ^ a*0x85ebca6b) * 0xc2b2ae35
	h = (h ^ h>>15 ^ b*0x27d4eb2f) * 0x165667b1
	if f.n < maxFeatures {
		f.list[f.n] = uint16((h ^ h>>13) % rows)
		f.n++
	}
}

// read gives what a reading shows, for the model: its words and neighbours, how it starts and ends, its concepts,
// the sounds of unknown words.
func (f *featureList) read(r *reading) {
	before := uint32(edge)
	for i := range r.tokens {
		t := &r.tokens[i]
		w := uint32(t.lexeme)
		if t.number {
			w = anyNumber
		}
		f.add(aWord, w, 0)
		f.add(aPair, before, w)
		if i < 2 {
			f.add(aStart, w, uint32(i))
		}
		if int(t.from) >= r.last && r.last > 0 {
			f.add(inLast, w, 0)
		}
		if w == 0 {
			f.sounds(r.buf[t.from:t.to])
		}
		before = w
	}
	f.concepts(r.all)
	f.add(aPair, before, edge)
	f.add(anEnd, before, 0)
	f.add(aLength, uint32(min(len(r.tokens), 12)), 0)
	if r.question {
		f.add(aQuestion, 0, 0)
	}
	if r.comma {
		f.add(aComma, uint32(r.tokens[0].lexeme), 0)
		f.add(aComma, 0, 1)
	}
}

func (f *featureList) concepts(s set) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			f.add(aConcept, uint32(i*64+bits.TrailingZeros64(w)), 0)
		}
	}
}

func (f *featureList) sounds(w []byte) {
	a, b := uint32('<'), uint32(0)
	for i := range len(w) + 1 {
		c := uint32('>')
		if i < len(w) {
			c = uint32(w[i])
		}
		if i > 0 {
			f.add(aSounds, a<<16|b<<8|c, 0)
			a = b
		}
		b = c
	}
}
