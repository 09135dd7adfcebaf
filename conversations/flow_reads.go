package conversations

import "strings"

// slotsRead lists the slots that a flow asks for, shows, decides by or hands over by name. What a person's first message
// happens to tell is kept only when the flow has a use for it.
func (f *Flow) slotsRead() map[Slot]bool {
	reads := map[Slot]bool{}
	for _, id := range f.Order {
		n := f.Nodes[id]
		for _, l := range n.Say {
			reads[l.When.Slot] = true
			places(l.Text, reads)
		}
		for _, r := range n.Go {
			reads[r.When.Slot] = true
		}
		if n.Ask != nil {
			reads[n.Ask.Slot] = true
			for _, c := range n.Ask.Choices {
				reads[c.When.Slot] = true
				places(c.Label, reads)
			}
		}
		if n.Do != nil {
			for _, words := range n.Do.Args {
				places(words, reads)
			}
			for _, s := range n.Do.Gives {
				reads[s] = true
			}
		}
	}
	return reads
}

// places notes the names between braces.
func places(words string, into map[Slot]bool) {
	for {
		_, rest, ok := strings.Cut(words, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return
		}
		into[Slot(name)] = true
		words = after
	}
}
