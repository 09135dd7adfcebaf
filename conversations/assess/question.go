package assess

import (
	"fmt"
	"slices"
)

// Type says what an answer looks like in its normal form.
type Type string

const (
	// YesNo is "ya" or "tidak"; a bool in rules.
	YesNo Type = "yesno"
	// Number is a whole number in digits; an int in rules.
	Number Type = "number"
	// Rupiah is a whole number of rupiah in digits; an int in rules.
	Rupiah Type = "rupiah"
	// OneOf is the ID of one choice; a string in rules.
	OneOf Type = "choice"
)

// The answers every programme understands.
const (
	Yes     = "ya"
	No      = "tidak"
	Unknown = "tidak_tahu" // asked, and the person does not know
)

// Question declares a slot: what may be answered there. How it is asked is written in a flow, not here.
type Question struct {
	Slot    string   `yaml:"slot"`
	Type    Type     `yaml:"type"`
	Meaning string   `yaml:"meaning"` // what exactly is asked, for whoever writes the flow
	For     []string `yaml:"for"`     // the subjects it may be asked about
	Choices []Choice `yaml:"choices"` // of a OneOf
	Min     int64    `yaml:"min"`     // smallest acceptable number
	Max     int64    `yaml:"max"`     // largest acceptable number
	Usual   int64    `yaml:"usual"`   // most numbers lie between Min and this; Max when 0
	// Odds are rough guesses of how often each answer is given, 1 when absent. They order questions and decide nothing.
	Odds map[string]int `yaml:"odds"`
}

// Choice is one answer to a OneOf. Label is how a reason repeats it.
type Choice struct {
	ID    string `yaml:"id"`
	Label string `yaml:"label"`
}

// fault says what is wrong with the declaration, or "".
func (q Question) fault() string {
	if !identifier(q.Slot) {
		return fmt.Sprintf("slot %q is not a lower-case word", q.Slot)
	}
	switch q.Type {
	case YesNo:
	case Number, Rupiah:
		if q.Max <= q.Min || q.Usual != 0 && (q.Usual <= q.Min || q.Usual > q.Max) {
			return fmt.Sprintf("slot %s needs min < usual <= max", q.Slot)
		}
	case OneOf:
		if len(q.Choices) < 2 {
			return fmt.Sprintf("slot %s needs two choices or more", q.Slot)
		}
		for i, c := range q.Choices {
			if !identifier(c.ID) || c.ID == Unknown || c.Label == "" {
				return fmt.Sprintf("slot %s has a choice %q without a proper id or label", q.Slot, c.ID)
			}
			if slices.ContainsFunc(q.Choices[:i], func(other Choice) bool { return other.ID == c.ID }) {
				return fmt.Sprintf("slot %s has the choice %s twice", q.Slot, c.ID)
			}
		}
	default:
		return fmt.Sprintf("slot %s has the unknown type %q", q.Slot, q.Type)
	}
	for answer, weight := range q.Odds {
		if _, ok := q.value(answer); !ok || weight < 1 {
			return fmt.Sprintf("slot %s has odds for %q, which is not an answer with a positive weight", q.Slot, answer)
		}
	}
	return ""
}

// reservedWord tells whether s cannot be the name of a slot, parameter or choice because CEL gives it a meaning.
func reservedWord(s string) bool {
	return slices.Contains([]string{"true", "false", "null", "in", "as", "break", "const", "continue", "else", "for",
		"function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
		"int", "uint", "bool", "string", "double", "bytes", "list", "map", "type", "dyn", "size"}, s)
}

func identifier(s string) bool {
	if s == "" || len(s) > 40 || s[0] < 'a' || s[0] > 'z' || reservedWord(s) {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return true
}
