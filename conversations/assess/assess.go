package assess

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// stand is how one criterion stands for one person.
type stand struct {
	outcome Outcome
	need    []int // places of the slots still to be asked, when Open
}

// standing is how a whole programme stands for one person.
type standing struct {
	stands  []stand
	verdict Verdict // empty while open
	need    []int   // places of the slots that can still change the verdict, ascending
}

// Assess applies the programme to what is known so far. The error joins a BadAnswer for every answer that is not in its
// normal form, and the failure of a rule; the result then counts such an answer as not given, and such a rule as Unsure.
func (p *Programme) Assess(a Answers) (Result, error) {
	known, bad := p.read(a)
	s, failed := p.stand(known)
	result := Result{Programme: p.spec.ID, Version: p.spec.Version, Verdict: s.verdict, Criteria: make([]Criterion, len(p.criteria))}
	for i, c := range p.criteria {
		result.Criteria[i] = p.explain(c, s.stands[i].outcome, a, known)
	}
	for _, slot := range s.need {
		result.Need = append(result.Need, p.slots[slot].Slot)
	}
	return result, errors.Join(bad, failed)
}

// stand evaluates every criterion on its own, because && would name only the first that fails.
func (p *Programme) stand(known reading) (standing, error) {
	s := standing{stands: make([]stand, len(p.criteria))}
	var failed []error
	for i, c := range p.criteria {
		yes, open, err := c.rule.holds(p.slots, known)
		if err != nil {
			failed = append(failed, fmt.Errorf("criterion %s of %s: %w", c.spec.ID, p.spec.ID, err))
		}
		s.stands[i] = judge(yes, open, known.states, err)
	}
	s.conclude(p.criteria)
	return s, errors.Join(failed...)
}

// judge turns what a rule gave into an outcome. A rule that waits only for what the person does not know waits no more.
func judge(yes bool, open []int, states []state, err error) stand {
	switch {
	case err != nil:
		return stand{outcome: Unsure}
	case len(open) > 0:
		var need []int
		for _, slot := range open {
			if states[slot] == absent {
				need = append(need, slot)
			}
		}
		if len(need) > 0 {
			return stand{outcome: Open, need: need}
		}
		return stand{outcome: Unsure}
	case yes:
		return stand{outcome: Holds}
	}
	return stand{outcome: Fails}
}

// conclude draws the verdict. One failed hard criterion ends everything. Once an officer has to look anyway, an open soft
// criterion can change nothing and is not asked for.
func (s *standing) conclude(criteria []criterion) {
	checked := false
	for i, st := range s.stands {
		if st.outcome == Fails && !criteria[i].spec.Soft {
			s.verdict = NotYet
			return
		}
		checked = checked || st.outcome == Fails || st.outcome == Unsure
	}
	for i, st := range s.stands {
		if !criteria[i].spec.Soft || !checked {
			s.need = append(s.need, st.need...)
		}
	}
	slices.Sort(s.need)
	s.need = slices.Compact(s.need)
	switch {
	case len(s.need) > 0:
	case checked:
		s.verdict = Check
	default:
		s.verdict = Fits
	}
}

// explain puts a criterion's outcome into words.
func (p *Programme) explain(c criterion, outcome Outcome, a Answers, known reading) Criterion {
	out := Criterion{ID: c.spec.ID, Name: c.spec.Name, Outcome: outcome, Soft: c.spec.Soft, Source: c.spec.Source, Sure: c.spec.Sure}
	var used []string
	for _, slot := range c.rule.slots {
		name := p.slots[slot].Slot
		out.Slots = append(out.Slots, name)
		if known.states[slot] != absent {
			used = append(used, name+"="+a[name])
		}
	}
	out.Answer = strings.Join(used, ", ")
	switch outcome {
	case Holds:
		out.Reason = p.say(c, c.spec.Yes, a)
	case Fails:
		out.Reason, out.Change = p.say(c, c.spec.No, a), c.spec.Change
	case Unsure:
		out.Reason, out.Change = c.spec.Unsure, cmp.Or(c.spec.Check, c.spec.Change)
	}
	return out
}

// say fills the one slot a reason may name.
func (p *Programme) say(c criterion, text string, a Answers) string {
	q := p.slots[c.rule.slots[0]]
	filled, _ := fill(text, func(string) (string, bool) { return q.show(a[q.Slot]), true })
	return filled
}
