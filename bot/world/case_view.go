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
func (w *World) view(ctx context.Context, viewer conversations.ContactID, c store.Case, now time.Time) (found, error) {
	events, err := w.Store.CaseLog(ctx, c.Number)
	if err != nil {
		return nil, err
	}
	next, err := w.next(ctx, viewer, c, now)
	if err != nil {
		return nil, err
	}
	lacks, err := w.chatLacks(ctx, viewer, c)
	if err != nil {
		return nil, err
	}
	var way []string
	reason := "" // of where the case stands
	for _, e := range events {
		if !e.Kind.Public() {
			continue
		}
		way = append(way, w.event(c.CaseHead, e))
		if e.Kind == store.EventStep {
			reason = e.Note
		}
	}
	out := found{"kasus": caseThere, "status": w.status(c.CaseHead), "riwayat": bullets(way), "berikutnya": next,
		"tindakan": w.todo(c, reason), "nama_program": w.programme(c.Programme), "nomor_kasus": c.Number}
	if len(lacks) > 0 {
		out["bisa_lengkapi"] = "ya"
		out["tindakan"] = w.say("world.todo.lengkapi", "daftar", bullets(missingNames(lacks)))
	}
	if c.Status == store.CaseRefused && c.Contact == viewer {
		todo, may, err := w.afterRefusal(ctx, c, reason)
		if err != nil {
			return nil, err
		}
		if out["tindakan"] = todo; may {
			out["bisa_sanggah"] = "ya"
		}
	}
	return out, nil
}

// event writes one thing that happened, as the person may read it.
func (w *World) event(h store.CaseHead, e store.CaseEvent) string {
	date := w.Office.Date(e.At)
	switch e.Kind {
	case store.EventSupplied:
		return w.say("world.event.supplied", "tanggal", date, "nama", e.Note)
	case store.EventObjected:
		return w.say("world.event.objected", "tanggal", date)
	case store.EventRejected:
		return w.say("world.event.rejected", "tanggal", date, "catatan", e.Note)
	}
	h.Status = e.To
	line := w.say("world.event", "tanggal", date, "status", w.status(h))
	if e.Note != "" {
		line += ". " + w.say("world.event.note", "catatan", e.Note)
	}
	return line
}

// chatLacks gives what the viewer can send in the chat: what lacks of a case that the contact itself filed.
func (w *World) chatLacks(ctx context.Context, viewer conversations.ContactID, c store.Case) ([]store.Missing, error) {
	if c.Status != store.CaseIncomplete || c.Contact != viewer {
		return nil, nil
	}
	return w.lacking(ctx, c.Number)
}

// status gives the words of the style guide, with the kab/kota named.
func (w *World) status(h store.CaseHead) string {
	return w.say("status."+string(h.Status), "kabkota", w.place(h.Region))
}

// next says what the office does next, and when the next word comes where the office has said so.
func (w *World) next(ctx context.Context, viewer conversations.ContactID, c store.Case, now time.Time) (string, error) {
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
	return words + " " + w.nextWord(c.Word, now), nil
}

// nextWord says when the next word on a case comes, as far as the office has promised one.
func (w *World) nextWord(by, now time.Time) string {
	switch {
	case by.IsZero():
		return w.say("world.word.change")
	case by.Before(now):
		return w.say("world.word.late")
	}
	return w.say("world.word.by", "tanggal", w.Office.Date(by))
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
