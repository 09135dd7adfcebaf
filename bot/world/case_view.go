package world

import (
	"context"
	"strconv"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// view writes for a contact where a case stands: the status, the way so far, what happens next, and what the person must do.
func (w *World) view(ctx context.Context, viewer conversations.ContactID, c store.Case) (found, error) {
	events, err := w.Store.CaseEvents(ctx, c.Number)
	if err != nil {
		return nil, err
	}
	next, err := w.next(ctx, viewer, c)
	if err != nil {
		return nil, err
	}
	var way []string
	for _, e := range events {
		head := c.CaseHead
		head.Status = e.To
		line := w.say("world.event", "tanggal", w.Office.Date(e.At), "status", w.status(head))
		if e.Note != "" {
			line += ". " + w.say("world.event.note", "catatan", e.Note)
		}
		way = append(way, line)
	}
	return found{"kasus": caseThere, "status": w.status(c.CaseHead), "riwayat": bullets(way), "berikutnya": next,
		"tindakan": w.todo(c, events[len(events)-1].Note), "nama_program": w.programme(c.Programme),
		"nomor_kasus": c.Number}, nil
}

// status gives the words of the style guide, with the kab/kota named.
func (w *World) status(h store.CaseHead) string {
	return w.say("status."+string(h.Status), "kabkota", w.place(h.Region))
}

// next says what the office does next, and when the next word comes where the office has said so.
func (w *World) next(ctx context.Context, viewer conversations.ContactID, c store.Case) (string, error) {
	place, of := 0, 0
	if c.Status == store.CaseWaitlisted {
		var err error
		if place, of, err = w.Store.WaitingPlace(ctx, c.Number); err != nil {
			return "", err
		}
	}
	words := w.say("world.next."+string(c.Status), "kabkota", w.place(c.Region), "urutan", strconv.Itoa(place), "jumlah", strconv.Itoa(of))
	if len(store.Onward(c.Status)) == 0 || c.Status == store.CaseRefused {
		return words, nil
	}
	if c.Contact != viewer {
		return words, nil // news goes to the contact that filed it
	}
	contact, err := w.Store.Contact(ctx, viewer)
	if err != nil {
		return "", err
	}
	if !contact.Stopped.IsZero() {
		return words + " " + w.say("world.word.stopped"), nil
	}
	return words + " " + w.nextWord(c.Status, c.Changed), nil
}

// nextWord says when the next word on a case comes.
func (w *World) nextWord(s store.Status, since time.Time) string {
	days := w.Office.Days[s]
	if days == 0 {
		return w.say("world.word.change")
	}
	return w.say("world.word.by", "tanggal", w.Office.Date(w.Office.After(since, days)))
}

// todo says what the person must do now.
func (w *World) todo(c store.Case, note string) string {
	switch c.Status {
	case store.CaseIncomplete, store.CaseRefused:
	default:
		return w.say("world.todo.none")
	}
	key := "world.todo." + string(c.Status)
	if note == "" {
		return w.say(key, "kabkota", w.place(c.Region))
	}
	return w.say(key+".note", "kabkota", w.place(c.Region), "catatan", strings.TrimRight(note, ". "))
}
