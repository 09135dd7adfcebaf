package assess

import (
	"fmt"
	"slices"
)

// trialLimit bounds how many combinations of answers a rule is tried on before it is accepted.
const trialLimit = 20000

// checkRule tries a rule on the answers that could make a difference. A rule that mentions a choice nobody can give, fails
// on some answer, or always gives the same result is a mistake of whoever wrote it.
func checkRule(c CriterionSpec, r rule, spec Spec) []Issue {
	report := func(format string, args ...any) []Issue {
		return []Issue{{Where: c.Where, Message: fmt.Sprintf("criterion %s: ", c.ID) + fmt.Sprintf(format, args...)}}
	}
	if len(r.slots) == 0 {
		return report("the rule reads no answer")
	}
	for _, literal := range r.literals {
		if !slices.ContainsFunc(r.slots, func(i int) bool {
			_, ok := spec.Questions[i].value(literal)
			return spec.Questions[i].Type == OneOf && ok
		}) {
			return report("%q is not a choice of any slot in the rule", literal)
		}
	}
	numbers := slices.Clone(r.numbers)
	for _, name := range sortedNames(spec.Parameters) {
		numbers = append(numbers, spec.Parameters[name].Value)
	}
	trials := make([][]any, len(r.slots))
	for i, s := range r.slots {
		trials[i] = spec.Questions[s].edges(numbers)
	}
	var yes, no bool
	at := make([]int, len(r.slots))
	for n := 0; n < trialLimit; n++ {
		values := make(map[string]any, len(at))
		for i, s := range r.slots {
			values[spec.Questions[s].Slot] = trials[i][at[i]]
		}
		holds, _, err := r.holds(spec.Questions, reading{values: values})
		if err != nil {
			return report("%v", err)
		}
		yes, no = yes || holds, no || !holds
		if !advance(at, trials) {
			break
		}
	}
	if !yes || !no {
		return report("the rule gives %v for every answer", yes)
	}
	return nil
}

// advance counts at up like an odometer and tells whether it has not come round.
func advance(at []int, trials [][]any) bool {
	for i := range at {
		if at[i]++; at[i] < len(trials[i]) {
			return true
		}
		at[i] = 0
	}
	return false
}

// edges lists answers around every number a rule compares with, or all answers where there are few.
func (q Question) edges(numbers []int64) []any {
	switch q.Type {
	case YesNo:
		return []any{true, false}
	case OneOf:
		out := make([]any, len(q.Choices))
		for i, c := range q.Choices {
			out[i] = c.ID
		}
		return out
	}
	points := []int64{q.Min, q.Max}
	for _, n := range numbers {
		points = append(points, n-1, n, n+1)
	}
	slices.Sort(points)
	var out []any
	for _, n := range slices.Compact(points) {
		if n >= q.Min && n <= q.Max {
			out = append(out, n)
		}
	}
	return out
}
