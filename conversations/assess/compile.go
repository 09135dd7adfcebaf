package assess

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// Programme is a Spec whose rules are compiled and checked. It never changes and may be used from many goroutines.
type Programme struct {
	spec     Spec       // with its parameters filled into its texts
	slots    []Question // those the rules read, in the order of the questions
	declared []int      // beside slots: their place among all questions
	criteria []criterion
}

// criterion is a compiled CriterionSpec.
type criterion struct {
	spec CriterionSpec
	rule rule
	odds []odds // beside rule.slots
}

// Spec is the programme as written, its parameters filled into its texts. Do not change what its slices hold.
func (p *Programme) Spec() Spec { return p.spec }

// ID names the programme, for example "wrse".
func (p *Programme) ID() string { return p.spec.ID }

// Slots lists the slots the programme's rules read, in the order of the questions.
func (p *Programme) Slots() []string {
	names := make([]string, len(p.slots))
	for i, q := range p.slots {
		names[i] = q.Slot
	}
	return names
}

// For picks the programmes that help a subject, in the given order.
func For(programmes []*Programme, subject Subject) []*Programme {
	var out []*Programme
	for _, p := range programmes {
		if p.spec.For == subject {
			out = append(out, p)
		}
	}
	return out
}

// Compile checks a programme and compiles its rules. Its error is an Issues holding everything found: declarations, rules
// that do not compile or can only ever give one result, texts that promise, are missing, or show an unsure parameter.
func Compile(spec Spec) (*Programme, error) {
	issues := checkSpec(spec)
	issues = append(issues, checkQuestions(spec)...)
	if len(issues) > 0 {
		return nil, issues
	}
	env, err := environment(spec)
	if err != nil {
		return nil, Issues{{Where: spec.Where, Message: err.Error()}}
	}
	p := &Programme{}
	place := make(map[string]int, len(spec.Questions))
	for i, q := range spec.Questions {
		place[q.Slot] = i
	}
	for _, c := range spec.Criteria {
		r, found := compileRule(env, c, place)
		if len(found) == 0 {
			found = checkRule(c, r, spec)
		}
		issues = append(issues, found...)
		p.criteria = append(p.criteria, criterion{spec: c, rule: r})
	}
	if len(issues) > 0 {
		return nil, issues
	}
	p.keepSlots(spec.Questions)
	p.spec, issues = fillSpec(spec, p)
	if len(issues) > 0 {
		return nil, issues
	}
	for i := range p.criteria {
		p.criteria[i].odds = p.criteria[i].rule.guess(p.slots)
	}
	return p, nil
}

// keepSlots drops the questions no rule reads and renumbers the rest.
func (p *Programme) keepSlots(questions []Question) {
	moved := make([]int, len(questions))
	for i, q := range questions {
		moved[i] = len(p.slots)
		if slices.ContainsFunc(p.criteria, func(c criterion) bool { return slices.Contains(c.rule.slots, i) }) {
			p.slots = append(p.slots, q)
			p.declared = append(p.declared, i)
		}
	}
	for _, c := range p.criteria {
		for i, s := range c.rule.slots {
			c.rule.slots[i] = moved[s]
		}
	}
}

func checkSpec(spec Spec) Issues {
	var issues Issues
	fault := func(ok bool, format string, args ...any) {
		if !ok {
			issues = append(issues, Issue{Where: spec.Where, Message: fmt.Sprintf(format, args...)})
		}
	}
	fault(identifier(spec.ID), "id %q is not a lower-case word", spec.ID)
	fault(spec.Version >= 1, "version must be 1 or more")
	fault(slices.Contains([]Kind{Provincial, National, Partner}, spec.Kind), "kind %q is not provinsi, nasional or mitra", spec.Kind)
	fault(slices.Contains([]Subject{Person, Group, Institution}, spec.For), "for %q is not perorangan, kelompok or lembaga", spec.For)
	for _, field := range [][2]string{{"name", spec.Name}, {"summary", spec.Summary}, {"for_whom", spec.ForWhom},
		{"office", spec.Office}, {"when_not", spec.WhenNot}, {"source", spec.Source}} {
		fault(field[1] != "", "%s is missing", field[0])
	}
	fault(len(spec.How) > 0, "how is missing")
	fault(utf8.RuneCountInString(spec.Summary) <= SummaryLimit, "summary is longer than %d letters", SummaryLimit)
	allSure := !slices.ContainsFunc(spec.Documents, func(d Document) bool { return !d.Sure })
	fault(allSure || spec.DocumentsNote != "", "documents_note is missing although some documents are not sure")
	for i, c := range spec.Completions {
		twice := slices.ContainsFunc(spec.Completions[:i], func(o Completion) bool { return o.ID == c.ID })
		fault(identifier(c.ID) && !twice, "completion id %q is not a lower-case word of its own", c.ID)
		fault(c.Kind == ByPhoto || c.Kind == ByWords, "completion %s: kind %q is not foto or tulisan", c.ID, c.Kind)
		fault(c.Name != "" && c.Ask != "", "completion %s: name or ask is missing", c.ID)
	}
	fault(len(spec.Criteria) > 0, "criteria are missing")
	for i, c := range spec.Criteria {
		twice := slices.ContainsFunc(spec.Criteria[:i], func(o CriterionSpec) bool { return o.ID == c.ID })
		fault(identifier(c.ID) && !twice, "criterion id %q is not a lower-case word of its own", c.ID)
		for _, field := range [][2]string{{"name", c.Name}, {"rule", c.Rule}, {"ya", c.Yes}, {"tidak", c.No},
			{"dicek", c.Unsure}, {"change", c.Change}, {"source", c.Source}} {
			fault(field[1] != "", "criterion %s: %s is missing", c.ID, field[0])
		}
	}
	return issues
}

func checkQuestions(spec Spec) Issues {
	var issues Issues
	report := func(message string) { issues = append(issues, Issue{Where: spec.Where, Message: message}) }
	seen := map[string]bool{}
	for _, q := range spec.Questions {
		if fault := q.fault(); fault != "" {
			report(fault)
		}
		if seen[q.Slot] {
			report(fmt.Sprintf("slot %s is declared twice", q.Slot))
		}
		seen[q.Slot] = true
	}
	for _, name := range sortedNames(spec.Parameters) {
		if !identifier(name) || seen[name] {
			report(fmt.Sprintf("parameter %q is not a lower-case word of its own", name))
		}
	}
	return issues
}
