package telegram

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// HTML turns the bot's own words, in which *this is bold*, into the platform's HTML. Everything else is shown as it stands.
//
// A star opens bold letters only at the beginning of a word and closes them only at the end of one, on the same line, so
// that 6472********9901 and 2 * 3 stay what they are. The result equals text when nothing needs markup or escaping.
func HTML(text string) string {
	if !strings.ContainsAny(text, "*&<>") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 32)
	for i := 0; i < len(text); i++ {
		if text[i] == '*' && opens(text, i) {
			if n := closing(text[i+1:]); n > 0 {
				b.WriteString("<b>")
				escape(&b, text[i+1:i+1+n])
				b.WriteString("</b>")
				i += n + 1
				continue
			}
		}
		escape(&b, text[i:i+1])
	}
	return b.String()
}

// opens: the star at i stands before a word and after a gap.
func opens(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+1:])
	return (i == 0 || gap(before)) && i+1 < len(text) && after != '*' && !unicode.IsSpace(after)
}

// closing is where the star stands that ends the bold part at the start of s; 0 when there is none.
func closing(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\n':
			return 0
		case '*':
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			after, _ := utf8.DecodeRuneInString(s[i+1:])
			if before != '*' && !unicode.IsSpace(before) && (i+1 == len(s) || gap(after)) {
				return i
			}
			if after == '*' || before == '*' {
				return 0 // a row of stars is a mask, not markup
			}
		}
	}
	return 0
}

// gap: a rune that no word is made of.
func gap(r rune) bool { return r != '*' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }

func escape(b *strings.Builder, s string) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		default:
			b.WriteByte(s[i])
		}
	}
}

// units is the length of s as the platform counts it: UTF-16 code units.
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
