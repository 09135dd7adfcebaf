package casework

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sapa/bot/notice"
	"sapa/store"
)

// PromiseStore is what keeping promises needs kept.
type PromiseStore interface {
	Store
	Calendar(ctx context.Context) (store.Calendar, error)
	Lapsing(ctx context.Context, before time.Time, limit int) ([]store.CaseHead, error)
	Hold(ctx context.Context, h store.Holding) error
	Unreached(ctx context.Context, since time.Time) ([]store.Unreached, error)
	Post(ctx context.Context, now time.Time, letters ...store.Letter) ([]store.Letter, error)
}

// The hours in which news goes out by itself, on office days only.
const (
	firstHour  = 8
	lastHour   = 16
	holdAtOnce = 200
)

// HoldLapsing tells those whose promised word falls due by the end of the next office day that it takes longer, and says
// how many it told. It works on office days from eight to four o'clock; told once, they are told again only when the new
// promise lapses too.
func HoldLapsing(ctx context.Context, s PromiseStore, now time.Time) (int, error) {
	days, err := s.Calendar(ctx)
	if err != nil {
		return 0, err
	}
	if h := now.Hour(); !days.Works(now) || h < firstHour || h >= lastHour {
		return 0, nil
	}
	heads, err := s.Lapsing(ctx, days.After(now, 1).Add(time.Second), holdAtOnce)
	if err != nil {
		return 0, fmt.Errorf("find promises that lapse: %w", err)
	}
	told := 0
	for _, h := range heads {
		switch done, err := hold(ctx, s, h, days, now); {
		case err != nil:
			return told, err
		case done:
			told++
		}
	}
	return told, nil
}

func hold(ctx context.Context, s PromiseStore, h store.CaseHead, days store.Calendar, now time.Time) (bool, error) {
	next, _, err := s.PromisedFor(ctx, string(h.Status), now)
	if err != nil {
		return false, err
	}
	if !next.After(h.Word) { // the office promises nothing any more, or less
		next = days.After(now, 5)
	}
	reply := notice.Holding(store.Case{CaseHead: h}, next)
	err = s.Hold(ctx, store.Holding{Number: h.Number, Word: h.Word, Next: next, At: now,
		Letter: &store.Letter{Contact: h.Contact, Reply: reply, Due: now, Case: h.Number}})
	if errors.Is(err, store.ErrConflict) {
		return false, nil // it moved on, or another process told them
	}
	return err == nil, err
}

// rerouteSpan is how long news that reached nobody is tried elsewhere.
const rerouteSpan = 3 * 24 * time.Hour

// Reroute sends news that an address took no more to another address of the same contact. When there is none, other
// contacts who filed an application about the same person are told only that there is news, without its contents: a
// handset may be shared, and the status opens with a proof alone. It tells how many letters it posted.
func Reroute(ctx context.Context, s PromiseStore, now time.Time) (int, error) {
	lost, err := s.Unreached(ctx, now.Add(-rerouteSpan))
	if err != nil {
		return 0, err
	}
	posted := 0
	for _, u := range lost {
		l := store.Letter{ID: u.Letter.ID + store.RerouteMark, Contact: u.Letter.Contact, Channel: u.Channel, Address: u.Address,
			Reply: u.Letter.Reply, Due: now, Priority: store.PriorityUpdate, Case: u.Letter.Case}
		if u.To != u.Letter.Contact {
			l.Contact, l.Reply = u.To, notice.Elsewhere(u.Letter.Case)
		}
		fresh, err := s.Post(ctx, now, l)
		if err != nil {
			return posted, fmt.Errorf("send news elsewhere: %w", err)
		}
		posted += len(fresh)
	}
	return posted, nil
}

// word fills in what the citizen is told of the next word.
func (d *Desk) word(ctx context.Context, dec store.Decision) (store.Decision, error) {
	due, told, err := d.Store.PromisedFor(ctx, string(dec.To), dec.At)
	if told && err == nil {
		dec.Word = due
	}
	dec.Note = strings.TrimSpace(dec.Note)
	return dec, err
}
