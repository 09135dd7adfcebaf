package transcript

import (
	"context"
	"fmt"
	"strings"

	"sapa/conversations"
	"sapa/conversations/understand"
)

// message makes what the person sent out of a line.
func (p *player) message(mark, rest string) (conversations.Message, error) {
	p.heard++
	m := conversations.Message{ID: conversations.MessageID(fmt.Sprint("m", p.heard)), Channel: p.Channel, From: "orang", At: p.now}
	switch mark {
	case ">":
		if w, ok := p.world.(telling); ok {
			var err error
			if m.News, err = w.News(p.ctx, p.s.Contact); err != nil {
				return m, err
			}
		}
		p.say(&m, rest)
	case "*":
		tap, err := p.tap(rest)
		if err != nil {
			return m, err
		}
		m.Tap, m.Text = tap, ""
		if !p.Taps {
			m.Tap, m.Text = nil, rest
		}
	case "+":
		kind, err := media(rest)
		if err != nil {
			return m, err
		}
		m.Media = []conversations.Media{{Kind: kind, Ref: fmt.Sprint("berkas-", p.heard)}}
		if w, ok := p.world.(awaiting); ok && (kind == conversations.Photo || kind == conversations.Document) {
			if m.Media[0].Awaited, err = w.AwaitsFiles(p.ctx, p.s.Contact); err != nil {
				return m, err
			}
		}
	}
	return m, nil
}

// awaiting is a world in which cases may lack photos and documents.
type awaiting interface {
	AwaitsFiles(ctx context.Context, contact conversations.ContactID) (bool, error)
}

// telling is a world that tells people news unasked.
type telling interface {
	News(ctx context.Context, contact conversations.ContactID) (*conversations.News, error)
}

// say takes "/start word" for a deep link, and on channels with buttons presses the one a number stands for.
func (p *player) say(m *conversations.Message, words string) {
	if word, ok := strings.CutPrefix(words, "/start "); ok {
		m.Start = word
		return
	}
	m.Text = words
	n, ok := understand.Ordinal(words)
	if !p.Taps || !ok || p.s.Prompt == nil || p.s.Prompt.Typed || m.News != nil && !m.News.At.Before(p.s.Touched) {
		return
	}
	if shown := p.s.Prompt.Shown(); n >= 1 && n <= len(shown) {
		m.Tap, m.Text = &conversations.Tap{Prompt: p.s.Prompt.ID, Choice: shown[n-1].ID}, ""
	}
}

// tap finds the button with a label; "lama: label" presses one of an older question.
func (p *player) tap(label string) (*conversations.Tap, error) {
	if old, ok := strings.CutPrefix(label, "lama: "); ok {
		return &conversations.Tap{Prompt: "1.0.0", Choice: conversations.ChoiceID(old)}, nil
	}
	if p.s.Prompt != nil {
		for _, o := range p.s.Prompt.Shown() {
			if strings.EqualFold(p.label(o), label) || string(o.ID) == label {
				return &conversations.Tap{Prompt: p.s.Prompt.ID, Choice: o.ID}, nil
			}
		}
	}
	return nil, fmt.Errorf("no button is labelled %q", label)
}

func (p *player) label(o conversations.Offer) string {
	lines := p.Show(conversations.Reply{Texts: []conversations.Text{o.Label}})
	return strings.Join(lines, " ")
}

func media(word string) (conversations.MediaKind, error) {
	switch word {
	case "foto":
		return conversations.Photo, nil
	case "dokumen":
		return conversations.Document, nil
	case "suara":
		return conversations.Voice, nil
	case "stiker":
		return conversations.Sticker, nil
	case "video":
		return conversations.Video, nil
	case "lokasi":
		return conversations.Location, nil
	}
	return "", fmt.Errorf("nothing to send is called %q", word)
}
