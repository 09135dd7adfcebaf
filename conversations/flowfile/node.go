package flowfile

import (
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"sapa/conversations"
)

// decode reads YAML strictly: unknown fields, double keys and wrong types are errors with their place.
func decode(name string, data []byte, into any) (*ast.File, error) {
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, yamlError(name, err)
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, &Error{name, 1, 1, "the file is empty"}
	}
	if err := yaml.NodeToValue(file.Docs[0].Body, into, yaml.Strict()); err != nil {
		return nil, yamlError(name, err)
	}
	return file, nil
}

// nodeTrees finds the node of every name in a file.
func nodeTrees(file *ast.File) (map[string]ast.Node, error) {
	path, err := yaml.PathString("$.nodes")
	if err != nil {
		return nil, err
	}
	out := map[string]ast.Node{}
	tree, err := path.FilterFile(file)
	if m, ok := tree.(*ast.MappingNode); ok && err == nil {
		for _, v := range m.Values {
			out[v.Key.GetToken().Value] = v.Value
		}
	}
	if v, ok := tree.(*ast.MappingValueNode); ok && err == nil {
		out[v.Key.GetToken().Value] = v.Value
	}
	return out, err
}

// parseNode reads one node, strictly, from its place in the file.
func parseNode(name, id string, tree ast.Node) (*conversations.Node, error) {
	if tree == nil {
		return nil, &Error{name, 0, 0, "node " + id + " is empty"}
	}
	var w node
	if err := yaml.NodeToValue(tree, &w, yaml.Strict()); err != nil {
		return nil, yamlError(name, err)
	}
	return w.node(id), nil
}

func quoted(id string) string {
	if strings.ContainsAny(id, ".- ") {
		return "'" + id + "'"
	}
	return id
}

func (w node) node(id string) *conversations.Node {
	n := &conversations.Node{ID: conversations.NodeID(id), Forget: w.Forget}
	for slot, v := range w.Set {
		if n.Set == nil {
			n.Set = map[conversations.Slot]string{}
		}
		n.Set[conversations.Slot(slot)] = v
	}
	for _, l := range w.Say {
		n.Say = append(n.Say, conversations.Line{When: condition(l.If, l.Is, l.IsNot), Text: trim(l.Text)})
	}
	if w.Ask != nil {
		n.Ask = w.Ask.ask()
	}
	if w.Do != "" {
		n.Do = &conversations.Do{Name: w.Do, Args: w.With, All: w.All, Gives: slots(w.Take)}
	}
	for _, r := range w.Go {
		n.Go = append(n.Go, conversations.Route{When: condition(r.If, r.Is, r.IsNot), To: conversations.NodeID(r.To)})
	}
	return n
}

func (a ask) ask() *conversations.Ask {
	out := &conversations.Ask{Slot: conversations.Slot(a.Slot), Kind: conversations.Kind(a.Kind), Label: a.Label, Step: a.Step,
		From: conversations.Slot(a.From), Within: a.Within, Level: a.Level, Deeper: conversations.Slot(a.Deeper),
		Min: a.Min, Max: a.Max, Clears: slots(a.Clears), Once: a.Once, Heed: a.Heed, Share: a.Share, Hint: trim(a.Hint), Tries: a.Tries,
		Give: conversations.NodeID(a.GiveUp)}
	for _, c := range a.Choices {
		out.Choices = append(out.Choices, conversations.Choice{ID: conversations.ChoiceID(c.ID), Label: c.Label, Also: c.Also,
			Intent: c.Intent, Hidden: c.Hidden, When: condition(c.If, c.Is, c.IsNot)})
	}
	return out
}

func condition(slot string, is, isNot values) conversations.Condition {
	c := conversations.Condition{Slot: conversations.Slot(slot), Is: is}
	if len(isNot) > 0 {
		c.Is, c.Not = isNot, true
	}
	return c
}

func slots(names []string) []conversations.Slot {
	var out []conversations.Slot
	for _, n := range names {
		out = append(out, conversations.Slot(n))
	}
	return out
}
