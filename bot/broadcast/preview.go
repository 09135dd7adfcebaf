package broadcast

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"sapa/bot/channel"
	"sapa/bot/present"
	"sapa/conversations"
	"sapa/store"
)

// ErrNoChat: the officer has linked no chat that a test could go to.
var ErrNoChat = errors.New("the officer has no linked chat")

// Preview is a broadcast as one real person of the audience would see it. It holds personal data.
type Preview struct {
	Channel conversations.Channel // where this person would get it
	Case    string                // number of the case that fills the places; empty: none
	Shown   []Shown               // on every channel
	Lacks   []string              // places that cannot be filled for this person
}

// Shown is what a channel shows of it.
type Shown struct {
	Channel  conversations.Channel
	Messages []channel.Outgoing
	Length   int // of the text, in the units of Telegram
	Most     int // how long it may be to be one message
}

// Preview shows a broadcast for up to n real people of its audience, of each channel in turn. When there are none yet, it is
// shown for somebody of whom nothing is known.
func (s *Service) Preview(ctx context.Context, code string, n int) ([]Preview, error) {
	b, err := s.Store.BroadcastByCode(ctx, code)
	if err != nil {
		return nil, err
	}
	people, err := s.sample(ctx, b, n)
	if err != nil {
		return nil, err
	}
	var out []Preview
	for _, p := range people {
		out = append(out, s.preview(b, p))
	}
	return out, nil
}

// PreviewMasked is Preview of a draft that need not be written down yet, with the people's names masked.
func (s *Service) PreviewMasked(ctx context.Context, b store.Broadcast, n int) ([]Preview, error) {
	people, err := s.sample(ctx, b, n)
	if err != nil {
		return nil, err
	}
	var out []Preview
	for _, p := range people {
		p.Case.Name = store.MaskName(p.Case.Name)
		out = append(out, s.preview(b, p))
	}
	return out, nil
}

func (s *Service) sample(ctx context.Context, b store.Broadcast, n int) ([]store.NextDelivery, error) {
	people, err := s.Store.SampleAudience(ctx, b, reachable(s.Lines), n, s.Now())
	if len(people) == 0 {
		people = []store.NextDelivery{{}}
	}
	return people, err
}

func (s *Service) preview(b store.Broadcast, d store.NextDelivery) Preview {
	p := Preview{Channel: d.Channel, Case: d.Case.Number}
	r := Reply(b, d.Case)
	for _, place := range usedPlaces(b.Text) {
		if strings.Contains(s.Words.Words(r.Texts[0]), "{"+place+"}") {
			p.Lacks = append(p.Lacks, place)
		}
	}
	for _, l := range s.looks() {
		shown := Shown{Channel: l.Channel, Messages: present.Reply(r, s.Words, l.Shape), Most: l.Shape.Text}
		for _, m := range shown.Messages {
			shown.Length += len(utf16.Encode([]rune(m.Text)))
		}
		p.Shown = append(p.Shown, shown)
	}
	return p
}

func (s *Service) looks() []Look {
	out := s.Looks
	for i := 0; len(s.Looks) == 0 && i < len(s.Lines); i++ {
		out = append(out, Look{s.Lines[i].Channel, s.Lines[i].Shape})
	}
	return out
}

// Test sends a broadcast to the officer's own linked chat, as a person without a case sees it. ErrNoChat when there is none.
func (s *Service) Test(ctx context.Context, by, code string) error {
	b, err := s.Store.BroadcastByCode(ctx, code)
	if err == nil {
		err = s.Store.MayBroadcast(ctx, by, b.Audience)
	}
	if err != nil {
		return err
	}
	chats, err := s.Store.OfficerChats(ctx)
	if err != nil {
		return err
	}
	now := s.Now()
	for _, c := range chats {
		if c.Login != by {
			continue
		}
		r := Reply(b, store.CaseHead{})
		r.Texts = append([]conversations.Text{{Key: "siaran.coba"}}, r.Texts...)
		_, err := s.Store.Post(ctx, now, store.Letter{ID: fmt.Sprintf("coba.%s.%d", b.Code, now.UnixMilli()), Contact: c.Contact, Reply: r,
			Due: now, Priority: store.PriorityTalk})
		if err != nil {
			return fmt.Errorf("send a test: %w", err)
		}
		return nil
	}
	return ErrNoChat
}
