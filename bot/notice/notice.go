// Package notice composes what a citizen is told, unprompted, when an officer moves a case on.
package notice

import (
	"strings"

	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// Compose writes the news of a decision about a case, as the case was before it. Words are keys of the catalogue, filled
// when the reply is shown. It promises nothing, says what can be done after a refusal, and always ends with the line that
// the service is free and asks for no PIN or OTP. The choice under it opens the status of the case.
//
// Programme, number and kab/kota are named, the person is not: a family may share the phone.
func Compose(c store.Case, d store.Decision) conversations.Reply {
	region := c.Region
	if r, ok := understand.RegionNamed(c.Region); ok {
		region = r.Name
	}
	args := map[string]string{"kabkota": region, "nomor": c.Number, "catatan": note(d.Note)}
	if len(d.Missing) > 0 {
		args["daftar"] = list(d.Missing)
	}
	key := "notice." + string(d.To)
	texts := []conversations.Text{{Key: "notice.head", Args: args, Words: map[string]string{"program": "program." + c.Programme}}}
	switch {
	case len(d.Missing) > 0:
		texts = append(texts, conversations.Text{Key: key + ".items", Args: args})
		if n := args["catatan"]; n != "" && !(len(d.Missing) == 1 && note(d.Missing[0].Name) == n) {
			texts = append(texts, conversations.Text{Key: "notice.note", Args: args})
		}
		texts = append(texts, conversations.Text{Key: key + ".how", Args: args})
	case args["catatan"] == "":
		texts = append(texts, conversations.Text{Key: key, Args: args})
	case d.To == store.CaseIncomplete, d.To == store.CaseRefused:
		texts = append(texts, conversations.Text{Key: key + ".note", Args: args})
	default:
		texts = append(texts, conversations.Text{Key: key, Args: args}, conversations.Text{Key: "notice.note", Args: args})
	}
	if d.To == store.CaseRefused {
		texts = append(texts, conversations.Text{Key: key + ".then", Args: args})
	}
	texts = append(texts, conversations.Text{Key: "notice.free"})
	return conversations.Reply{Texts: texts, Prompt: "kabar", Typed: true, Choices: offers(d)}
}

// offers are the ways on from the news: to do what the person may do now, and to see the status.
func offers(d store.Decision) []conversations.Offer {
	var out []conversations.Offer
	if len(d.Missing) > 0 {
		out = append(out, conversations.Offer{ID: "@lengkapi", Label: conversations.Text{Key: "notice.supply"}})
	}
	return append(out, conversations.Offer{ID: "@cek_status", Label: conversations.Text{Key: "notice.see"}})
}

// list writes what is missing as lines.
func list(items []store.Missing) string {
	var b strings.Builder
	for i, m := range items {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("- " + m.Name)
	}
	return b.String()
}

// note takes the end off an officer's words, which our own sentence has.
func note(s string) string { return strings.TrimRight(strings.TrimSpace(s), ".; ") }
