// Package flowfile reads and writes flows as the YAML files that admins edit. What it returns has passed inspection; what
// it refuses, it refuses with line and column.
package flowfile

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"sapa/conversations"
)

// Error is one thing wrong in a file. Line and Column count from 1; 0 when the place is not known.
type Error struct {
	File         string
	Line, Column int
	Problem      string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Problem)
}

// file is a flow as it is written.
type file struct {
	Flow       string            `yaml:"flow"`
	Title      string            `yaml:"title"`
	Calls      []string          `yaml:"calls"`
	Says       []string          `yaml:"says"`
	Steps      int               `yaml:"steps"`
	Draft      string            `yaml:"draft"`
	Interrupts map[string]string `yaml:"interrupts"`
	Carries    []string          `yaml:"carries"`
	Ungreeted  bool              `yaml:"ungreeted"`
	Start      string            `yaml:"start"`
	Nodes      yaml.MapSlice     `yaml:"nodes"`
}

type node struct {
	Set    args     `yaml:"set"`
	Forget bool     `yaml:"forget"`
	Say    lines    `yaml:"say"`
	Ask    *ask     `yaml:"ask"`
	Do     string   `yaml:"do"`
	With   args     `yaml:"with"`
	All    bool     `yaml:"all"`
	Take   []string `yaml:"take"`
	Go     routes   `yaml:"go"`
}

type args map[string]string

type ask struct {
	Slot    string   `yaml:"slot"`
	Kind    string   `yaml:"kind"`
	Label   string   `yaml:"label"`
	Step    int      `yaml:"step"`
	Choices []choice `yaml:"choices"`
	From    string   `yaml:"from"`
	Within  string   `yaml:"within"`
	Level   int      `yaml:"level"`
	Deeper  string   `yaml:"deeper"`
	Min     int      `yaml:"min"`
	Max     int      `yaml:"max"`
	Clears  []string `yaml:"clears"`
	Once    bool     `yaml:"once"`
	Heed    bool     `yaml:"heed"`
	Share   bool     `yaml:"share"`
	Hint    string   `yaml:"hint"`
	Tries   int      `yaml:"tries"`
	GiveUp  string   `yaml:"give_up"`
}

type choice struct {
	ID     string   `yaml:"id"`
	Label  string   `yaml:"label"`
	Also   []string `yaml:"also"`
	Intent string   `yaml:"intent"`
	Hidden bool     `yaml:"hidden"`
	If     string   `yaml:"if"`
	Is     values   `yaml:"is"`
	IsNot  values   `yaml:"is_not"`
}

type line struct {
	Text  string `yaml:"text"`
	If    string `yaml:"if"`
	Is    values `yaml:"is"`
	IsNot values `yaml:"is_not"`
}

type rule struct {
	If    string `yaml:"if"`
	Is    values `yaml:"is"`
	IsNot values `yaml:"is_not"`
	To    string `yaml:"to"`
}

// values is one value or a list of them.
type values []string

// UnmarshalYAML takes a single word where a list of one is meant.
func (v *values) UnmarshalYAML(unmarshal func(any) error) error {
	var one string
	if unmarshal(&one) == nil {
		*v = values{one}
		return nil
	}
	var many []string
	err := unmarshal(&many)
	*v = many
	return err
}

// lines is one text, or a list of texts and of texts with a condition.
type lines []line

// UnmarshalYAML takes the short forms.
func (l *lines) UnmarshalYAML(unmarshal func(any) error) error {
	var one string
	if unmarshal(&one) == nil {
		*l = lines{{Text: one}}
		return nil
	}
	var many []textOrLine
	if err := unmarshal(&many); err != nil {
		return err
	}
	for _, m := range many {
		*l = append(*l, line(m))
	}
	return nil
}

type textOrLine line

// UnmarshalYAML takes a bare text for a line without a condition.
func (t *textOrLine) UnmarshalYAML(unmarshal func(any) error) error {
	if unmarshal(&t.Text) == nil {
		return nil
	}
	return unmarshal((*line)(t))
}

// routes is the name of one node, or a list of rules.
type routes []rule

// UnmarshalYAML takes a bare name for a route without a condition.
func (r *routes) UnmarshalYAML(unmarshal func(any) error) error {
	var to string
	if unmarshal(&to) == nil {
		*r = routes{{To: to}}
		return nil
	}
	return unmarshal((*[]rule)(r))
}

// Parse reads a flow. revision becomes part of its reference. The error joins one *Error for each thing that is wrong.
func Parse(name string, data []byte, revision int) (flow *conversations.Flow, err error) {
	defer func() {
		if recover() != nil { // the YAML library panics on some malformed tags (found by fuzzing)
			flow, err = nil, &Error{name, 1, 1, "the file cannot be read as YAML"}
		}
	}()
	var f file
	tree, err := decode(name, data, &f)
	if err != nil {
		return nil, err
	}
	var errs []error
	flow, errs = build(name, data, f, tree)
	flow.Ref.Revision = revision
	conversations.Link(flow)
	if len(errs) == 0 {
		for _, i := range conversations.Inspect(flow) {
			errs = append(errs, place(name, data, i))
		}
	}
	return flow, errors.Join(errs...)
}

func build(name string, data []byte, f file, tree *ast.File) (*conversations.Flow, []error) {
	flow := &conversations.Flow{Title: f.Title, Calls: f.Calls, Says: f.Says, Steps: f.Steps, Start: conversations.NodeID(f.Start),
		Nodes: map[conversations.NodeID]*conversations.Node{}, Interrupts: map[string]conversations.NodeID{}}
	flow.Ref.ID, flow.Carries, flow.Ungreeted = conversations.FlowID(f.Flow), slots(f.Carries), f.Ungreeted
	var errs []error
	if f.Draft != "" {
		d, err := time.ParseDuration(f.Draft)
		if err != nil {
			errs = append(errs, at(name, data, "$.draft", "draft is a duration such as 168h"))
		}
		flow.Draft = d
	}
	if f.Flow == "" || f.Title == "" {
		errs = append(errs, &Error{name, 1, 1, "a flow needs its name (flow:) and a title"})
	}
	for word, to := range f.Interrupts {
		flow.Interrupts[word] = conversations.NodeID(to)
	}
	trees, err := nodeTrees(tree)
	if err != nil {
		errs = append(errs, yamlError(name, err))
	}
	for _, item := range f.Nodes {
		id := fmt.Sprint(item.Key)
		n, err := parseNode(name, id, trees[id])
		if err != nil {
			errs = append(errs, err)
			continue
		}
		flow.Nodes[n.ID] = n
		flow.Order = append(flow.Order, n.ID)
	}
	if flow.Start == "" && len(flow.Order) > 0 {
		flow.Start = flow.Order[0]
	}
	return flow, errs
}

func trim(s string) string { return strings.TrimRight(s, "\n") }
