package locales_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sapa/conversations"
	"sapa/locales"
)

func load(t *testing.T) *locales.Catalogue {
	t.Helper()
	c, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func words(c *locales.Catalogue, key string) string { return c.Words(conversations.Text{Key: key}) }

var place = regexp.MustCompile(`\{([^{}]*)\}`)

// places gives the places of a key's words.
func places(c *locales.Catalogue, key string) map[string]bool {
	out := map[string]bool{}
	for _, m := range place.FindAllStringSubmatch(words(c, key), -1) {
		out[m[1]] = true
	}
	return out
}

func TestEveryEntryIsWellFormed(t *testing.T) {
	t.Parallel()
	c := load(t)
	if len(c.Keys()) < 300 {
		t.Fatalf("only %d entries", len(c.Keys()))
	}
	key := regexp.MustCompile(`^[a-z]+(\.[a-z_]+)*$`)
	name := regexp.MustCompile(`^[a-z]+$`)
	for _, k := range c.Keys() {
		w := words(c, k)
		if !key.MatchString(k) {
			t.Errorf("%s is no key", k)
		}
		if strings.TrimSpace(w) == "" || strings.TrimSpace(w) != w || strings.Contains(w, "  ") {
			t.Errorf("%s is empty or has blanks too many: %q", k, w)
		}
		if strings.Count(w, "*")%2 != 0 {
			t.Errorf("%s: bold does not end: %q", k, w)
		}
		for p := range places(c, k) {
			if !name.MatchString(p) {
				t.Errorf("%s: {%s} is no place", k, p)
			}
		}
		if strings.ContainsAny(place.ReplaceAllString(w, ""), "{}") {
			t.Errorf("%s: a brace stands alone: %q", k, w)
		}
	}
}

func TestNoKeyIsWrittenTwice(t *testing.T) {
	t.Parallel()
	data := readFile(t, "id.yaml") + readFile(t, "id.office.yaml")
	n := 0
	seen := map[string]bool{}
	for line := range strings.Lines(data) {
		k, _, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if n++; seen[k] {
			t.Errorf("%s is written twice", k)
		}
		seen[k] = true
	}
	if got := len(load(t).Keys()); n != got {
		t.Errorf("%d lines, %d entries", n, got)
	}
}

func TestEveryKeyOfTheProgramIsThere(t *testing.T) {
	t.Parallel()
	c := load(t)
	s := read(t, heads(c))
	if len(s.mentions) < 100 {
		t.Fatalf("only %d mentions of keys were found", len(s.mentions))
	}
	logged := acts(t) // the audit log names acts as keys are named
	for _, m := range s.mentions {
		if !c.Has(m.key) && !notKeys[m.key] && !slices.Contains(logged, m.key) {
			t.Errorf("%s: %s is not in the catalogue", m.where, m.key)
		}
	}
	for prefix, f := range families(t) {
		for _, k := range f.keys {
			if !c.Has(prefix + k) {
				t.Errorf("%s is not in the catalogue", prefix+k)
			}
		}
	}
}

func TestEveryFamilyOfKeysIsKnown(t *testing.T) {
	t.Parallel()
	known := families(t)
	found := read(t, heads(load(t))).families
	for prefix, where := range found {
		if _, ok := known[prefix]; !ok && !notKeys[prefix] {
			t.Errorf("%s: this test does not know which keys begin with %q", where, prefix)
		}
	}
	for prefix, f := range known {
		if _, ok := found[prefix]; !ok && !f.joined {
			t.Errorf("no key begins with %q any more", prefix)
		}
	}
}

func TestEveryEntryIsUsed(t *testing.T) {
	t.Parallel()
	c := load(t)
	used := map[string]bool{}
	for _, m := range read(t, heads(c)).mentions {
		used[m.key] = true
	}
	for prefix, f := range families(t) {
		for _, k := range f.keys {
			used[prefix+k] = true
		}
	}
	for _, k := range slices.Sorted(slices.Values(c.Keys())) {
		if !used[k] {
			t.Errorf("nobody says %s", k)
		}
	}
}

func TestEveryPlaceIsFilled(t *testing.T) {
	t.Parallel()
	c := load(t)
	checked := 0
	for _, m := range read(t, heads(c)).mentions {
		if m.places == nil || !c.Has(m.key) {
			continue
		}
		checked++
		for p := range places(c, m.key) {
			if !m.places[p] {
				t.Errorf("%s: {%s} of %s is not filled", m.where, p, m.key)
			}
		}
	}
	if checked < 60 {
		t.Errorf("the places of only %d mentions could be read", checked)
	}
	for prefix, f := range families(t) {
		for _, k := range f.keys {
			allowed := slices.Collect(maps.Keys(f.places[k]))
			allowed = append(allowed, f.every...)
			for p := range places(c, prefix+k) {
				if !slices.Contains(allowed, p) {
					t.Errorf("{%s} of %s is not filled", p, prefix+k)
				}
			}
		}
	}
}

// heads are the first parts of all keys that have more than one.
func heads(c *locales.Catalogue) map[string]bool {
	out := map[string]bool{}
	for _, k := range c.Keys() {
		if head, _, dotted := strings.Cut(k, "."); dotted {
			out[head] = true
		}
	}
	return out
}
