package understand

import "math"

// threshold is the least confidence at which Read names an intent.
const threshold = 0.5

// Read guesses the intent of a free text. The word "mulai" alone is read as Menu, as a stranger means it; a caller who
// knows that the contact has stopped the news asks Command first, which says Resume. Numbers alone are no intent: what
// "2" means depends on what was shown, so ask Ordinal. Only the first 600 letters are read.
func Read(text string) Guess {
	l := lex()
	r := l.take(text)
	defer l.give(r)
	if len(r.tokens) == 0 {
		return Guess{Intent: Unknown}
	}
	if c, ok := l.command(r); ok {
		if c == Resume || c == Help {
			c = Menu
		}
		return Guess{Intent: c, Confidence: 0.97}
	}
	g := l.weigh(r)
	if a := l.answer(r, plainAnswer); a != Unclear {
		g = Guess{Intent: Intent(a.String()), Confidence: 0.97}
	}
	if g.Between == nil {
		g = learn().temper(g, r)
	}
	g.Programme = l.programme(r.all)
	return g
}

// evidence counts what the words of a text say: for a purpose of ours, for nothing we know, or for something else.
type evidence struct {
	ours, neutral, strange, off float32
}

func (l *lexicon) evidence(r *reading) (e evidence) {
	trade := r.all.meets(l.is.trade) // "modal jualan kue": what is sold is to the point
	for i := range r.tokens {
		t := &r.tokens[i]
		switch {
		case t.number:
			continue
		case t.concepts.meets(l.is.off) && trade && !t.concepts.meets(l.is.alien):
			e.neutral++
		case t.concepts.meets(l.is.off):
			e.off++
		case t.lexeme == 0:
			e.strange++
		case t.concepts.empty():
			e.neutral++
		case l.said(t):
			continue
		case t.concepts.within(l.is.light.union(l.is.aside)):
			e.ours += 0.4
		case t.how == far || t.how == glued:
			e.ours += 0.8
		default:
			e.ours++
		}
	}
	return e
}

// weigh applies the rules and keeps the loudest, quietened by every word that speaks for something else.
func (l *lexicon) weigh(r *reading) Guess {
	e := l.evidence(r)
	best := Guess{Intent: Unknown}
	loudest := float32(0)
	var win *rule
	for i := range l.rules {
		ru := &l.rules[i]
		if ru.weight < loudest || !ru.holds(r.all) || ru.whole && !l.only(r, ru.used) {
			continue
		}
		if ru.weight > loudest {
			loudest, win = ru.weight, ru
		}
	}
	if win == nil {
		return best
	}
	score := loudest*share(e, len(win.groups) == 1 && !win.whole && win.weight < 1) - 0.15*e.off
	best.Confidence = math.Round(float64(max(0, min(score, 0.99)))*100) / 100
	if score < threshold {
		return best
	}
	best.Intent, best.Between = win.intent, win.between
	return best
}

// share is how much of a text speaks for us, from 1 (all of it) down. Where one word alone carries the guess, the words
// that say nothing weigh more.
func share(e evidence, alone bool) float32 {
	neutral, strange := e.neutral, e.strange
	if alone {
		neutral, strange = 2*neutral, 1.5*strange
	}
	total := e.ours + 0.45*neutral + 0.9*strange + 2.5*e.off
	if total == 0 {
		return 1
	}
	return 0.4 + 0.6*min(1, (e.ours+0.3)/total)
}

// only tells whether every word that says anything belongs to the given concepts.
func (l *lexicon) only(r *reading, used set) bool {
	for i := range r.tokens {
		t := &r.tokens[i]
		if t.number && used.meets(l.is.number) {
			continue
		}
		if t.number || !t.concepts.meets(used) && !l.said(t) {
			return false
		}
	}
	return true
}

// said tells whether a word only carries politeness, address or tone.
func (l *lexicon) said(t *token) bool {
	c := t.concepts
	return c.meets(l.filler) || c.meets(l.is.particle) || !c.empty() && c.within(l.is.aside)
}

// programmes are the concepts that name a programme, in the order in which they are looked for.
var programmes = [...]string{"wrse", "kube", "lks", "pkh", "sembako", "beasiswa", "gizi", "kerja", "produk", "rumah", "terencana"}

func (l *lexicon) programme(all set) string {
	for _, p := range programmes {
		if i, ok := l.concepts["prog_"+p]; ok && all[i>>6]&(1<<(i&63)) != 0 {
			return p
		}
	}
	if all.meets(l.is.planned) {
		return "terencana" // a group that the planned aid is for
	}
	return ""
}
