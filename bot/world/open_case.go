package world

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sapa/conversations"
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
	n := store.NewCase{Key: c.key, Programme: family(c.args["program"]), Year: c.now.Year(), Contact: c.Contact, Channel: c.Channel,
		Region: kabkota(c.answer("kabkota")), Village: c.answer("desa"), Flow: c.Flow, Waiting: c.answer("tunggu") == "ya", At: c.now,
		Person: store.Person{NIK: c.answer("nik"), KK: c.answer("kk"), Name: c.answer("nama"), Birth: c.answer("tanggal_lahir"),
			Phone: c.answer("telepon"), Address: c.answer("alamat"), Sex: c.answer("jenis_kelamin"), Marital: c.answer("status_kawin")}}
	if district := c.answer("kecamatan"); len(district) == len("64.72.03") {
		n.District = district
		if n.Region == "" {
			n.Region = kabkota(district)
		}
	}
	if n.Group = c.answer("nama_kelompok"); n.Group == "" {
		n.Group = c.answer("nama_lembaga")
	}
	if by := (store.Person{NIK: c.answer("pemohon_nik"), Name: c.answer("pemohon_nama"), Phone: c.answer("pemohon_telepon")}); by != (store.Person{}) {
		n.Applicant = &by
	}
	n.Answers, n.Files = told(c), w.files(c)
	return n
}

// told keeps what the person told, without what the world found.
func told(c call) map[string]string {
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
		if (strings.HasPrefix(slot, "foto") || strings.HasPrefix(slot, "dokumen")) && c.args[slot] != "" && w.isFile(c, slot) {
			out = append(out, c.args[slot])
		}
	}
	return out
}

// isFile tells whether a slot was filled by a file: its question asks for one, and the answer is none of its choices.
func (w *World) isFile(c call, slot string) bool {
	for _, n := range w.pinned(c) {
		if n.Ask != nil && string(n.Ask.Slot) == slot {
			return n.Ask.Kind == conversations.KindPhoto && !slices.ContainsFunc(n.Ask.Choices, func(x conversations.Choice) bool {
				return string(x.ID) == c.args[slot]
			})
		}
	}
	return true
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
	out := found{"hasil_kirim": sentTaken, "nomor": c.Number, "waktu": w.Office.Moment(first.At),
		"kabar_berikut": w.nextWord(first.To, first.At), "nama_program": w.programme(c.Programme)}
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
