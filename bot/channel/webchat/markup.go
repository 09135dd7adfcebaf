package webchat

import (
	"regexp"
	"strings"

	"sapa/bot/channel"
)

// part is a run of text that looks the same. The page shows it as text, whatever stands in it.
type part struct {
	Text string `json:"text"`
	Bold bool   `json:"bold,omitempty"`
	Href string `json:"href,omitempty"`
}

// parts reads the markup of an outgoing text: *bold* by the rule of all channels, and addresses of the web.
func parts(text string) []part {
	var all []part
	for _, span := range channel.Spans(text) {
		all = links(all, span.Text, span.Bold)
	}
	return all
}

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
