package flowfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"sapa/conversations/assess"
)

// QuestionsFile is the name of the file that declares the slots all programmes share.
const QuestionsFile = "questions.yaml"

// Programmes reads every *.programme.yaml of a folder beside its QuestionsFile, in the order of their names, and compiles
// them. The error joins what is wrong in every file; each problem carries file:line:col.
func Programmes(fsys fs.FS) ([]*assess.Programme, error) {
	data, err := fs.ReadFile(fsys, QuestionsFile)
	if err != nil {
		return nil, fmt.Errorf("read the questions: %w", err)
	}
	questions, err := Questions(QuestionsFile, data)
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(fsys, "*.programme.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the programmes: %w", err)
	}
	var programmes []*assess.Programme
	var wrong []error
	seen := map[string]string{}
	for _, name := range names {
		p, err := compileProgramme(fsys, name, questions)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		if other := seen[p.ID()]; other != "" {
			wrong = append(wrong, fmt.Errorf("%s: the id %s is already used in %s", name, p.ID(), other))
		}
		seen[p.ID()] = name
		programmes = append(programmes, p)
	}
	return programmes, errors.Join(wrong...)
}

func compileProgramme(fsys fs.FS, name string, questions []assess.Question) (*assess.Programme, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read a programme: %w", err)
	}
	spec, err := Programme(name, data)
	if err != nil {
		return nil, err
	}
	spec.Questions = questions
	return assess.Compile(spec)
}

// Programme parses one programme. Unknown, repeated and mistyped fields are errors, reported as an assess.Issue with
// file:line:col. Set the questions and hand it to assess.Compile, whose issues then name places in this file.
func Programme(name string, data []byte) (assess.Spec, error) {
	var spec assess.Spec
	root, err := decodeProgramme(name, data, &spec)
	if err != nil {
		return assess.Spec{}, err
	}
	spec.Where = assess.Position{File: name, Line: 1, Column: 1}
	for i := range spec.Criteria {
		spec.Criteria[i].Where = rulePosition(name, root, fmt.Sprintf("$.criteria[%d].rule", i), spec.Where)
	}
	return spec, nil
}

// Questions parses the shared list of slots.
func Questions(name string, data []byte) ([]assess.Question, error) {
	var file struct {
		Questions []assess.Question `yaml:"questions"`
	}
	if _, err := decodeProgramme(name, data, &file); err != nil {
		return nil, err
	}
	if len(file.Questions) == 0 {
		return nil, assess.Issue{Where: assess.Position{File: name, Line: 1, Column: 1}, Message: "questions are missing"}
	}
	return file.Questions, nil
}

// decodeProgramme fills into from a file of exactly one document and returns its tree.
func decodeProgramme(name string, data []byte, into any) (*ast.File, error) {
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, programmeIssue(name, err)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict())
	if err := dec.Decode(into); err != nil {
		return nil, programmeIssue(name, err)
	}
	if err := dec.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, assess.Issue{Where: assess.Position{File: name}, Message: "more than one document in the file"}
	}
	return tree, nil
}

// programmeIssue gives a YAML error its file, line and column.
func programmeIssue(name string, err error) error {
	where := assess.Position{File: name}
	var at yaml.Error
	switch {
	case errors.Is(err, io.EOF):
		return assess.Issue{Where: where, Message: "the file is empty"}
	case errors.As(err, &at) && at.GetToken() != nil && at.GetToken().Position != nil:
		where.Line, where.Column = at.GetToken().Position.Line, at.GetToken().Position.Column
		return assess.Issue{Where: where, Message: at.GetMessage()}
	}
	return assess.Issue{Where: where, Message: err.Error()}
}

// rulePosition finds where the words of a value start. A quoted value starts after its quote; of a folded one only the
// line is told.
func rulePosition(name string, tree *ast.File, yamlPath string, otherwise assess.Position) assess.Position {
	p, err := yaml.PathString(yamlPath)
	if err != nil {
		return otherwise
	}
	node, err := p.FilterFile(tree)
	if err != nil || node.GetToken() == nil || node.GetToken().Position == nil {
		return otherwise
	}
	at := node.GetToken().Position
	where := assess.Position{File: name, Line: at.Line, Column: at.Column}
	switch n := node.(type) {
	case *ast.LiteralNode: // folded over lines of its own: only the place of the marker is known
		where.Column = 0
	case *ast.StringNode:
		if n.Token.Type == token.SingleQuoteType || n.Token.Type == token.DoubleQuoteType {
			where.Column++
		}
	}
	return where
}
