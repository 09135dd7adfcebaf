package casework

import (
	"fmt"
	"strings"

	"sapa/conversations/assess"
	"sapa/store"
)

// Catalogue lists what an officer may ask for when an application of a programme lacks something. The kinds of planned
// aid are one programme to the office: theirs is all of them, each item once.
func (d *Desk) Catalogue(programme string) []store.Missing {
	var out []store.Missing
	seen := map[string]bool{}
	for _, p := range d.Programmes {
		if p.ID() != programme && !strings.HasPrefix(p.ID(), programme+"_") {
			continue
		}
		for _, c := range p.Spec().Completions {
			if !seen[c.ID] {
				seen[c.ID] = true
				out = append(out, store.Missing{Item: c.ID, Kind: kindOf(c.Kind), Name: c.Name, Ask: c.Ask})
			}
		}
	}
	return out
}

func kindOf(k assess.CompletionKind) store.MissingKind {
	if k == assess.ByWords {
		return store.MissingWords
	}
	return store.MissingPhoto
}

// Pick gives items of a programme's catalogue in its order; ErrUnknownItem for one that is not there.
func (d *Desk) Pick(programme string, items ...string) ([]store.Missing, error) {
	wanted := map[string]bool{}
	for _, i := range items {
		wanted[i] = true
	}
	var out []store.Missing
	for _, m := range d.Catalogue(programme) {
		if wanted[m.Item] {
			delete(wanted, m.Item)
			out = append(out, m)
		}
	}
	for _, i := range items {
		if wanted[i] {
			return nil, fmt.Errorf("%w: %s", ErrUnknownItem, i)
		}
	}
	return out, nil
}

// Own is the n-th thing that an officer asks for in words of their own.
func Own(n int, kind store.MissingKind, words string) store.Missing {
	return store.Missing{Item: fmt.Sprint("lain", n), Kind: kind, Name: strings.TrimRight(strings.TrimSpace(words), ".; ")}
}
