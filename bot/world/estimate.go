package world

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"time"

	"sapa/conversations"
	"sapa/conversations/assess"
	"sapa/store"
)

// facts are the answers as the rules read them, with what follows from others: the age from the birth date, and what a
// person said by choosing a kind of planned aid.
func facts(c call) assess.Answers {
	out := assess.Answers{}
	maps.Copy(out, c.args)
	imply := func(slot, v string) {
		if out[slot] == "" && v != "" {
			out[slot] = v
		}
	}
	imply("umur", age(c.answer("tanggal_lahir"), c.now))
	switch c.answer("jenis_bantuan") {
	case "disabilitas":
		imply("disabilitas", assess.Yes)
	case "anak":
		imply("telantar", assess.Yes)
	case "gelandangan":
		imply("tempat_tinggal", "tidak_ada")
	}
	return out
}

// estimate applies the programme's rules to what was told, and gives the result as JSON with the rules' version. What
// the form did not ask is left to the officer, so there always is a verdict.
func (w *World) estimate(c call, n store.NewCase) (result []byte, rule string, err error) {
	p := w.ruling(c, n)
	if p == nil {
		return nil, "", nil
	}
	told := facts(c)
	for _, slot := range p.Slots() {
		if told[slot] == "" {
			told[slot] = assess.Unknown
		}
	}
	r, _ := p.Assess(told) // an answer that is not in its normal form counts as not told
	if result, err = json.Marshal(r); err != nil {
		return nil, "", fmt.Errorf("write the estimate: %w", err)
	}
	return result, fmt.Sprintf("%s/%d", r.Programme, r.Version), nil
}

// ruling finds the rules for an application: those of the programme, or of the kind of planned aid.
func (w *World) ruling(c call, n store.NewCase) *assess.Programme {
	id := n.Programme
	if kind := c.answer("jenis_bantuan"); id == planned && kind != "" {
		id = planned + "_" + kind
	}
	if specs := w.specs(id); len(specs) == 1 {
		return specs[0]
	}
	return nil
}

// age gives the full years since a birth date on the day of now; "" when the date cannot be read.
func age(iso string, now time.Time) string {
	years, ok := conversations.Age(iso, now)
	if !ok {
		return ""
	}
	return strconv.Itoa(years)
}
