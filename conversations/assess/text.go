package assess

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// promises are words no text may use: this service estimates, officers decide.
func promises() []string {
	return []string{"lolos", "pasti", "dijamin", "akan cair", "pasti cair", "segera cair", "akan dibayar", "akan menerima uang"}
}

// promise finds a promising word in a text, as whole words and in any case.
func promise(text string) string {
	words := " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }), " ") + " "
	for _, p := range promises() {
		if strings.Contains(words, " "+p+" ") {
			return p
		}
	}
	return ""
}

// fill replaces every {name} by what lookup gives, and lists the names it does not know.
func fill(text string, lookup func(name string) (string, bool)) (string, []string) {
	var b strings.Builder
	var missing []string
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		name := text[open+1 : open+end]
		value, ok := lookup(name)
		if !ok {
			missing = append(missing, name)
		}
		b.WriteString(text[:open])
		b.WriteString(value)
		text = text[open+end+1:]
	}
	b.WriteString(text)
	return b.String(), missing
}

// rupiah writes an amount as Rp1.500.000.
func rupiah(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return "Rp" + digits
}

func (p Parameter) show() string {
	if p.Unit == "rupiah" {
		return rupiah(p.Value)
	}
	return strconv.FormatInt(p.Value, 10)
}

// show writes a known answer as a reason repeats it.
func (q Question) show(raw string) string {
	switch q.Type {
	case Rupiah:
		if n, err := strconv.ParseInt(raw, 10, 64); err == nil {
			return rupiah(n)
		}
	case OneOf:
		for _, c := range q.Choices {
			if c.ID == raw {
				return c.Label
			}
		}
	}
	return raw
}

// fillSpec writes the parameters into every text of a programme and checks the texts. Slots stay in the reasons, to be
// filled for each person.
func fillSpec(spec Spec, p *Programme) (Spec, Issues) {
	var issues Issues
	do := func(where Position, text *string, allowed []string) {
		filled, missing := fill(*text, func(name string) (string, bool) {
			if slices.Contains(allowed, name) {
				return "{" + name + "}", true
			}
			parameter, ok := spec.Parameters[name]
			return parameter.show(), ok && parameter.Sure
		})
		*text = filled
		for _, name := range missing {
			issues = append(issues, Issue{Where: where, Message: fmt.Sprintf("{%s} is not a sure parameter, nor the one slot of its rule", name)})
		}
		if word := promise(filled); word != "" {
			issues = append(issues, Issue{Where: where, Message: fmt.Sprintf("the words %q promise something", word)})
		}
	}
	for _, text := range []*string{&spec.Name, &spec.Summary, &spec.ForWhom, &spec.DocumentsNote, &spec.Office, &spec.WhenNot, &spec.Note} {
		do(spec.Where, text, nil)
	}
	spec.How = slices.Clone(spec.How)
	for i := range spec.How {
		do(spec.Where, &spec.How[i], nil)
	}
	spec.Documents = slices.Clone(spec.Documents)
	for i := range spec.Documents {
		do(spec.Where, &spec.Documents[i].Text, nil)
	}
	spec.Completions = slices.Clone(spec.Completions)
	for i := range spec.Completions {
		do(spec.Where, &spec.Completions[i].Name, nil)
		do(spec.Where, &spec.Completions[i].Ask, nil)
	}
	spec.Criteria = slices.Clone(spec.Criteria)
	for i := range spec.Criteria {
		c := &spec.Criteria[i]
		var alone []string
		if s := p.criteria[i].rule.slots; len(s) == 1 {
			alone = []string{p.slots[s[0]].Slot}
		}
		do(c.Where, &c.Name, nil)
		do(c.Where, &c.Yes, alone)
		do(c.Where, &c.No, alone)
		for _, text := range []*string{&c.Unsure, &c.Change, &c.Check} {
			do(c.Where, text, nil)
		}
		p.criteria[i].spec = *c
	}
	return spec, issues
}
