package world

import (
	"context"
	"slices"
	"strings"

	"sapa/conversations"
	"sapa/conversations/assess"
)

// done is what assess gives for tanya when no question is left.
const done = "selesai"

// subject reads whom an assessment is for.
func subject(siapa string) assess.Subject {
	switch siapa {
	case "kelompok":
		return assess.Group
	case "lembaga":
		return assess.Institution
	}
	return assess.Person // sendiri, keluarga, perorangan
}

// candidates are the programmes to assess: the one that was asked for, when it is for such a subject, else all for the
// subject.
func (w *World) candidates(c call) []*assess.Programme {
	whom := subject(c.args["siapa"])
	if named := assess.For(w.specs(c.args["program"]), whom); len(named) > 0 {
		return named
	}
	return assess.For(w.Programmes, whom)
}

// assess gives the next question, or the first estimate. It asks nothing of the store, so it is the same at every try.
func (w *World) assess(_ context.Context, c call) (found, error) {
	programmes, told := w.candidates(c), facts(c)
	if slot, open := assess.Next(programmes, told); open {
		return found{"tanya": slot}, nil
	}
	results := make([]assess.Result, len(programmes))
	for i, p := range programmes {
		results[i], _ = p.Assess(told) // what could not be read counts as not told
	}
	slices.SortStableFunc(results, func(a, b assess.Result) int { return w.rank(a) - w.rank(b) })
	shown := condense(results)
	var list [][2]string
	for _, r := range shown {
		list = append(list, [2]string{r.Programme, w.programme(r.Programme)})
	}
	return found{"tanya": done, "hasil": w.results(shown), "daftar_hasil": conversations.List(list...),
		"ada_layak": anyFits(results), "saran_daftar": w.suggest(results)}, nil
}

// rank puts what fits before what an officer must look at, then what a partner may have, and the rest last.
func (w *World) rank(r assess.Result) int {
	partner := w.kind(r.Programme) == assess.Partner
	switch {
	case r.Open():
		return 5
	case r.Verdict == assess.NotYet:
		return 4
	case r.Verdict == assess.Check && partner:
		return 3
	case partner:
		return 2
	case r.Verdict == assess.Check:
		return 1
	}
	return 0
}

// condense leaves out the kinds of planned aid that do not fit when another kind may, and shows them as one when none does.
func condense(results []assess.Result) []assess.Result {
	best := map[string]assess.Result{}
	for _, r := range results {
		if _, ok := best[family(r.Programme)]; !ok {
			best[family(r.Programme)] = r // the first is the best
		}
	}
	var out []assess.Result
	for _, r := range results {
		id := family(r.Programme)
		if r.Verdict == assess.NotYet && id != r.Programme {
			if best[id].Programme != r.Programme {
				continue
			}
			r.Programme = id
		}
		out = append(out, r)
	}
	return out
}

// results writes a line for every programme that may come into question, and one for all others.
func (w *World) results(results []assess.Result) string {
	var out, others []string
	for _, r := range results {
		if r.Verdict == assess.NotYet && len(results) > 1 {
			others = append(others, w.programme(r.Programme))
			continue
		}
		out = append(out, w.say("world.result", "program", w.programme(r.Programme), "putusan", w.verdict(r)))
	}
	if len(others) > 0 {
		out = append(out, w.say("world.result.others", "program", strings.Join(others, ", ")))
	}
	return bullets(out)
}

// verdict is a verdict in words. Partners decide for themselves, so for them there is only a place to ask.
func (w *World) verdict(r assess.Result) string {
	switch {
	case r.Open():
		return w.say("world.verdict.terbuka")
	case r.Verdict == assess.Fits && w.kind(r.Programme) == assess.Partner:
		return w.say("world.verdict.rujukan")
	}
	return w.say("world.verdict." + string(r.Verdict))
}

func (w *World) kind(id string) assess.Kind {
	if specs := w.specs(id); len(specs) > 0 {
		return specs[0].Spec().Kind
	}
	return ""
}

func anyFits(results []assess.Result) string {
	for _, v := range []struct {
		verdict assess.Verdict
		say     string
	}{{assess.Fits, "ya"}, {assess.Check, "dicek"}} {
		if slices.ContainsFunc(results, func(r assess.Result) bool { return r.Verdict == v.verdict }) {
			return v.say
		}
	}
	return "tidak"
}

// suggest names the flow to apply in, of the best programme that takes applications here.
func (w *World) suggest(results []assess.Result) string {
	for _, r := range results {
		if flow := w.apply(r.Programme); flow != "" && (r.Verdict == assess.Fits || r.Verdict == assess.Check) {
			return flow
		}
	}
	return ""
}
