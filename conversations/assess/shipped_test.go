package assess_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"sapa/conversations/assess"
	"sapa/conversations/flowfile"
	"sapa/conversations/seeds"
)

func subjects() []assess.Subject {
	return []assess.Subject{assess.Person, assess.Group, assess.Institution}
}

// shipped compiles the programmes as they are shipped.
func shipped(t testing.TB) []*assess.Programme {
	t.Helper()
	programmes, err := flowfile.Programmes(seeds.Files)
	if err != nil {
		t.Fatal(err)
	}
	return programmes
}

// questions are those that at least one of the programmes reads.
func questions(t testing.TB, programmes []*assess.Programme) []assess.Question {
	t.Helper()
	data, err := seeds.Files.ReadFile(flowfile.QuestionsFile)
	if err != nil {
		t.Fatal(err)
	}
	all, err := flowfile.Questions(flowfile.QuestionsFile, data)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(q assess.Question) bool {
		return !slices.ContainsFunc(programmes, func(p *assess.Programme) bool { return slices.Contains(p.Slots(), q.Slot) })
	})
}

// crowd makes up people: even ones give every answer as often, likely ones follow the odds of the questions.
type crowd struct {
	questions []assess.Question
	likely    bool
	unsure    float64 // how often an answer is "tidak_tahu"
	random    *rand.Rand
}

func (c *crowd) person() assess.Answers {
	a := assess.Answers{}
	for _, q := range c.questions {
		a[q.Slot] = c.answer(q)
	}
	return a
}

func (c *crowd) answer(q assess.Question) string {
	if c.random.Float64() < c.unsure {
		return assess.Unknown
	}
	switch q.Type {
	case assess.YesNo:
		return c.pick(q, []string{assess.Yes, assess.No})
	case assess.OneOf:
		ids := make([]string, len(q.Choices))
		for i, choice := range q.Choices {
			ids[i] = choice.ID
		}
		return c.pick(q, ids)
	}
	top := q.Usual
	if !c.likely && c.random.Float64() < 0.1 {
		top = q.Max
	}
	return strconv.FormatInt(q.Min+c.random.Int64N(top-q.Min+1), 10)
}

func (c *crowd) pick(q assess.Question, ids []string) string {
	if !c.likely {
		return ids[c.random.IntN(len(ids))]
	}
	total := 0
	for _, id := range ids {
		total += max(1, q.Odds[id])
	}
	n := c.random.IntN(total)
	for _, id := range ids {
		if n -= max(1, q.Odds[id]); n < 0 {
			return id
		}
	}
	return ids[0]
}

func verdicts(t testing.TB, programmes []*assess.Programme, a assess.Answers) []assess.Verdict {
	t.Helper()
	out := make([]assess.Verdict, len(programmes))
	for i, p := range programmes {
		r, err := p.Assess(a)
		if err != nil {
			t.Fatalf("%s: %v", p.ID(), err)
		}
		out[i] = r.Verdict
	}
	return out
}
