package flowfile

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"sapa/conversations"
)

// yamlError gives the YAML library's error our shape.
func yamlError(name string, err error) *Error {
	e := &Error{File: name, Problem: firstLine(err.Error())}
	var y yaml.Error
	if errors.As(err, &y) {
		e.Problem = y.GetMessage()
		if t := y.GetToken(); t != nil && t.Position != nil {
			e.Line, e.Column = t.Position.Line, t.Position.Column
		}
	}
	return e
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// at makes an error at the place of a YAML path.
func at(name string, data []byte, path, problem string) *Error {
	e := &Error{File: name, Line: 1, Column: 1, Problem: problem}
	p, err := yaml.PathString(path)
	if err != nil {
		return e
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return e
	}
	n, err := p.FilterFile(file)
	if err != nil || n == nil {
		return e
	}
	pos := start(n)
	e.Line, e.Column = pos.Line, pos.Column
	return e
}

// start finds where a node begins: for a mapping, its first key.
func start(n ast.Node) *struct{ Line, Column int } {
	t := n.GetToken()
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		t = m.Values[0].Key.GetToken()
	}
	return &struct{ Line, Column int }{t.Position.Line, t.Position.Column}
}

// place finds where in the file an issue lies: its field, else its node, else the top.
func place(name string, data []byte, i conversations.Issue) error {
	if i.Node == "" {
		return at(name, data, "$", i.Problem)
	}
	base := "$.nodes." + quoted(string(i.Node))
	problem := string(i.Node) + ": " + i.Problem
	if i.Field != "" {
		if e := at(name, data, base+"."+i.Field, problem); e.Line > 1 {
			return e
		}
	}
	return at(name, data, base, problem)
}
