package casework

import (
	"context"
	"fmt"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// TicketStore keeps talks between officers and those who asked for one.
type TicketStore interface {
	TakeTicket(ctx context.Context, number, by string, at, until time.Time, letter store.Letter) error
	SayTicket(ctx context.Context, w store.TicketWord) error
	ReleaseTicket(ctx context.Context, number, by string, at time.Time, letter store.Letter) error
	EndTicket(ctx context.Context, number, by string, at time.Time, letter store.Letter) error
	FreeSilent(ctx context.Context, now time.Time, silence time.Duration, letter store.Letter) ([]conversations.ContactID, error)
}

// Counter is where officers talk with those who asked for one.
type Counter struct {
	Store   TicketStore
	Silence time.Duration // after which a talk goes back to the bot
}

// spoken is a letter of one text of the catalogue, to somebody who waits for it.
func spoken(key string, args map[string]string) store.Letter {
	return store.Letter{Priority: store.PriorityTalk, Reply: conversations.Reply{Texts: []conversations.Text{{Key: key, Args: args}}}}
}

// Take lets an officer lead the talk of a ticket. The person is told that somebody reads along now.
func (c *Counter) Take(ctx context.Context, number, by string, at time.Time) error {
	return c.Store.TakeTicket(ctx, number, by, at, at.Add(c.Silence), spoken("handover.taken", nil))
}

// longestWords bounds what an officer says at once, in bytes; no platform takes more than 4,096 letters.
const longestWords = 3500

// ErrWords: an officer says nothing, or too much at once.
var ErrWords = fmt.Errorf("%w: words", store.ErrInvalid)

// Say says something to the person of a ticket: words, a photo, or both. The same key says it once.
func (c *Counter) Say(ctx context.Context, number, by, key, words string, photo *conversations.Media, at time.Time) error {
	words = strings.TrimSpace(words)
	if words == "" && photo == nil || len(words) > longestWords {
		return ErrWords
	}
	l := store.Letter{Priority: store.PriorityTalk}
	if words != "" {
		l = spoken("handover.words", map[string]string{"pesan": words})
	}
	if photo != nil {
		l.Reply.Media = []conversations.Media{*photo}
	}
	return c.Store.SayTicket(ctx, store.TicketWord{Key: key, Number: number, By: by, Letter: l, At: at, Until: at.Add(c.Silence)})
}

// Release puts a ticket back into the inbox for colleagues.
func (c *Counter) Release(ctx context.Context, number, by string, at time.Time) error {
	return c.Store.ReleaseTicket(ctx, number, by, at, spoken("handover.released", nil))
}

// Close ends a ticket and gives the talk back to the bot.
func (c *Counter) Close(ctx context.Context, number, by string, at time.Time) error {
	return c.Store.EndTicket(ctx, number, by, at, spoken("handover.closed", nil))
}

// FreeSilent gives talks back to the bot in which nobody spoke for a while, and tells how many.
func FreeSilent(ctx context.Context, s TicketStore, now time.Time, silence time.Duration) (int, error) {
	freed, err := s.FreeSilent(ctx, now, silence, spoken("handover.silent", nil))
	return len(freed), err
}

// Canned lists the answers that can be sent with one click: keys of the catalogue, each with its title under ".title".
func Canned() []string {
	return []string{"canned.salam", "canned.tunggu", "canned.dokumen", "canned.nomor", "canned.proses", "canned.penutup"}
}
