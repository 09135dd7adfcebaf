package understand

import "strings"

func cutFields(s string) (before, after []string) {
	b, a, _ := strings.Cut(s, "|")
	return strings.Fields(b), strings.Fields(a)
}
