package assess_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sapa/conversations/assess"
)

// sparse lists few answers per question, enough to make every shipped rule both true and false.
func sparse(q assess.Question) []string {
	switch q.Type {
	case assess.YesNo:
		return []string{assess.Yes, assess.No}
	case assess.OneOf:
		var ids []string
		for _, c := range q.Choices {
			ids = append(ids, c.ID)
		}
		return ids
	case assess.Rupiah:
		return []string{"0", "900000000"}
	}
	return slices.DeleteFunc([]string{"0", "10", "25", "55", "70"}, func(n string) bool { return !q.Accepts(n) })
}

// possible lists, for partial answers, every verdict that some way of answering the rest gives, and the slots that make a
// difference in at least one of them.
func possible(t *testing.T, p *assess.Programme, open []assess.Question, a assess.Answers) (found map[assess.Verdict]bool, matter map[string]bool) {
	t.Helper()
	found, matter = map[assess.Verdict]bool{}, map[string]bool{}
	byWay := map[string]assess.Verdict{}
	var try func(at int, way string)
	try = func(at int, way string) {
		if at < len(open) {
			for i, v := range sparse(open[at]) {
				a[open[at].Slot] = v
				try(at+1, way+string(rune('0'+i)))
			}
			delete(a, open[at].Slot)
			return
		}
		v := verdicts(t, []*assess.Programme{p}, a)[0]
		found[v], byWay[way] = true, v
	}
	try(0, "")
	for way, v := range byWay {
		for at := range open {
			for i := range sparse(open[at]) {
				other := way[:at] + string(rune('0'+i)) + way[at+1:]
				if byWay[other] != v {
					matter[open[at].Slot] = true
				}
			}
		}
	}
	return found, matter
}

// The unknown set of CEL against brute force: a verdict is given exactly when nothing can change it, and Need lists
// exactly the slots that can.
func TestNeedIsExact(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	checked := 0
	for _, p := range shipped(t) {
		id, qs := p.ID(), questions(t, []*assess.Programme{p})
		for range 100 {
			a := assess.Answers{}
			var open []assess.Question
			for _, q := range qs {
				if random.IntN(3) > 0 && len(open) < 5 {
					open = append(open, q)
					continue
				}
				a[q.Slot] = sparse(q)[random.IntN(len(sparse(q)))]
			}
			r, err := p.Assess(a)
			if err != nil {
				t.Fatal(err)
			}
			found, matter := possible(t, p, open, a)
			if r.Open() != (len(found) > 1) || !r.Open() && !found[r.Verdict] {
				t.Errorf("%s %v: verdict %q while these are possible: %v", id, a, r.Verdict, found)
			}
			for _, q := range open {
				if slices.Contains(r.Need, q.Slot) != matter[q.Slot] {
					t.Errorf("%s %v: need %v, but brute force finds %v", id, a, r.Need, matter)
				}
			}
			checked++
		}
	}
	t.Logf("%d partial answer sets agree with brute force", checked)
}

// Not knowing is never held against anybody.
func TestNotKnowingNeverRefuses(t *testing.T) {
	t.Parallel()
	for _, subject := range subjects() {
		programmes := assess.For(shipped(t), subject)
		c := &crowd{questions: questions(t, programmes), likely: true, random: rand.New(rand.NewPCG(3, 3))}
		for range 300 {
			person := c.person()
			before := verdicts(t, programmes, person)
			for slot, answer := range person {
				person[slot] = assess.Unknown
				for i, after := range verdicts(t, programmes, person) {
					if after == assess.NotYet && before[i] != assess.NotYet || after == assess.Fits && before[i] != assess.Fits || after == "" {
						t.Errorf("%s: not knowing %s turned %q into %q", programmes[i].ID(), slot, before[i], after)
					}
				}
				person[slot] = answer
			}
		}
		nothing := assess.Answers{}
		for _, q := range c.questions {
			nothing[q.Slot] = assess.Unknown
		}
		for i, v := range verdicts(t, programmes, nothing) {
			if v != assess.Check {
				t.Errorf("%s: knowing nothing gives %q", programmes[i].ID(), v)
			}
		}
		if slot, open := assess.Next(programmes, nothing); open {
			t.Errorf("%s was asked of somebody who already did not know it", slot)
		}
	}
}
