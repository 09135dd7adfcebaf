package telegramtest

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// tags that the platform's HTML knows.
const tags = " b strong i em u ins s strike del code pre a tg-spoiler blockquote span tg-emoji "

// parseHTML reads text as the platform does in parse mode HTML: what is shown, and the bold parts of it in order.
func parseHTML(text string) (plain string, bold []string, err error) {
	if !strings.ContainsAny(text, "<&") {
		return text, nil, nil
	}
	var out strings.Builder
	var open []string
	var starts []int
	for i := 0; i < len(text); {
		switch text[i] {
		case '<':
			name, closing, n := tag(text[i:])
			if n == 0 || !strings.Contains(tags, " "+name+" ") {
				return "", nil, fmt.Errorf("can't parse entities: Unsupported start tag %q at byte offset %d", name, i)
			}
			i += n
			if !closing {
				open, starts = append(open, name), append(starts, out.Len())
				continue
			}
			last := len(open) - 1
			if last < 0 || open[last] != name {
				return "", nil, fmt.Errorf("can't parse entities: Unexpected end tag at byte offset %d", i)
			}
			if name == "b" || name == "strong" {
				bold = append(bold, out.String()[starts[last]:])
			}
			open, starts = slices.Delete(open, last, last+1), starts[:last]
		case '&':
			n := entity(text[i:])
			out.WriteString(html.UnescapeString(text[i : i+n]))
			i += n
		default:
			out.WriteByte(text[i])
			i++
		}
	}
	if len(open) > 0 {
		return "", nil, fmt.Errorf("can't parse entities: Can't find end tag corresponding to start tag %q", open[len(open)-1])
	}
	return out.String(), bold, nil
}

// tag reads "<name ...>" or "</name>" at the start of s; n is its length, 0 when it never ends.
func tag(s string) (name string, closing bool, n int) {
	end := strings.IndexByte(s, '>')
	if end < 0 {
		return "", false, 0
	}
	inner, closing := strings.CutPrefix(s[1:end], "/")
	name, _, _ = strings.Cut(strings.ToLower(inner), " ")
	return strings.TrimSpace(name), closing, end + 1
}

// entity is the length of the entity at the start of s, 1 when it is an ampersand that stands for itself.
func entity(s string) int {
	end := strings.IndexByte(s, ';')
	if end < 0 || end > 10 {
		return 1
	}
	switch name := s[1:end]; {
	case name == "lt", name == "gt", name == "amp", name == "quot", strings.HasPrefix(name, "#"):
		return end + 1
	}
	return 1
}

// units is the length of s as the platform counts: UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
