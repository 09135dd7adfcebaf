// Package notice composes what a citizen is told, unprompted, when an officer moves a case on.
package notice

import (
	"strings"
	"time"

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
	args := args(c, d.Note)
	if len(d.Missing) > 0 {
		args["daftar"] = list(d.Missing)
	}
	key := "notice." + string(d.To)
	if d.To == store.CaseSubmitted && c.Status == store.CaseWaitlisted {
		key += ".tempat"
	}
	texts := []conversations.Text{head(c, args)}
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
	if d.Disbursed != nil {
		texts = append(texts, given(*d.Disbursed))
	}
	if !d.Word.IsZero() {
		texts = append(texts, word(d.Word))
	}
	texts = append(texts, conversations.Text{Key: "notice.free"}, Code(d.Code))
	return conversations.Reply{Texts: texts, Prompt: "kabar", Typed: true, Choices: offers(d)}
}

// given says what was given, and when.
func given(b store.Disbursement) conversations.Text {
	t := conversations.Text{Key: "notice.given", Args: map[string]string{"tanggal": understand.FormatDate(b.Day), "isi": note(b.What)},
		Words: map[string]string{"bentuk": "notice.form." + string(b.Form)}}
	if t.Args["isi"] != "" {
		t.Key += ".what"
	}
	return t
}

// word says until when the next word comes.
func word(by time.Time) conversations.Text {
	day := understand.FormatDate(by.In(time.FixedZone("WITA", 8*3600)).Format(time.DateOnly))
	return conversations.Text{Key: "world.word.by", Args: map[string]string{"tanggal": day}}
}

// Holding writes that the word which was promised on a case takes longer, and until when it may be expected now.
func Holding(c store.Case, next time.Time) conversations.Reply {
	args := args(c, "")
	texts := []conversations.Text{head(c, args), {Key: "notice.holding"}, word(next), {Key: "notice.free"}}
	return conversations.Reply{Texts: texts, Prompt: "kabar", Typed: true, Choices: offers(store.Decision{})}
}

// Elsewhere writes to another contact of the same person that there is news about a case, and nothing of it.
func Elsewhere(number string) conversations.Reply {
	texts := []conversations.Text{{Key: "notice.elsewhere", Args: map[string]string{"nomor": number}}, {Key: "notice.free"}}
	return conversations.Reply{Texts: texts, Prompt: "kabar", Typed: true, Choices: offers(store.Decision{})}
}

func args(c store.Case, words string) map[string]string {
	region := c.Region
	if r, ok := understand.RegionNamed(c.Region); ok {
		region = r.Name
	}
	return map[string]string{"kabkota": region, "nomor": c.Number, "catatan": note(words)}
}

func head(c store.Case, args map[string]string) conversations.Text {
	return conversations.Text{Key: "notice.head", Args: args, Words: map[string]string{"program": "program." + c.Programme}}
}

// Answered writes what became of an objection to the refusal of a case.
func Answered(c store.Case, a store.ObjectionAnswer) conversations.Reply {
	args := args(c, a.Note)
	texts := []conversations.Text{head(c, args)}
	switch {
	case !a.Accept:
		texts = append(texts, conversations.Text{Key: "notice.rejected", Args: args}, conversations.Text{Key: "notice.rejected.then"})
	case args["catatan"] == "":
		texts = append(texts, conversations.Text{Key: "notice.accepted"})
	default:
		texts = append(texts, conversations.Text{Key: "notice.accepted"}, conversations.Text{Key: "notice.note", Args: args})
	}
	return conversations.Reply{Texts: append(texts, conversations.Text{Key: "notice.free"}, Code(a.Code)), Prompt: "kabar", Typed: true, Choices: offers(store.Decision{})}
}

// Complaint writes what somebody of the office has to say about a complaint.
func Complaint(a store.ComplaintAct) conversations.Reply {
	texts := []conversations.Text{{Key: "notice.complaint." + string(a.Kind), Args: map[string]string{"nomor": a.Number, "catatan": note(a.Text)}},
		{Key: "notice.free"}}
	return conversations.Reply{Texts: texts, Prompt: "kabar", Typed: true, Choices: offers(store.Decision{})}
}

// offers are the ways on from the news: to do what the person may do now, and to see the status.
func offers(d store.Decision) []conversations.Offer {
	var out []conversations.Offer
	if len(d.Missing) > 0 {
		out = append(out, conversations.Offer{ID: "@lengkapi", Label: conversations.Text{Key: "notice.supply"}})
	}
	if d.To == store.CaseRefused {
		out = append(out, conversations.Offer{ID: "@sanggah", Label: conversations.Text{Key: "notice.object"}})
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
