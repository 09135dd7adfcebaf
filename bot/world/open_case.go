package world

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/conversations/assess"
	"sapa/store"
)

// What became of an application that was sent, as flows know it.
const (
	sentTaken     = "diterima"
	sentWaiting   = "daftar_tunggu"
	sentClosed    = "tutup"
	sentFull      = "penuh"
	sentDuplicate = "ganda"
	sentFailed    = "gagal" // the flow left something out that a case cannot do without
)

func (w *World) openCase(ctx context.Context, c call) (found, error) {
	n := w.newCase(c)
	var err error
	if n.Warnings, err = w.warnings(ctx, n); err != nil {
		return nil, err
	}
	if n.Assessment, n.Rule, err = w.estimate(c, n); err != nil {
		return nil, err
	}
	opened, err := w.Store.OpenCase(ctx, n)
	if err != nil {
		return w.refused(ctx, n, err)
	}
	return w.receipt(ctx, opened)
}

// newCase reads the answers. What a flow may ask is written beside the verb open_case.
func (w *World) newCase(c call) store.NewCase {
	told := func(slot string) string { return w.told(c, slot) }
	n := store.NewCase{Key: c.key, Programme: family(c.args["program"]), Year: c.now.Year(), Contact: c.Contact, Channel: c.Channel,
		Region: kabkota(told("kabkota")), Village: village(told), Flow: c.Flow, Waiting: told("tunggu") == "ya", At: c.now,
		Person: store.Person{NIK: told("nik"), KK: told("kk"), Name: told("nama"), Birth: told("tanggal_lahir"), Phone: told("telepon"),
			Address: told("alamat"), Sex: told("jenis_kelamin"), Marital: told("status_kawin")}}
	if district := told("kecamatan"); len(district) == len("64.72.03") {
		n.District = district
		if n.Region == "" {
			n.Region = kabkota(district)
		}
	}
	if n.Group = told("nama_kelompok"); n.Group == "" {
		n.Group = told("nama_lembaga")
	}
	if by := (store.Person{NIK: told("pemohon_nik"), Name: told("pemohon_nama"), Phone: told("pemohon_telepon")}); by != (store.Person{}) {
		n.Applicant = &by
	}
	n.Answers, n.Files = kept(c), w.files(c)
	return n
}

// village takes the name that was written when the list had not the right one.
func village(told func(string) string) string {
	if v := told("desa"); v != "" && v != "lain" {
		return v
	}
	return told("desa_lain")
}

// kept is what the person told, without what the world found.
func kept(c call) map[string]string {
	out := maps.Clone(c.args)
	for _, v := range conversations.Verbs() {
		for _, slot := range v.Gives {
			delete(out, string(slot))
		}
	}
	maps.DeleteFunc(out, func(_, v string) bool { return v == "" })
	return out
}

// files gives the stored photos and documents, without the ways out of such a question ("lewati").
func (w *World) files(c call) []string {
	var out []string
	for _, slot := range slices.Sorted(maps.Keys(c.args)) {
		if !strings.HasPrefix(slot, "foto") && !strings.HasPrefix(slot, "dokumen") {
			continue
		}
		if file := w.told(c, slot); file != "" {
			out = append(out, file)
		}
	}
	return out
}

// told gives what was answered to a question; "" when the person took a way out instead ("tidak tahu", "lewati").
func (w *World) told(c call, slot string) string {
	v := c.answer(slot)
	if v == assess.Unknown {
		return ""
	}
	for _, n := range w.pinned(c) {
		if n.Ask == nil || string(n.Ask.Slot) != slot || !open(n.Ask.Kind) {
			continue
		}
		if slices.ContainsFunc(n.Ask.Choices, func(x conversations.Choice) bool { return string(x.ID) == v }) {
			return ""
		}
	}
	return v
}

// open tells whether a question of this kind takes words of one's own, so that its choices are ways out.
func open(k conversations.Kind) bool {
	return k != conversations.KindChoice && k != conversations.KindYesNo && k != conversations.KindConsent
}

// pinned gives the nodes of the flow that the session is pinned to; none when it is not known here.
func (w *World) pinned(c call) map[conversations.NodeID]*conversations.Node {
	if w.Flows == nil {
		return nil
	}
	if f := w.Flows.Revision(c.Flow); f != nil {
		return f.Nodes
	}
	return nil
}

// refused turns what stands in the way into words for the flow. Anything else may pass, so it is tried again.
func (w *World) refused(ctx context.Context, n store.NewCase, err error) (found, error) {
	out := found{"nama_program": w.programme(n.Programme)}
	var twice *store.DuplicateError
	switch {
	case errors.As(err, &twice):
		out["hasil_kirim"] = sentDuplicate
		if twice.SameContact {
			out["nomor_lama"] = twice.Number
		}
	case errors.Is(err, store.ErrWindow):
		out["hasil_kirim"] = sentClosed
	case errors.Is(err, store.ErrFull):
		out["hasil_kirim"] = sentFull
	case errors.Is(err, store.ErrInvalid), errors.Is(err, store.ErrNotFound):
		slog.ErrorContext(ctx, "a flow sent an application that is no case", "flow", n.Flow.ID, "revision", n.Flow.Revision, "error", err)
		out["hasil_kirim"] = sentFailed
	default:
		return nil, err
	}
	return out, nil
}

// receipt tells what a case was when it was opened, also when it has moved on since.
func (w *World) receipt(ctx context.Context, c store.Case) (found, error) {
	events, err := w.Store.CaseEvents(ctx, c.Number)
	if err != nil {
		return nil, err
	}
	first := events[0]
	word := c.Word
	if c.Status != first.To {
		word = time.Time{}
	}
	out := found{"hasil_kirim": sentTaken, "nomor": c.Number, "waktu": w.Office.Moment(first.At),
		"kabar_berikut": w.nextWord(word, first.At), "nama_program": w.programme(c.Programme)}
	if first.To == store.CaseWaitlisted {
		out["hasil_kirim"] = sentWaiting
		place, _, err := w.Store.WaitingPlace(ctx, c.Number)
		if err != nil {
			return nil, err
		}
		if place > 0 {
			out["urutan"] = strconv.Itoa(place)
		}
	}
	return out, nil
}
