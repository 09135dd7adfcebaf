package main

import (
	"context"
	"errors"
	"fmt"

	"sapa/bot/channel/webchat"
	"sapa/bot/present"
	"sapa/conversations"
	"sapa/store"
)

// past shows the web chat what was said before it started, from the store.
type past struct{ *house }

// Past gives the newest lines of the talk at an address.
func (p past) Past(ctx context.Context, address conversations.Address, limit int) ([]webchat.Line, error) {
	contact, err := p.db.Behind(ctx, webchat.Name, address)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	talk, err := p.db.Talk(ctx, contact, limit)
	if err != nil {
		return nil, err
	}
	var out []webchat.Line
	labels := map[string]string{} // of buttons shown so far, by prompt and choice
	for _, u := range talk {
		switch {
		case u.Heard != nil && u.Channel == webchat.Name:
			out = append(out, heardLine(u, labels))
		case u.Said != nil && u.State != "":
			out = append(out, p.saidLines(u, labels)...)
		}
	}
	return out, nil
}

func heardLine(u store.Utterance, labels map[string]string) webchat.Line {
	l := webchat.Line{ID: string(u.Heard.ID), Mine: true, Text: u.Heard.Text, At: u.At}
	if t := u.Heard.Tap; t != nil {
		l.Text = labels[t.Prompt+"|"+string(t.Choice)]
	}
	for _, m := range u.Heard.Media {
		if m.Kind == conversations.Photo {
			l.Photo = m.Ref
		} else {
			l.Document = m.Ref
		}
	}
	return l
}

func (p past) saidLines(u store.Utterance, labels map[string]string) []webchat.Line {
	var out []webchat.Line
	for i, o := range present.Reply(*u.Said, p.words, (*webchat.Adapter)(nil).Shape()) {
		l := webchat.Line{ID: u.ID, Text: o.Text, Buttons: o.Buttons, At: u.At}
		if i > 0 {
			l.ID = fmt.Sprintf("%s#%d", u.ID, i)
		}
		if o.Media != nil {
			l.Photo = o.Media.Ref
		}
		for _, b := range o.Buttons {
			labels[b.Data] = b.Label
		}
		out = append(out, l)
	}
	return out
}
