package world

import (
	"context"
	"strconv"
	"strings"

	"sapa/conversations/assess"
	"sapa/conversations/understand"
)

// explain answers "kenapa?" and "apa yang bisa saya lakukan?": every criterion with the answer it used, a plain reason
// and its source. Of planned aid it explains the kind that fits best; when no programme is named, the best of all.
func (w *World) explain(_ context.Context, c call) (found, error) {
	specs := w.specs(c.args["program"])
	if c.args["program"] == "" {
		specs = w.candidates(c)
	}
	if len(specs) == 0 {
		return found{}, nil
	}
	p, r, told := specs[0], assess.Result{}, facts(c)
	for i, s := range specs {
		if other, _ := s.Assess(told); i == 0 || w.rank(other) < w.rank(r) {
			p, r = s, other
		}
	}
	can := r.Verdict == assess.Fits || r.Verdict == assess.Check
	flow := w.apply(p.ID())
	if !can {
		flow = ""
	}
	return found{"nama_program": w.programme(p.ID()), "putusan": w.verdict(r), "alasan": w.brief(r, told), "alasan_lengkap": w.reasons(r, told),
		"kurang": bullets(against(r)), "saran": w.advice(p, r), "bisa_daftar": yesNo(flow != ""), "saran_daftar": flow}, nil
}

// against gives the reasons of every hard criterion that does not hold.
func against(r assess.Result) (out []string) {
	for _, k := range r.Criteria {
		if k.Outcome == assess.Fails && !k.Soft {
			out = append(out, k.Reason)
		}
	}
	return out
}

// reasons puts what does not fit first: that is what is asked for.
func (w *World) reasons(r assess.Result, told assess.Answers) string {
	return strings.Join(w.grouped(r, told, assess.Fails, assess.Unsure, assess.Holds), "\n\n")
}

// grouped writes a paragraph for each of some outcomes that there is.
func (w *World) grouped(r assess.Result, told assess.Answers, outcomes ...assess.Outcome) (parts []string) {
	for _, group := range outcomes {
		var out []string
		for _, k := range r.Criteria {
			if k.Outcome == group {
				out = append(out, w.reason(k, told))
			}
		}
		if len(out) > 0 {
			parts = append(parts, w.say("world.reason."+string(group))+"\n"+bullets(out))
		}
	}
	return parts
}

// brief gives the reasons of what does not fit or is not sure, and only names what fits. When all fits, that is the reason.
func (w *World) brief(r assess.Result, told assess.Answers) string {
	parts := w.grouped(r, told, assess.Fails, assess.Unsure)
	var good []string
	for _, k := range r.Criteria {
		if k.Outcome == assess.Holds {
			good = append(good, k.Name)
		}
	}
	if len(good) > 0 {
		parts = append(parts, w.say("world.reason."+string(assess.Holds))+": "+strings.Join(good, "; ")+".")
	}
	return strings.Join(parts, "\n\n")
}

func (w *World) reason(k assess.Criterion, told assess.Answers) string {
	return w.say("world.reason", "alasan", k.Reason, "jawaban", w.used(k, told), "sumber", k.Source)
}

// used repeats the answers that a criterion looked at.
func (w *World) used(k assess.Criterion, told assess.Answers) string {
	var out []string
	for _, slot := range k.Slots {
		v := told[slot]
		if v == "" {
			continue
		}
		shown := w.shown(slot, v)
		if len(k.Slots) > 1 {
			shown = w.say("world.slot."+slot) + ": " + shown
		}
		out = append(out, shown)
	}
	return strings.Join(out, ", ")
}

// shown writes an answer to one of the shared questions as its owner reads it.
func (w *World) shown(slot, v string) string {
	if v == assess.Unknown {
		return w.say("answer.tidak_tahu")
	}
	for _, q := range w.Questions {
		if q.Slot != slot {
			continue
		}
		switch q.Type {
		case assess.YesNo:
			return w.say("answer." + v)
		case assess.Rupiah:
			if n, err := strconv.ParseInt(v, 10, 64); err == nil {
				return understand.FormatRupiah(n)
			}
		case assess.OneOf:
			for _, choice := range q.Choices {
				if choice.ID == v {
					return choice.Label
				}
			}
		}
	}
	return v
}

// advice says what can be done about every criterion that does not hold, and where to go in the end.
func (w *World) advice(p *assess.Programme, r assess.Result) string {
	var out []string
	for _, k := range r.Criteria {
		if k.Change != "" {
			out = append(out, w.say("world.advice", "syarat", k.Name, "saran", k.Change))
		}
	}
	spec := p.Spec()
	if r.Verdict == assess.NotYet {
		out = append(out, spec.WhenNot)
	}
	out = append(out, w.say("world.advice.office", "kantor", strings.TrimRight(spec.Office, ".")))
	return bullets(out)
}
