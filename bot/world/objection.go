package world

import (
	"context"
	"errors"
	"strings"

	"sapa/conversations"
	"sapa/store"
)

// What became of an objection, as flows know it.
const (
	objectTaken   = "diterima"
	objectBefore  = "sudah_ada"
	objectChanged = "berubah"
)

// objection gives the objection to the newest refusal of a case; nil when there is none.
func (w *World) objection(ctx context.Context, number string) (*store.Objection, error) {
	o, err := w.Store.ObjectionOf(ctx, number)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &o, err
}

func (w *World) listRefused(ctx context.Context, c call) (found, error) {
	heads, err := w.Store.RefusedOf(ctx, c.Contact)
	if err != nil {
		return nil, err
	}
	number, _ := store.ParseNumber(c.args["nomor"])
	out := found{}
	var list [][2]string
	for _, h := range heads {
		o, err := w.objection(ctx, h.Number)
		switch {
		case err != nil:
			return nil, err
		case o != nil:
			continue
		case h.Number == number:
			out["nomor_sanggah"] = h.Number
		}
		list = append(list, [2]string{h.Number, h.Number + ": " + w.programme(h.Programme)})
	}
	if len(list) == 1 {
		out["nomor_sanggah"] = list[0][0]
	}
	out["daftar_sanggah"] = conversations.List(list...)
	return out, nil
}

func (w *World) object(ctx context.Context, c call) (found, error) {
	o, err := w.Store.Object(ctx, store.Objection{Key: c.key, Number: c.args["nomor"], Contact: c.Contact, At: c.now,
		Reason: strings.TrimSpace(c.args["alasan"]), File: w.told(c, "foto_sanggah")})
	switch {
	case errors.Is(err, store.ErrDuplicate):
		return found{"hasil_sanggah": objectBefore}, nil
	case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrInvalid):
		return found{"hasil_sanggah": objectChanged}, nil
	case err != nil:
		return nil, err
	}
	return found{"hasil_sanggah": objectTaken, "nomor_kasus": o.Number, "waktu": w.Office.Moment(o.At),
		"kabar_berikut": w.nextWord(o.Due, c.now)}, nil
}

// afterRefusal says what the contact that filed a refused case can do, and whether it may object.
func (w *World) afterRefusal(ctx context.Context, c store.Case, reason string) (todo string, may bool, err error) {
	o, err := w.objection(ctx, c.Number)
	switch {
	case err != nil:
		return "", false, err
	case o == nil && reason == "":
		return w.say("world.todo.sanggah", "kabkota", w.place(c.Region)), true, nil
	case o == nil:
		return w.say("world.todo.sanggah.note", "catatan", strings.TrimRight(reason, ". ")), true, nil
	case o.Answered.IsZero():
		return w.say("world.todo.sanggah.open"), false, nil
	}
	return w.say("world.todo.sanggah.rejected", "jawaban", strings.TrimRight(o.Answer, ". ")), false, nil
}
