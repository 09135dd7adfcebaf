package assess

import (
	"math"
	"slices"
)

// Next picks the one question to ask now over several programmes, and tells whether any is still open. It prefers the
// question expected to make most other questions unnecessary; at a tie, the one declared first. The same programmes and
// answers always give the same slot. Answers not in their normal form count as not given.
func Next(programmes []*Programme, a Answers) (slot string, open bool) {
	plan := plan{declared: map[string]int{}, waiting: map[string]float64{}, gain: map[string]float64{}}
	for _, p := range programmes {
		known, _ := p.read(a)
		if s, _ := p.stand(known); s.verdict == "" {
			plan.add(p, s)
		}
	}
	for i := range plan.open {
		plan.weigh(plan.open[i])
	}
	for _, name := range plan.order {
		if slot == "" || plan.better(name, slot) {
			slot = name
		}
	}
	return slot, slot != ""
}

// plan is what the open programmes still wait for.
type plan struct {
	open     []pending
	order    []string           // the slots, as first met
	declared map[string]int     // the place of a slot among the questions
	waiting  map[string]float64 // how many programmes wait for a slot
	gain     map[string]float64 // how many questions an answer is expected to spare
}

type pending struct {
	programme *Programme
	standing  standing
}

func (pl *plan) add(p *Programme, s standing) {
	pl.open = append(pl.open, pending{p, s})
	for _, i := range s.need {
		name := p.slots[i].Slot
		if pl.waiting[name] == 0 {
			pl.order = append(pl.order, name)
			pl.declared[name] = p.declared[i]
		}
		pl.waiting[name]++
	}
}

// better tells whether to ask for a rather than b. A gain is rounded, so that the order of adding never decides.
func (pl *plan) better(a, b string) bool {
	ga, gb := math.Round(pl.gain[a]*1e6), math.Round(pl.gain[b]*1e6)
	if ga != gb {
		return ga > gb
	}
	return pl.declared[a] < pl.declared[b]
}

// weigh adds what each answer would spare in one programme: failing a hard criterion spares all its other questions,
// failing a soft one its other soft questions, settling a criterion the rest of that criterion.
func (pl *plan) weigh(open pending) {
	p := open.programme
	all := pl.share(p, open.standing.need)
	for i, st := range open.standing.stands {
		if st.outcome != Open {
			continue
		}
		c := p.criteria[i]
		own := pl.share(p, st.need)
		for at, slot := range c.rule.slots {
			name := p.slots[slot].Slot
			if !slices.Contains(st.need, slot) || pl.waiting[name] == 0 {
				continue
			}
			alone := 1 / pl.waiting[name]
			rest := own - alone
			spared := c.odds[at].holds * rest
			if c.spec.Soft {
				spared += c.odds[at].fails * max(rest, pl.soft(p, open.standing)-alone)
			} else {
				spared += c.odds[at].fails * (all - alone)
			}
			pl.gain[name] += spared
		}
	}
}

// share counts slots, each divided among the programmes that wait for it.
func (pl *plan) share(p *Programme, need []int) float64 {
	var sum float64
	for _, i := range need {
		if n := pl.waiting[p.slots[i].Slot]; n > 0 {
			sum += 1 / n
		}
	}
	return sum
}

// soft is the share of what only soft criteria wait for.
func (pl *plan) soft(p *Programme, s standing) float64 {
	var sum float64
	for i, st := range s.stands {
		if p.criteria[i].spec.Soft {
			sum += pl.share(p, st.need)
		}
	}
	return sum
}
