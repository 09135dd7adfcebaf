package telegram

import (
	"strings"

	"sapa/bot/channel"
)

// HTML turns the bot's own words, in which *this is bold* by the rule of channel.Spans, into the platform's HTML. Everything
// else is shown as it stands. The result equals text when nothing needs markup or escaping.
func HTML(text string) string {
	if !strings.ContainsAny(text, "*&<>") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 32)
	for _, s := range channel.Spans(text) {
		if s.Bold {
			b.WriteString("<b>")
		}
		escape(&b, s.Text)
		if s.Bold {
			b.WriteString("</b>")
		}
	}
	return b.String()
}

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
