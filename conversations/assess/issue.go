package assess

import (
	"fmt"
	"strings"
)

// Position is a place in a file; lines and columns start at 1, and 0 means unknown.
type Position struct {
	File         string
	Line, Column int
}

// String writes file:line:col, leaving out what is unknown.
func (p Position) String() string {
	parts := make([]string, 0, 3)
	if p.File != "" {
		parts = append(parts, p.File)
	}
	if p.Line > 0 {
		parts = append(parts, fmt.Sprint(p.Line))
		if p.Column > 0 {
			parts = append(parts, fmt.Sprint(p.Column))
		}
	}
	return strings.Join(parts, ":")
}

// Issue is one thing wrong with a programme, for whoever edits it.
type Issue struct {
	Where   Position
	Message string
}

func (i Issue) Error() string {
	if where := i.Where.String(); where != "" {
		return where + ": " + i.Message
	}
	return i.Message
}

// Issues is everything Compile found wrong with a programme, in the order of the file. It is never empty as an error.
type Issues []Issue

func (is Issues) Error() string {
	lines := make([]string, len(is))
	for i, issue := range is {
		lines[i] = issue.Error()
	}
	return strings.Join(lines, "\n")
}
