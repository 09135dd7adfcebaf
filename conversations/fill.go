package conversations

import (
	"strconv"
	"strings"

	"sapa/conversations/understand"
)

// fill gathers the values for a text's places. The text itself is expanded once, when it is shown.
func (t *turn) fill(words string) Text {
	x := Text{Literal: words}
	for rest := words; ; {
		i := strings.IndexByte(rest, '{')
		if i < 0 {
			return x
		}
		rest = rest[i+1:]
		j := strings.IndexByte(rest, '}')
		if j < 0 {
			return x
		}
		t.place(&x, rest[:j])
		rest = rest[j+1:]
	}
}

// place gives a text the value of one place, as a person reads it.
func (t *turn) place(x *Text, name string) {
	shown := t.shown(Slot(name))
	if shown.Key != "" {
		if x.Words == nil {
			x.Words = map[string]string{}
		}
		x.Words[name] = shown.Key
		return
	}
	if x.Args == nil {
		x.Args = map[string]string{}
	}
	x.Args[name] = shown.Literal
}

// shown gives an answer as its owner reads it: NIK and KK masked, codes by name, amounts and dates written out.
func (t *turn) shown(slot Slot) Text {
	v := t.s.Answers[slot]
	asks := t.flow.asks[slot]
	if v == "" || len(asks) == 0 {
		return Text{Literal: v}
	}
	for _, a := range asks {
		for _, c := range a.Choices {
			if c.ID == skip && v == string(skip) {
				return Text{Key: "answer.lewati"} // "Lewati" is what to do, not what there is
			}
			if string(c.ID) == v {
				return Text{Literal: expand(c.Label, t.s.Answers)}
			}
		}
		for _, o := range listed(t.s.Answers[a.From]) {
			if string(o.ID) == v {
				return o.Label
			}
		}
	}
	switch k := asks[0].Kind; k {
	case KindYesNo, KindConsent, KindMarital:
		return Text{Key: "answer." + v}
	case KindPhoto:
		return Text{Key: "answer.photo"}
	default:
		return Text{Literal: display(k, v)}
	}
}

// display writes a value of a kind for people.
func display(k Kind, v string) string {
	switch k {
	case KindNIK, KindKK:
		return understand.Mask(v)
	case KindDate:
		return understand.FormatDate(v)
	case KindRupiah:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			return understand.FormatRupiah(n)
		}
	case KindPhone:
		return local(v)
	case KindRegion:
		if r, ok := understand.RegionNamed(v); ok {
			return r.Name
		}
	}
	return v
}

// local writes an Indonesian number as people do: "0812 5000 1234".
func local(e164 string) string {
	rest, ok := strings.CutPrefix(e164, "+62")
	if !ok {
		return e164
	}
	var b strings.Builder
	for i, r := range "0" + rest {
		if i > 0 && i%4 == 0 && len(rest)+1-i > 1 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
