package console

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// talkMost bounds how much of a talk a page shows.
const talkMost = 200

// event is one thing that happened to a case, and what became of the message about it.
type event struct {
	store.CaseEvent
	Inside  bool // the citizen never sees it
	Message delivery
}

// delivery is what became of a message, for words below "office.delivery.".
type delivery struct {
	State string // empty: there was none
	At    time.Time
}

// events lists what happened, the newest first, each with what became of the news about it. News that went elsewhere in the
// end counts as it did there.
func (v *visit) events(ctx context.Context, full bool) ([]event, error) {
	all, err := v.o.Store.CaseLog(ctx, v.kase.Number)
	if err != nil {
		return nil, err
	}
	said, err := v.said(ctx, v.kase.Number)
	if err != nil {
		return nil, err
	}
	out := make([]event, len(all))
	for i, e := range all {
		if e.Kind == store.EventObjected && !full {
			e.Note = "****" // the citizen's own words
		}
		out[len(all)-1-i] = event{e, !e.Kind.Public(), said[e.ID]}
	}
	return out, nil
}

// said gives what became of the news about a case or complaint, by the event that it tells of.
func (v *visit) said(ctx context.Context, number string) (map[string]delivery, error) {
	updates, err := v.o.Store.Updates(ctx, number)
	out := map[string]delivery{}
	for _, u := range updates {
		out[strings.TrimSuffix(u.ID, store.RerouteMark)] = delivered(store.Utterance{State: u.State, At: u.At, Delivered: u.Delivered, Read: u.Read})
	}
	return out, err
}

func delivered(u store.Utterance) delivery {
	switch {
	case !u.Read.IsZero():
		return delivery{"read", u.Read}
	case !u.Delivered.IsZero():
		return delivery{"delivered", u.Delivered}
	case u.State == store.LetterSent:
		return delivery{"sent", u.At}
	case u.State == store.LetterGone:
		return delivery{"gone", u.At}
	case u.State == store.LetterRefused:
		return delivery{"refused", u.At}
	}
	return delivery{"waiting", u.At}
}

// line is one thing said in a talk.
type line struct {
	At       time.Time
	Ours     bool
	Text     string
	Choices  []string
	Media    string // key of the catalogue for what came without words
	Photo    string // ID of the stored file, when that is a photo
	Src      string // below Root, where this reader sees the photo; empty: nowhere
	Delivery delivery
}

// lines writes a talk for reading. Taps are shown as the words on the button.
func (v *visit) lines(talk []store.Utterance) []line {
	labels := map[string]string{}
	var out []line
	for _, u := range talk {
		switch {
		case u.Heard != nil:
			out = append(out, heard(u, labels))
		case u.Said != nil:
			l := line{At: u.At, Ours: true, Text: v.reply(*u.Said), Delivery: delivered(u)}
			l.Media, l.Photo = media(u.Said.Media)
			for _, c := range u.Said.Choices {
				label := v.o.Words.Words(c.Label)
				labels[u.Said.Prompt+"|"+string(c.ID)] = label
				l.Choices = append(l.Choices, label)
			}
			out = append(out, l)
		default:
			out = append(out, line{At: u.At, Ours: u.Ours, Media: "purged"})
		}
	}
	return out
}

func heard(u store.Utterance, labels map[string]string) line {
	l := line{At: u.At, Ours: u.Heard.Event == conversations.Office, Text: u.Heard.Text}
	if t := u.Heard.Tap; t != nil && l.Text == "" {
		if l.Text = labels[t.Prompt+"|"+string(t.Choice)]; l.Text == "" {
			l.Text = string(t.Choice)
		}
	}
	l.Media, l.Photo = media(u.Heard.Media)
	return l
}

// media tells what was sent beside words; a photo that was fetched has the ID of its file.
func media(all []conversations.Media) (kind, photo string) {
	switch {
	case len(all) == 0:
		return "", ""
	case all[0].Kind != conversations.Photo:
		return "document", ""
	}
	if id, err := hex.DecodeString(all[0].Ref); err == nil && len(id) == 16 {
		photo = all[0].Ref
	}
	return "photo", photo
}

// reply gives the words of a reply, without its choices.
func (c *Console) reply(r conversations.Reply) string {
	var parts []string
	for _, t := range r.Texts {
		if s := c.o.Words.Words(t); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "\n\n")
}
