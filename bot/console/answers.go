package console

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// answer is one answer of the person, with the short name of its question.
type answer struct {
	Label, Text string
	Masked      bool
}

// answers lists what was asked in the order of the flow that asked, then whatever else is known.
func (v *visit) answers(ctx context.Context, full bool) ([]answer, error) {
	c := v.kase
	var out []answer
	seen := map[string]bool{}
	library, err := v.o.Flows.With(ctx, c.Flow)
	if library == nil {
		return nil, err
	}
	if flow := library.Revision(c.Flow); flow != nil {
		for _, id := range flow.Order {
			ask := flow.Nodes[id].Ask
			if ask == nil || ask.Label == "" || seen[string(ask.Slot)] || c.Answers[string(ask.Slot)] == "" {
				continue
			}
			seen[string(ask.Slot)] = true
			if ask.Kind != conversations.KindPhoto && !ofPerson(c.Person, c.Answers[string(ask.Slot)]) {
				out = append(out, v.answer(ask, c.Answers[string(ask.Slot)], full))
			}
		}
		for _, n := range flow.Nodes {
			if n.Ask != nil {
				seen[string(n.Ask.Slot)] = true // what the flow asks without a name for it steers the talk
			}
		}
	}
	return append(out, v.unlabelled(seen, full)...), nil
}

// ofPerson tells whether an answer stands under the person already. One that differs, because it was corrected, does not.
func ofPerson(p store.Person, value string) bool {
	return slices.Contains([]string{p.NIK, p.KK, p.Name, p.Birth, p.Phone, p.Address}, value)
}

// unlabelled are answers whose flow is not known here any more, or that came from another flow. Consent and ways out of
// a question say nothing about the person.
func (v *visit) unlabelled(seen map[string]bool, full bool) []answer {
	var out []answer
	for _, slot := range slices.Sorted(maps.Keys(v.kase.Answers)) {
		if seen[slot] || silent(slot) || ofPerson(v.kase.Person, v.kase.Answers[slot]) {
			continue
		}
		out = append(out, v.answer(&conversations.Ask{Label: strings.ReplaceAll(slot, "_", " "), Kind: conversations.KindText}, v.kase.Answers[slot], full))
	}
	return out
}

// silent are slots that steer a talk and tell nothing.
func silent(slot string) bool {
	return slices.Contains([]string{"program", "setuju", "tunggu", "periksa", "tinjau"}, slot) ||
		strings.HasPrefix(slot, "foto") || strings.HasPrefix(slot, "dokumen")
}

func (v *visit) answer(ask *conversations.Ask, value string, full bool) answer {
	a := answer{Label: ask.Label}
	if !full && personal(ask.Kind) {
		a.Text, a.Masked = covered(ask.Kind, value), true
		return a
	}
	a.Text = v.readable(ask, value)
	return a
}

// personal tells whether an answer of this kind is covered until somebody opens it.
func personal(k conversations.Kind) bool {
	switch k {
	case conversations.KindChoice, conversations.KindYesNo, conversations.KindConsent, conversations.KindRegion,
		conversations.KindNumber, conversations.KindMarital:
		return false
	}
	return true
}

func covered(k conversations.Kind, value string) string {
	switch k {
	case conversations.KindNIK, conversations.KindKK:
		return store.MaskDigits(value)
	case conversations.KindPhone:
		return store.MaskPhone(value)
	case conversations.KindName:
		return store.MaskName(value)
	case conversations.KindDate:
		return store.Person{Birth: value}.Masked().Birth
	}
	return "****"
}

// readable turns an answer's normal form into words.
func (v *visit) readable(ask *conversations.Ask, value string) string {
	for _, c := range ask.Choices {
		if string(c.ID) == value {
			return c.Label
		}
	}
	switch ask.Kind {
	case conversations.KindYesNo, conversations.KindConsent, conversations.KindMarital:
		if v.o.Words.Has("answer." + value) {
			return v.say("answer." + value)
		}
	case conversations.KindRegion:
		if r, ok := understand.RegionNamed(value); ok {
			return r.Name
		}
	case conversations.KindDate:
		return understand.FormatDate(value)
	case conversations.KindRupiah:
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return understand.FormatRupiah(n)
		}
	}
	if value == "tidak_tahu" || value == "lewati" {
		return v.say("answer." + value)
	}
	return value
}
