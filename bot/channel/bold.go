package channel

import (
	"unicode"
	"unicode/utf8"
)

// Span is a stretch of a message's text, in bold letters or not.
type Span struct {
	Text string
	Bold bool
}

// Spans reads the one markup that Outgoing.Text knows, *bold*, so that every channel shows it by the same rule.
//
// A star opens bold letters only at the beginning of a word and closes them only at the end of one, on the same line, so
// that 6472********9901 and 2 * 3 stay what they are. The texts of all spans are text without the stars that were markup.
func Spans(text string) []Span {
	var spans []Span
	from := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '*' || !opens(text, i) {
			continue
		}
		n := closing(text[i+1:])
		if n == 0 {
			continue
		}
		if from < i {
			spans = append(spans, Span{Text: text[from:i]})
		}
		spans = append(spans, Span{Text: text[i+1 : i+1+n], Bold: true})
		i += n + 1
		from = i + 1
	}
	if from < len(text) {
		spans = append(spans, Span{Text: text[from:]})
	}
	return spans
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
