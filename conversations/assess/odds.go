package assess

// odds guess how likely one answer alone settles a criterion. They only order questions.
type odds struct{ holds, fails float64 }

// spreadPoints is how many numbers between Min and Usual stand for all of them.
const spreadPoints = 21

// guess works out the odds for every slot of a rule, beside rule.slots.
func (r rule) guess(slots []Question) []odds {
	out := make([]odds, len(r.slots))
	for i, s := range r.slots {
		var total float64
		for _, answer := range slots[s].spread() {
			total += answer.weight
			known := reading{values: map[string]any{slots[s].Slot: answer.value}}
			yes, open, err := r.holds(slots, known)
			switch {
			case err != nil || len(open) > 0:
			case yes:
				out[i].holds += answer.weight
			default:
				out[i].fails += answer.weight
			}
		}
		out[i].holds /= total
		out[i].fails /= total
	}
	return out
}

type weighted struct {
	value  any
	weight float64
}

// spread lists typical answers with their weights.
func (q Question) spread() []weighted {
	weight := func(answer string) float64 { return float64(max(1, q.Odds[answer])) }
	switch q.Type {
	case YesNo:
		return []weighted{{true, weight(Yes)}, {false, weight(No)}}
	case OneOf:
		out := make([]weighted, len(q.Choices))
		for i, c := range q.Choices {
			out[i] = weighted{c.ID, weight(c.ID)}
		}
		return out
	}
	top := q.Max
	if q.Usual > 0 {
		top = q.Usual
	}
	out := make([]weighted, spreadPoints)
	for i := range out {
		out[i] = weighted{q.Min + (top-q.Min)*int64(i)/(spreadPoints-1), 1}
	}
	return out
}
