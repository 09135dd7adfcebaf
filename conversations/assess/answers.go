package assess

import (
	"errors"
	"fmt"
	"strconv"
)

// Answers maps a slot to an answer in its normal form: "ya", "tidak", "45", "1500000", a choice's ID, or "tidak_tahu".
// A slot that is absent or empty was not asked yet. Slots that no rule reads are ignored.
type Answers map[string]string

// BadAnswer is an answer that is not in its slot's normal form. It was counted as not given. The answer itself is
// personal and not repeated.
type BadAnswer struct{ Slot string }

func (e BadAnswer) Error() string {
	return fmt.Sprintf("answer to %s is not in its normal form", e.Slot)
}

// state says how far a slot is known.
type state uint8

const (
	absent state = iota
	unsure       // asked, and the person does not know
	known
)

// reading is what a programme's slots hold for one person.
type reading struct {
	values map[string]any // the known ones, as CEL reads them
	states []state        // by the slot's place in the programme
}

// read parses the answers to this programme's slots.
func (p *Programme) read(a Answers) (reading, error) {
	r := reading{values: make(map[string]any, len(p.slots)), states: make([]state, len(p.slots))}
	var bad []error
	for i, q := range p.slots {
		raw := a[q.Slot]
		switch raw {
		case "":
			continue
		case Unknown:
			r.states[i] = unsure
			continue
		}
		v, ok := q.value(raw)
		if !ok {
			bad = append(bad, BadAnswer{Slot: q.Slot})
			continue
		}
		r.values[q.Slot], r.states[i] = v, known
	}
	return r, errors.Join(bad...)
}

// value parses an answer in its normal form.
func (q Question) value(raw string) (any, bool) {
	switch q.Type {
	case YesNo:
		return raw == Yes, raw == Yes || raw == No
	case Number, Rupiah:
		n, err := strconv.ParseInt(raw, 10, 64)
		if err != nil || n < q.Min || n > q.Max || strconv.FormatInt(n, 10) != raw {
			return nil, false
		}
		return n, true
	case OneOf:
		for _, c := range q.Choices {
			if c.ID == raw {
				return raw, true
			}
		}
	}
	return nil, false
}

// Accepts tells whether raw is an answer to the question, in its normal form. "tidak_tahu" always is.
func (q Question) Accepts(raw string) bool {
	if raw == Unknown {
		return true
	}
	_, ok := q.value(raw)
	return ok
}
