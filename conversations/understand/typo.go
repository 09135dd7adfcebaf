package understand

import (
	"cmp"
	"slices"
)

// typoIndex finds known spellings near a mistyped word: two words within one (two) slips share what is left of them
// after leaving out one (two) letters each. Leftovers are kept as hashes, sorted, with a table of where each leading
// byte pair starts.
type typoIndex struct {
	forms  []form
	left   []leftover
	starts []uint32
}

type leftover struct {
	hash uint32
	form uint16
}

const (
	shortestTypo = 4 // shorter words must be written right
	twoSlipsFrom = 8 // words this long may carry two slips
)

// allowance is how far a word of n letters may be from what was typed.
func allowance(n int) float32 {
	switch {
	case n < shortestTypo:
		return 0
	case n == 4:
		return 0.75
	case n == 5:
		return 0.85
	case n <= 7:
		return 1.3
	case n <= 9:
		return 1.7
	}
	return 2.1
}

func indexTypos(forms []form) typoIndex {
	t := typoIndex{forms: forms, starts: make([]uint32, 1<<16+1)}
	for i, f := range forms {
		if len(f.text) < shortestTypo || len(f.text) > maxWord {
			continue
		}
		eachLeftover([]byte(f.text), len(f.text) >= twoSlipsFrom, func(h uint32) {
			t.left = append(t.left, leftover{h, uint16(i)})
		})
	}
	slices.SortFunc(t.left, func(a, b leftover) int {
		if a.hash != b.hash {
			return cmp.Compare(a.hash, b.hash)
		}
		return cmp.Compare(a.form, b.form)
	})
	t.left = slices.Compact(t.left)
	at := 0
	for h := range t.starts {
		for at < len(t.left) && t.left[at].hash>>16 < uint32(h) {
			at++
		}
		t.starts[h] = uint32(at)
	}
	return t
}

// eachLeftover hashes the word, the word without each letter, and with two also without each pair of letters.
func eachLeftover(w []byte, two bool, each func(uint32)) {
	each(hashWithout(w, -1, -1))
	for i := range w {
		if i > 0 && w[i] == w[i-1] {
			continue
		}
		each(hashWithout(w, i, -1))
		if !two {
			continue
		}
		for j := i + 1; j < len(w); j++ {
			each(hashWithout(w, i, j))
		}
	}
}

func hashWithout(w []byte, i, j int) uint32 {
	h := uint32(2166136261)
	for k, b := range w {
		if k != i && k != j {
			h = (h ^ uint32(b)) * 16777619
		}
	}
	return h ^ h>>15
}

// sharedAffixes counts the letters that two words of six letters or more have in common only because both carry the
// same affixes: "diterapkan" is no nearer to "disiapkan" than "terap" is to "siap".
func sharedAffixes(a string, b []byte) (n int) {
	for _, p := range [...]string{"meng", "peng", "men", "mem", "pen", "pem", "ber", "ter", "per", "di", "me", "pe", "ke", "se"} {
		if len(a) >= len(p)+4 && len(b) >= len(p)+4 && a[:len(p)] == p && string(b[:len(p)]) == p {
			n += len(p)
			break
		}
	}
	for _, s := range [...]string{"annya", "kan", "nya", "an", "in"} {
		if len(a) >= n+len(s)+4 && len(b) >= n+len(s)+4 && a[len(a)-len(s):] == s && string(b[len(b)-len(s):]) == s {
			return n + len(s)
		}
	}
	return n
}

// everyday is how much nearer an ordinary word must be than one that means something here.
const everyday = 0.2

// often is how much nearer the little words count that stand in every second text.
const often = 0.12

// nearest gives the lexeme whose spelling is nearest to w, with its distance; 0 when none is near enough.
func (l *lexicon) nearest(w []byte) (id uint16, cost float32) {
	cost = 99
	if len(w) < shortestTypo-1 || len(w) > maxWord {
		return 0, cost
	}
	t := &l.typos
	var seen [48]uint16
	n := 0
	look := func(h uint32) {
		for i := t.starts[h>>16]; i < t.starts[h>>16+1]; i++ {
			if t.left[i].hash != h {
				continue
			}
			f := t.left[i].form
			if slices.Contains(seen[:n], f) {
				continue
			}
			if n < len(seen) {
				seen[n] = f
				n++
			}
			limit := allowance(min(len(t.forms[f].text), len(w)+1) - sharedAffixes(t.forms[f].text, w))
			d := distance(t.forms[f].text, w, limit)
			if d > limit {
				continue
			}
			got := t.forms[f].lexeme
			switch c := l.lexemes[got].concepts; {
			case c.within(l.is.off.union(l.is.alien)) && !l.phrased[got]:
				d += everyday
			case c.meets(l.is.light) || c.meets(l.is.yes) || c.meets(l.is.negator):
				d -= often
			}
			if d < cost {
				id, cost = got, d
			}
		}
	}
	eachLeftover(w, len(w) >= twoSlipsFrom-1, look)
	return id, cost
}
