package assess

import (
	"math"
	"slices"
)

// Next picks the one question to ask now over several programmes, and tells whether any is still open. It weighs how many
// later questions an answer is expected to spare against the chance that the question itself would have been spared; at a
// tie, the question declared first is asked. The same programmes and answers always give the same slot. Answers not in
// their normal form count as not given.
func Next(programmes []*Programme, a Answers) (slot string, open bool) {
	pl := plan{place: map[string]int{}}
	for _, p := range programmes {
		known, _ := p.read(a)
		if s, _ := p.stand(known); s.verdict == "" {
			pl.add(p, s)
		}
	}
	if len(pl.slots) == 0 {
		return "", false
	}
	pl.weigh()
	best := 0
	for i := range pl.slots {
		if pl.better(i, best) {
			best = i
		}
	}
	return pl.slots[best].name, true
}

// plan is what the open programmes still wait for, and what each answer is expected to bring.
type plan struct {
	open  []*pending
	slots []candidate
	place map[string]int // of a slot among slots
}

// candidate is a question that could be asked now.
type candidate struct {
	name     string
	declared int     // its place among all questions
	spared   float64 // the chance that it need not be asked if it comes last
	gain     float64 // how many other questions its answer is expected to spare
}

// pending is one open programme within a plan.
type pending struct {
	open []waiting
	need []float64 // beside plan.slots: the chance that this programme still needs the slot if it comes last
}

// waiting is one open criterion that can still change the verdict.
type waiting struct {
	soft  bool
	slots []int // places in plan.slots
	odds  []odds
	fails float64 // the chance that it fails once all its slots are known
}

func (pl *plan) add(p *Programme, s standing) {
	w := &pending{}
	wanted := make([]bool, len(p.slots))
	for _, i := range s.need {
		wanted[i] = true
		if _, ok := pl.place[p.slots[i].Slot]; !ok {
			pl.place[p.slots[i].Slot] = len(pl.slots)
			pl.slots = append(pl.slots, candidate{name: p.slots[i].Slot, declared: p.declared[i], spared: 1})
		}
	}
	for i, c := range p.criteria {
		if s.stands[i].outcome != Open {
			continue
		}
		one := waiting{soft: c.spec.Soft}
		passes := 1.0
		for at, slot := range c.rule.slots {
			if !slices.Contains(s.stands[i].need, slot) || !wanted[slot] {
				continue
			}
			one.slots = append(one.slots, pl.place[p.slots[slot].Slot])
			one.odds = append(one.odds, c.odds[at])
			passes *= 1 - c.odds[at].fails
		}
		if one.fails = 1 - passes; len(one.slots) > 0 {
			w.open = append(w.open, one)
		}
	}
	pl.open = append(pl.open, w)
}

// weigh fills spared and gain of every candidate.
func (pl *plan) weigh() {
	for _, w := range pl.open {
		w.need = make([]float64, len(pl.slots))
		for i, c := range w.open {
			survives := w.survives(i)
			for at, slot := range c.slots {
				w.need[slot] = max(w.need[slot], survives*c.undecided(at))
			}
		}
		for slot, need := range w.need {
			pl.slots[slot].spared *= 1 - need
		}
	}
	for _, w := range pl.open {
		for i := range w.open {
			pl.credit(w, i)
		}
	}
}

// survives is the chance that no other criterion makes asking for criterion i pointless: a hard one that fails ends the
// programme, a soft one that fails makes the other soft ones moot.
func (w *pending) survives(i int) float64 {
	chance := 1.0
	for j, other := range w.open {
		if j != i && (!other.soft || w.open[i].soft) {
			chance *= 1 - other.fails
		}
	}
	return chance
}

// undecided is the chance that the other slots of a criterion leave it open.
func (c waiting) undecided(at int) float64 {
	chance := 1.0
	for i, o := range c.odds {
		if i != at {
			chance *= max(0, 1-o.holds-o.fails)
		}
	}
	return chance
}

// credit adds what the answers to criterion i are expected to spare within one programme.
func (pl *plan) credit(w *pending, i int) {
	c := w.open[i]
	for at, slot := range c.slots {
		own := pl.saving(w, slot, func(j int) bool { return j == i })
		failed := pl.saving(w, slot, func(j int) bool { return !c.soft || w.open[j].soft })
		pl.slots[slot].gain += c.odds[at].holds*own + c.odds[at].fails*max(own, failed)
	}
}

// saving is how many questions besides slot are no longer needed when some criteria of a programme are settled.
func (pl *plan) saving(w *pending, slot int, settled func(criterion int) bool) float64 {
	seen := make([]bool, len(pl.slots))
	var sum float64
	for j, c := range w.open {
		if !settled(j) {
			continue
		}
		for _, other := range c.slots {
			if other == slot || seen[other] {
				continue
			}
			seen[other] = true
			sum += w.need[other] * pl.unneeded(w, other)
		}
	}
	return sum
}

// unneeded is the chance that no programme but this one needs a slot.
func (pl *plan) unneeded(w *pending, slot int) float64 {
	chance := 1.0
	for _, other := range pl.open {
		if other != w {
			chance *= 1 - other.need[slot]
		}
	}
	return chance
}

// better tells whether to ask a rather than b. A worth is rounded, so that the order of adding never decides.
func (pl *plan) better(a, b int) bool {
	worth := func(c candidate) float64 { return math.Round((c.gain-c.spared)*1e6) / 1e6 }
	wa, wb := worth(pl.slots[a]), worth(pl.slots[b])
	if wa != wb {
		return wa > wb
	}
	return pl.slots[a].declared < pl.slots[b].declared
}
