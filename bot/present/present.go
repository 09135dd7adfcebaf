// Package present gives a reply the shape that its channel can show. It is the one place that knows buttons from numbered
// lists.
package present

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"sapa/bot/channel"
	"sapa/conversations"
)

// Words gives the words of a text in the person's language.
type Words interface {
	Words(t conversations.Text) string
}

// Reply shapes a reply into the messages that say it, in order: attachments first, the question with its choices last.
func Reply(r conversations.Reply, w Words, s channel.Shape) []channel.Outgoing {
	body := paragraphs(r.Texts, w)
	buttons := fits(r.Choices, w, s)
	if len(r.Choices) > 0 && !buttons && !r.Told {
		body = append(body, listed(r, w))
	}
	parts := split(strings.Join(body, "\n\n"), s.Text)
	captioned := r.Captioned && len(r.Media) == 1 && len(parts) > 0
	var out []channel.Outgoing
	for i := range r.Media {
		if !captioned {
			out = append(out, channel.Outgoing{Media: &r.Media[i]})
		}
	}
	for _, p := range parts {
		out = append(out, channel.Outgoing{Text: p})
	}
	if len(parts) == 0 {
		return out
	}
	if captioned {
		out[0].Media = &r.Media[0]
	}
	last := &out[len(out)-1]
	last.Share = r.Share && s.Share
	if buttons {
		for _, o := range r.Choices {
			last.Buttons = append(last.Buttons, channel.Button{Label: w.Words(o.Label), Data: r.Prompt + "|" + string(o.ID)})
		}
	}
	return out
}

func paragraphs(texts []conversations.Text, w Words) []string {
	var out []string
	for _, t := range texts {
		if s := strings.TrimSpace(w.Words(t)); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// fits tells whether the choices can be buttons on this channel.
func fits(offers []conversations.Offer, w Words, s channel.Shape) bool {
	if len(offers) == 0 || len(offers) > s.Buttons {
		return false
	}
	for _, o := range offers {
		if width(w.Words(o.Label)) > s.Label {
			return false
		}
	}
	return true
}

// listed writes choices as numbered lines, or as words to type where a number would be an answer.
func listed(r conversations.Reply, w Words) string {
	var b strings.Builder
	if r.Typed {
		for i, o := range r.Choices {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString("*" + w.Words(o.Label) + "*")
		}
		return w.Words(conversations.Text{Key: "ask.typed", Args: map[string]string{"words": b.String()}})
	}
	for i, o := range r.Choices {
		b.WriteString(strconv.Itoa(i+1) + ". " + w.Words(o.Label) + "\n")
	}
	b.WriteString(w.Words(conversations.Text{Key: "ask.numbered"}))
	return b.String()
}

// width counts a text as Telegram does, in UTF-16 units.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// split cuts a text into messages of at most limit units: at paragraph ends, else at line ends, else at blanks, else
// anywhere between two characters.
func split(s string, limit int) []string {
	var out []string
	for limit > 0 && width(s) > limit {
		at := cut(s, limit)
		if head := strings.TrimSpace(s[:at]); head != "" {
			out = append(out, head)
		}
		s = strings.TrimSpace(s[at:])
	}
	if s != "" {
		out = append(out, s)
	}
	return out
}

// cut finds the best place to cut, in bytes, within the first limit units.
func cut(s string, limit int) int {
	end, n := 0, 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > limit {
			break
		}
		end = i + len(string(r))
	}
	for _, at := range []string{"\n\n", "\n", " "} {
		if i := strings.LastIndex(s[:end], at); i > 0 {
			return i
		}
	}
	return end
}
