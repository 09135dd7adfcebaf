package webchat

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// part is a run of text that looks the same. The page shows it as text, whatever stands in it.
type part struct {
	Text string `json:"text"`
	Bold bool   `json:"bold,omitempty"`
	Href string `json:"href,omitempty"`
}

// parts reads the markup of an outgoing text: *bold*, and addresses of the web.
func parts(text string) []part {
	var all []part
	for text != "" {
		open, end := bold(text)
		if open < 0 {
			return links(all, text, false)
		}
		all = links(all, text[:open], false)
		all = links(all, text[open+1:end], true)
		text = text[end+1:]
	}
	return all
}

// bold finds the first pair of stars that makes its words bold: the first where a word may begin, the second where one
// may end, on one line. So a masked number like 6472********9901 stays what it is.
func bold(text string) (open, end int) {
	for open = range len(text) {
		if text[open] != '*' || !edge(utf8.DecodeLastRuneInString(text[:open])) || blank(utf8.DecodeRuneInString(text[open+1:])) {
			continue
		}
		for end = open + 2; end < len(text) && text[end] != '\n'; end++ {
			if text[end] == '*' && edge(utf8.DecodeRuneInString(text[end+1:])) && !blank(utf8.DecodeLastRuneInString(text[:end])) {
				return open, end
			}
		}
	}
	return -1, -1
}

// edge tells whether this neighbour leaves room for a star: nothing, a space or a sign, but no letter, digit or star.
func edge(r rune, size int) bool {
	return size == 0 || (!unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '*')
}

// blank tells whether a star beside this would hold no word.
func blank(r rune, size int) bool { return size == 0 || unicode.IsSpace(r) || r == '*' }

// webAddress finds addresses of the web, and those of the government that are written without https.
var webAddress = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"*]+|\b(?:[a-z0-9-]+\.)+go\.id\b(?:/[^\s<>"*]*)?`)

// links adds a text to the parts, its addresses as links.
func links(all []part, text string, bold bool) []part {
	add := func(p part) {
		if p.Text != "" {
			all = append(all, p)
		}
	}
	at := 0
	for _, m := range webAddress.FindAllStringIndex(text, -1) {
		from, word := m[0], strings.TrimRight(text[m[0]:m[1]], ".,;:!?)]}'")
		if from > 0 && text[from-1] == '@' {
			continue // an e-mail address
		}
		href := word
		if !strings.Contains(strings.ToLower(word), "://") {
			href = "https://" + word
		}
		add(part{Text: text[at:from], Bold: bold})
		add(part{Text: word, Bold: bold, Href: href})
		at = from + len(word)
	}
	add(part{Text: text[at:], Bold: bold})
	return all
}
