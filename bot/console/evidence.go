package console

import (
	"context"
	"encoding/json"
	"strings"

	"sapa/bot/casework"
	"sapa/conversations"
	"sapa/conversations/assess"
)

// estimate is the first estimate of a case as an officer reads it. It is never a decision.
type estimate struct {
	Verdict  assess.Verdict
	Rule     string
	Criteria []criterion
}

type criterion struct {
	Name    string
	Outcome assess.Outcome
	Reason  string // with the person's own figures; empty while masked
	Source  string
	Sure    bool
}

func (v *visit) estimate(full bool) estimate {
	var r assess.Result
	if len(v.kase.Assessment) == 0 || json.Unmarshal(v.kase.Assessment, &r) != nil {
		return estimate{}
	}
	e := estimate{Verdict: r.Verdict, Rule: v.kase.Rule}
	for _, c := range r.Criteria {
		x := criterion{Name: c.Name, Outcome: c.Outcome, Source: c.Source, Sure: c.Sure}
		if full {
			x.Reason = c.Reason
		}
		e.Criteria = append(e.Criteria, x)
	}
	return e
}

// warning is something that does not fit together, for whoever checks. It is never a reason to refuse.
type warning struct {
	Text   string
	Number string // of another case that it names
}

// warnings are those found when the case was filed, aid that was received before, and every other case that has the same
// photo by now.
func (v *visit) warnings(ctx context.Context, past casework.Past) ([]warning, error) {
	var out []warning
	for _, r := range past.Aid {
		out = append(out, warning{v.o.Words.Words(casework.AidText(r)), ""})
	}
	for _, code := range v.kase.Warnings {
		key, number, _ := strings.Cut(code, ":")
		out = append(out, warning{v.o.Words.Words(conversations.Text{Key: "world.warning." + key, Args: map[string]string{"nomor": number}}), number})
	}
	same, err := v.samePhoto(ctx)
	for i, number := range same {
		if i == sameMost {
			out = append(out, warning{v.say("office.warning.photo_more", "n", len(same)-i), ""})
			break
		}
		out = append(out, warning{v.say("office.warning.photo", "nomor", number), number})
	}
	return out, err
}

// sameMost is how many cases with the same photo are named.
const sameMost = 3

// samePhoto gives the other cases that have a photo or document of this one.
func (v *visit) samePhoto(ctx context.Context) ([]string, error) {
	seen := map[string]bool{v.kase.Number: true}
	var out []string
	for _, file := range v.kase.Files {
		same, err := v.o.Store.CasesOfFile(ctx, file)
		if err != nil {
			return nil, err
		}
		for _, h := range same {
			if !seen[h.Number] {
				seen[h.Number] = true
				out = append(out, h.Number)
			}
		}
	}
	return out, nil
}
