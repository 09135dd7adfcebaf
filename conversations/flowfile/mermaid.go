package flowfile

import (
	"fmt"
	"strings"

	"sapa/conversations"
)

// Mermaid draws a flow as a graph in Mermaid's notation.
func Mermaid(f *conversations.Flow) string {
	var b strings.Builder
	fmt.Fprintf(&b, "flowchart TD\n  title[\"%s\"] --> %s\n", escape(f.Title), f.Start)
	for _, id := range f.Order {
		n := f.Nodes[id]
		fmt.Fprintf(&b, "  %s%s\n", id, box(n))
		for _, r := range n.Go {
			fmt.Fprintf(&b, "  %s -->%s %s\n", id, label(r.When), end(r.To))
		}
	}
	return b.String()
}

// box gives asks round corners and what the world does slanted ones.
func box(n *conversations.Node) string {
	words := string(n.ID)
	if len(n.Say) > 0 {
		words += ": " + shorten(n.Say[0].Text)
	}
	switch {
	case n.Ask != nil:
		return fmt.Sprintf("(\"%s\")", escape(words))
	case n.Do != nil:
		return fmt.Sprintf("[/\"%s\"/]", escape(string(n.ID)+": "+n.Do.Name))
	}
	return fmt.Sprintf("[\"%s\"]", escape(words))
}

func label(c conversations.Condition) string {
	if c.Slot == "" {
		return ""
	}
	sign := " = "
	if c.Not {
		sign = " bukan "
	}
	return fmt.Sprintf("|\"%s\"|", escape(string(c.Slot)+sign+strings.Join(c.Is, ", ")))
}

func end(to conversations.NodeID) string {
	switch {
	case to == "":
		return "selesai((selesai))"
	case to == "^":
		return "kembali((kembali))"
	case to[0] == '@':
		return fmt.Sprintf("flow_%s[[%s]]", to[1:], to[1:])
	}
	return string(to)
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func escape(s string) string {
	return strings.NewReplacer("\"", "#quot;", "\n", " ").Replace(s)
}
