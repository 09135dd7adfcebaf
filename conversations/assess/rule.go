package assess

import (
	"errors"
	"fmt"
	"sort"

	"cel.dev/cel-go/cel"
	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// ruleLimit is the longest rule, in code points. Without macros a rule cannot loop, so its length bounds its cost.
const ruleLimit = 2000

// rule is a compiled CEL expression together with the slots it reads.
//
// It is never asked for its residual expression: in cel-go 0.33 that rewrites the shared source and would show one
// person's values to the next. The unknown set gives the same list.
type rule struct {
	program  cel.Program
	slots    []int // places in the programme's slots, ascending
	literals []string
	numbers  []int64
}

// environment declares the questions as variables and the parameters as constants. Macros are left out: a rule compares,
// it does not loop.
func environment(spec Spec) (*cel.Env, error) {
	opts := []cel.EnvOption{cel.ClearMacros(), cel.ParserExpressionSizeLimit(ruleLimit)}
	for _, q := range spec.Questions {
		opts = append(opts, cel.Variable(q.Slot, q.celType()))
	}
	for _, name := range sortedNames(spec.Parameters) {
		opts = append(opts, cel.Constant(name, types.IntType, types.Int(spec.Parameters[name].Value)))
	}
	env, err := cel.NewEnv(opts...)
	if err != nil {
		return nil, fmt.Errorf("declare the slots of %s: %w", spec.ID, err)
	}
	return env, nil
}

func (q Question) celType() *cel.Type {
	switch q.Type {
	case YesNo:
		return cel.BoolType
	case OneOf:
		return cel.StringType
	default:
		return cel.IntType
	}
}

func sortedNames(parameters map[string]Parameter) []string {
	names := make([]string, 0, len(parameters))
	for name := range parameters {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// compileRule checks an expression and finds the slots it reads. Problems come back with their place in the file.
func compileRule(env *cel.Env, c CriterionSpec, place map[string]int) (rule, []Issue) {
	checked, issues := env.Compile(c.Rule)
	if issues.Err() != nil {
		var out []Issue
		for _, e := range issues.Errors() {
			out = append(out, Issue{Where: c.Where.inside(e.Location.Line(), e.Location.Column()),
				Message: fmt.Sprintf("criterion %s: %s", c.ID, e.Message)})
		}
		return rule{}, out
	}
	if checked.OutputType() != cel.BoolType {
		return rule{}, []Issue{{Where: c.Where, Message: fmt.Sprintf("criterion %s: the rule gives %s, want bool", c.ID, checked.OutputType())}}
	}
	program, err := env.Program(checked, cel.EvalOptions(cel.OptOptimize, cel.OptPartialEval))
	if err != nil {
		return rule{}, []Issue{{Where: c.Where, Message: fmt.Sprintf("criterion %s: %v", c.ID, err)}}
	}
	r := rule{program: program}
	r.inspect(checked, place)
	return r, nil
}

// inspect notes the slots, texts and numbers a rule mentions.
func (r *rule) inspect(checked *cel.Ast, place map[string]int) {
	seen := map[int]bool{}
	celast.PreOrderVisit(checked.NativeRep().Expr(), celast.NewExprVisitor(func(e celast.Expr) {
		switch e.Kind() {
		case celast.IdentKind:
			if i, ok := place[e.AsIdent()]; ok && !seen[i] {
				seen[i] = true
				r.slots = append(r.slots, i)
			}
		case celast.LiteralKind:
			switch v := e.AsLiteral().(type) {
			case types.String:
				r.literals = append(r.literals, string(v))
			case types.Int:
				r.numbers = append(r.numbers, int64(v))
			}
		}
	}))
	sort.Ints(r.slots)
}

// inside moves a position by the place of a CEL message within its expression. A rule written over several lines is
// reported where it starts.
func (p Position) inside(line, column int) Position {
	if p.Column == 0 || line > 1 {
		return p
	}
	p.Column += column
	return p
}

// holds evaluates the rule for known values. With everything it reads known, or enough of it, open is empty; otherwise
// open lists the places of the slots it is waiting for.
func (r rule) holds(slots []Question, known reading) (yes bool, open []int, err error) {
	var patterns []*cel.AttributePatternType
	for _, i := range r.slots {
		if _, ok := known.values[slots[i].Slot]; !ok {
			patterns = append(patterns, cel.AttributePattern(slots[i].Slot))
		}
	}
	if len(patterns) > 0 && len(patterns) == len(r.slots) {
		return false, r.slots, nil
	}
	var vars any = known.values
	if len(patterns) > 0 {
		if vars, err = cel.PartialVars(known.values, patterns...); err != nil {
			return false, nil, fmt.Errorf("bind the answers: %w", err)
		}
	}
	out, _, err := r.program.Eval(vars)
	if err != nil {
		return false, nil, fmt.Errorf("evaluate the rule: %w", err)
	}
	switch v := out.(type) {
	case types.Bool:
		return bool(v), nil, nil
	case *types.Unknown:
		return false, r.waiting(slots, v), nil
	}
	return false, nil, errors.New("evaluate the rule: it gave neither a bool nor an unknown")
}

// waiting lists the slots an unknown result depends on.
func (r rule) waiting(slots []Question, u *types.Unknown) []int {
	names := map[string]bool{}
	for _, id := range u.IDs() {
		trails, _ := u.GetAttributeTrails(id)
		for _, t := range trails {
			names[t.Variable()] = true
		}
	}
	open := make([]int, 0, len(names))
	for _, i := range r.slots {
		if names[slots[i].Slot] {
			open = append(open, i)
		}
	}
	return open
}
