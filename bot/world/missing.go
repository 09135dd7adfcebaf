package world

import (
	"context"
	"errors"
	"slices"
	"strings"

	"sapa/conversations"
	"sapa/store"
)

// What became of something that was sent for a case which lacked it, as flows know it.
const (
	supplyTaken   = "diterima"
	supplyDone    = "selesai"
	supplyChanged = "berubah"
)

// AwaitsFiles tells whether a photo or document of a contact would be for one of its cases.
func (w *World) AwaitsFiles(ctx context.Context, contact conversations.ContactID) (bool, error) {
	return w.Store.AwaitsFiles(ctx, contact)
}

func (w *World) listMissing(ctx context.Context, c call) (found, error) {
	heads, err := w.Store.IncompleteOf(ctx, c.Contact)
	if err != nil {
		return nil, err
	}
	number, _ := store.ParseNumber(c.args["nomor"])
	out := found{}
	var list [][2]string
	for _, h := range heads {
		lacks, err := w.lacking(ctx, h.Number)
		switch {
		case err != nil:
			return nil, err
		case len(lacks) == 0:
			continue // it was asked for in words of the office only
		case h.Number == number:
			out["nomor_lengkap"] = h.Number
		}
		list = append(list, [2]string{h.Number, h.Number + ": " + w.programme(h.Programme)})
	}
	if len(list) == 1 {
		out["nomor_lengkap"] = list[0][0]
	}
	out["daftar_lengkap"] = conversations.List(list...)
	return out, nil
}

// lacking gives what a case still lacks, in order.
func (w *World) lacking(ctx context.Context, number string) ([]store.Missing, error) {
	all, err := w.Store.MissingOf(ctx, number)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(m store.Missing) bool { return !m.Got.IsZero() }), nil
}

// ownIncomplete gives a case when the contact filed it and it lacks something; ok is false otherwise.
func (w *World) ownIncomplete(ctx context.Context, c call) (found store.Case, ok bool, err error) {
	found, err = w.Store.CaseByNumber(ctx, c.args["nomor"])
	if errors.Is(err, store.ErrNotFound) {
		return found, false, nil
	}
	return found, err == nil && found.Contact == c.Contact && found.Status == store.CaseIncomplete, err
}

func (w *World) nextMissing(ctx context.Context, c call) (found, error) {
	kase, ok, err := w.ownIncomplete(ctx, c)
	if err != nil || !ok {
		return found{"lengkap": "ya"}, err
	}
	lacks, err := w.lacking(ctx, kase.Number)
	if err != nil || len(lacks) == 0 {
		return found{"lengkap": "ya"}, err
	}
	var list [][2]string
	next := lacks[0]
	for _, m := range lacks {
		list = append(list, [2]string{m.Item, m.Name})
		if m.Item == c.args["barang"] {
			next = m
		}
	}
	ask := next.Ask
	if ask == "" {
		ask = w.say("world.missing.ask", "nama", next.Name)
	}
	return found{"nomor_kasus": kase.Number, "barang": next.Item, "nama_barang": next.Name, "tanya_barang": ask, "jenis_barang": string(next.Kind),
		"daftar_barang": conversations.List(list...), "kurang": bullets(missingNames(lacks)), "banyak": yesNo(len(lacks) > 1)}, nil
}

func missingNames(lacks []store.Missing) []string {
	out := make([]string, len(lacks))
	for i, m := range lacks {
		out[i] = m.Name
	}
	return out
}

func (w *World) supplyMissing(ctx context.Context, c call) (found, error) {
	after, err := w.Store.Supply(ctx, store.Supply{Key: c.key, Number: c.args["nomor"], Contact: c.Contact, Item: c.args["barang"],
		Text: strings.TrimSpace(c.args["isi"]), File: c.args["berkas"], Paper: c.args["kertas"] == "ya", At: c.now})
	switch {
	case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrInvalid):
		return found{"hasil_lengkap": supplyChanged}, nil
	case err != nil:
		return nil, err
	}
	items, err := w.Store.MissingOf(ctx, after.Number)
	if err != nil {
		return nil, err
	}
	out := found{"hasil_lengkap": supplyDone, "kabar_berikut": w.nextWord(after.Word, c.now)}
	for _, m := range items {
		if m.Item == c.args["barang"] {
			out["nama_barang"] = m.Name
		}
		if m.Got.IsZero() {
			out["hasil_lengkap"] = supplyTaken
		}
	}
	return out, nil
}
