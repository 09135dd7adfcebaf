package understand

import (
	"slices"
	"strings"
)

// Pick tells which options a text means, by index. Each option is a list of labels and synonyms. The surest way that
// finds any wins: the same words, the same words in their plain form, the label among other words, a part of the label,
// and last the same with typing slips. Several mean: ask back. A text with a "tidak" that no label has picks nothing.
func Pick(text string, options [][]string) []int {
	words := pickWords(text)
	if len(words) == 0 {
		return nil
	}
	for _, same := range []func(label, words []string) bool{
		slices.Equal[[]string],
		holds,
		func(label, words []string) bool { return holds(words, label) },
		func(label, words []string) bool { return holdsNearly(label, words) },
		func(label, words []string) bool { return holdsNearly(words, label) },
	} {
		var found []int
		for i, labels := range options {
			if slices.ContainsFunc(labels, func(label string) bool {
				l := pickWords(label)
				return len(l) > 0 && negated(l) == negated(words) && same(l, words)
			}) {
				found = append(found, i)
			}
		}
		if len(found) > 0 {
			return longest(found, options, words)
		}
	}
	return nil
}

// pickWords gives a text in plain words without politeness.
func pickWords(text string) []string {
	l := lex()
	var f folded
	f.fold(text)
	fields := strings.Fields(string(f.text()))
	var out []string
	for _, w := range fields {
		id := l.whole([]byte(w))
		if id == 0 {
			out = append(out, w)
			continue
		}
		x := l.lexemes[id]
		if len(fields) > 1 && !x.concepts.empty() && x.concepts.within(l.is.aside.union(l.is.particle)) {
			continue
		}
		out = append(out, x.name)
	}
	return out
}

func negated(words []string) bool {
	return slices.Contains(words, "tidak") || slices.Contains(words, "bukan") || slices.Contains(words, "belum")
}

// holds tells whether all words of the label stand side by side in the text.
func holds(label, words []string) bool {
	for i := range words {
		if i+len(label) <= len(words) && slices.Equal(words[i:i+len(label)], label) {
			return true
		}
	}
	return false
}

func holdsNearly(label, words []string) bool {
	for i := range words {
		if i+len(label) > len(words) {
			return false
		}
		if slices.EqualFunc(words[i:i+len(label)], label, near) {
			return true
		}
	}
	return false
}

func near(a, b string) bool {
	if a == b {
		return true
	}
	limit := allowance(min(len(a), len(b)))
	return limit > 0 && distance(b, []byte(a), limit) <= limit
}

// longest prefers, among options found, those whose label says the most of the text: "samarinda ulu" over "samarinda".
func longest(found []int, options [][]string, words []string) []int {
	best := 0
	size := make([]int, len(found))
	for k, i := range found {
		for _, label := range options[i] {
			if l := pickWords(label); holds(l, words) && len(l) > size[k] {
				size[k] = len(l)
			}
		}
		best = max(best, size[k])
	}
	var out []int
	for k, i := range found {
		if size[k] == best {
			out = append(out, i)
		}
	}
	return out
}
