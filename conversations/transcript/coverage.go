package transcript

import (
	"fmt"
	"slices"
	"strings"

	"sapa/conversations"
)

// Coverage counts which ways through the flows have been taken. A node's ways are its routes, and its end where no route
// is without a condition.
type Coverage struct {
	taken map[string]bool
}

// NewCoverage begins to count.
func NewCoverage() *Coverage { return &Coverage{taken: map[string]bool{}} }

// Visit notes a way; it is a conversations.Visit.
func (c *Coverage) Visit(f conversations.FlowRef, n conversations.NodeID, way int) {
	c.taken[key(f.ID, n, way)] = true
}

func key(f conversations.FlowID, n conversations.NodeID, way int) string {
	return fmt.Sprintf("%s/%s/%d", f, n, way)
}

// Of tells how many of a flow's ways were taken, how many there are, and names those left out.
func (c *Coverage) Of(f *conversations.Flow) (taken, all int, left []string) {
	for _, id := range f.Order {
		n := f.Nodes[id]
		for way := range ways(n) {
			all++
			if c.taken[key(f.Ref.ID, id, way)] {
				taken++
				continue
			}
			to := "(end)"
			if way < len(n.Go) {
				to = string(n.Go[way].To)
			}
			left = append(left, fmt.Sprintf("%s -> %s (%d)", id, to, way+1))
		}
	}
	return taken, all, left
}

func ways(n *conversations.Node) int {
	if a := n.Ask; a != nil && a.Kind == conversations.KindChoice && a.From == "" && !slices.ContainsFunc(a.Choices, own) {
		return 0 // every choice opens another flow
	}
	open := !slices.ContainsFunc(n.Go, func(r conversations.Route) bool { return r.When.Slot == "" })
	if open {
		return len(n.Go) + 1
	}
	return len(n.Go)
}

func own(c conversations.Choice) bool { return !strings.HasPrefix(string(c.ID), "@") }
