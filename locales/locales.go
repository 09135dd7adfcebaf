// Package locales holds the words that people read and that belong to no single flow.
package locales

import (
	_ "embed"
	"fmt"
	"maps"
	"strings"

	"github.com/goccy/go-yaml"

	"sapa/conversations"
)

//go:embed id.yaml
var indonesian []byte

// office are the words that only people of the office read.
//
//go:embed id.office.yaml
var office []byte

// Catalogue gives the words for keys, in one language.
type Catalogue struct{ words map[string]string }

// Load reads the catalogue of Bahasa Indonesia.
func Load() (*Catalogue, error) {
	c := &Catalogue{words: map[string]string{}}
	for _, file := range [][]byte{indonesian, office} {
		var words map[string]string
		if err := yaml.UnmarshalWithOptions(file, &words, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("read the catalogue: %w", err)
		}
		maps.Copy(c.words, words)
	}
	return c, nil
}

// Has tells whether the catalogue knows a key.
func (c *Catalogue) Has(key string) bool { _, ok := c.words[key]; return ok }

// Keys lists every key.
func (c *Catalogue) Keys() []string {
	out := make([]string, 0, len(c.words))
	for k := range c.words {
		out = append(out, k)
	}
	return out
}

// Key gives the words of a key that has no places.
func (c *Catalogue) Key(key string) string { return c.Words(conversations.Text{Key: key}) }

// Words gives a text as it is shown: the words of its key, or its own, with every place filled in one pass. What a person
// wrote is therefore never expanded. A key nobody wrote gives the empty string: a test, not a citizen, finds it.
func (c *Catalogue) Words(t conversations.Text) string {
	words := t.Literal
	if t.Key != "" {
		words = c.words[t.Key]
	}
	if len(t.Args) == 0 && len(t.Words) == 0 {
		return words
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(words, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		value, known := t.Args[name]
		if key, isKey := t.Words[name]; isKey {
			value, known = c.words[key], true
		}
		if !closed || !known {
			b.WriteByte('{')
			words = rest
			continue
		}
		b.WriteString(value)
		words = after
	}
}
