package world

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"sapa/conversations"
	"sapa/store"
)

// What is known about a number, as flows know it.
const (
	caseThere   = "ada"
	caseProof   = "perlu_bukti"
	caseNone    = "tidak_ada"
	caseWrong   = "bukti_salah"
	caseTooMany = "terlalu_sering"
)

func (w *World) listCases(ctx context.Context, c call) (found, error) {
	cases, err := w.Store.CasesOf(ctx, c.Contact)
	if err != nil {
		return nil, err
	}
	complaints, err := w.Store.ComplaintsOf(ctx, c.Contact)
	if err != nil {
		return nil, err
	}
	var list [][2]string
	for _, h := range cases {
		list = append(list, [2]string{h.Number, h.Number + ": " + w.say("status."+string(h.Status)+".singkat")})
	}
	for _, k := range complaints {
		list = append(list, [2]string{k.Number, k.Number + ": " + w.say("status.pengaduan."+string(k.Status))})
	}
	out := found{"jumlah_kasus": strconv.Itoa(len(list)), "daftar_kasus": conversations.List(list...),
		"nomor": c.Answers[conversations.SlotNumber]}
	if out["nomor"] == "" && len(list) == 1 {
		out["nomor"] = list[0][0]
	}
	return out, nil
}

// showCase shows a case to the contact that filed it. Whether a number of another contact exists is not told.
func (w *World) showCase(ctx context.Context, c call) (found, error) {
	number, ok := store.ParseNumber(c.args["nomor"])
	if !ok || !ours(number) {
		return found{"kasus": caseNone}, nil
	}
	if strings.HasPrefix(number, store.ComplaintPrefix+"-") {
		return w.showComplaint(ctx, c, number)
	}
	found, err := w.Store.CaseByNumber(ctx, number)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && found.Contact != c.Contact:
		return map[conversations.Slot]string{"kasus": caseProof}, nil
	case err != nil:
		return nil, err
	}
	return w.view(ctx, c.Contact, found, c.now)
}

// ours tells whether a number has a prefix that can be shown.
func ours(number string) bool {
	prefix, _, _ := strings.Cut(number, "-")
	for _, p := range store.Programmes() {
		if p.Prefix == prefix {
			return true
		}
	}
	return prefix == store.ComplaintPrefix
}

// proveCase shows a case to another contact that knows a second thing about it. Wrong proofs are limited by the store.
func (w *World) proveCase(ctx context.Context, c call) (found, error) {
	kind, value := store.Proof(c.args["jenis_bukti"]), c.args["bukti"]
	if kind == store.ProofNIK {
		value = value[max(0, len(value)-4):]
	}
	shown, err := w.Store.Prove(ctx, c.key, c.args["nomor"], c.Contact, kind, value, c.now)
	switch {
	case errors.Is(err, store.ErrProof):
		return found{"kasus": caseWrong}, nil
	case errors.Is(err, store.ErrTooMany):
		return found{"kasus": caseTooMany}, nil
	case err != nil:
		return nil, err
	}
	return w.view(ctx, c.Contact, shown, c.now)
}

// showComplaint shows a complaint to whoever made it, and to nobody else.
func (w *World) showComplaint(ctx context.Context, c call, number string) (found, error) {
	all, err := w.Store.ComplaintsOf(ctx, c.Contact)
	if err != nil {
		return nil, err
	}
	for _, k := range all {
		if k.Number == number {
			way, err := w.complaintWay(ctx, k)
			if err != nil {
				return nil, err
			}
			return found{"kasus": caseThere, "status": w.say("status.pengaduan." + string(k.Status)),
				"riwayat":    bullets(way),
				"berikutnya": w.say("world.next.pengaduan." + string(k.Status)), "tindakan": w.say("world.todo.none"),
				"nama_program": w.say("program.pengaduan"), "nomor_kasus": k.Number}, nil
		}
	}
	return found{"kasus": caseNone}, nil
}

// complaintWay writes what happened to a complaint, as whoever made it may read it.
func (w *World) complaintWay(ctx context.Context, k store.Complaint) ([]string, error) {
	acts, err := w.Store.ComplaintActs(ctx, k.Number)
	if err != nil {
		return nil, err
	}
	way := []string{w.say("world.event", "tanggal", w.Office.Date(k.At), "status", w.say("status.pengaduan.diterima"))}
	for _, a := range acts {
		way = append(way, w.say("world.complaint."+string(a.Kind), "tanggal", w.Office.Date(a.At), "isi", a.Text))
	}
	return way, nil
}
