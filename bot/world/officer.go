package world

import (
	"context"
	"errors"
	"strconv"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// What became of a code or of a case that an officer wants to take, as flows know it.
const (
	codeLinked  = "terhubung"
	codeWrong   = "salah"
	codeTooMany = "terlalu_sering"
	taskTaken   = "diambil"
	taskGone    = "sudah"
	taskNone    = "tidak_ada"
)

// tasksShown is how many cases an officer is offered in the chat.
const tasksShown = 10

func (w *World) linkOfficer(ctx context.Context, c call) (found, error) {
	if o, err := w.Store.OfficerInChat(ctx, c.Contact); err == nil && c.args["kode"] == "" {
		return found{"hasil_kode": codeLinked, "petugas": o.Login}, nil
	}
	o, err := w.Store.LinkChat(ctx, c.Contact, c.args["kode"], c.now)
	switch {
	case errors.Is(err, store.ErrProof):
		// The same code again, as after a crash, finds the chat linked.
		if o, err := w.Store.OfficerInChat(ctx, c.Contact); err == nil {
			return found{"hasil_kode": codeLinked, "petugas": o.Login}, nil
		}
		return found{"hasil_kode": codeWrong}, nil
	case errors.Is(err, store.ErrTooMany):
		return found{"hasil_kode": codeTooMany}, nil
	case err != nil:
		return nil, err
	}
	return found{"hasil_kode": codeLinked, "petugas": o.Login}, nil
}

func (w *World) unlinkOfficer(ctx context.Context, c call) error {
	o, err := w.Store.OfficerInChat(ctx, c.Contact)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return w.Store.UnlinkChat(ctx, o.Login, o.Login, c.now)
}

// listTasks offers an officer what waits: overdue cases first, then new ones that nobody took.
func (w *World) listTasks(ctx context.Context, c call) (found, error) {
	o, err := w.Store.OfficerInChat(ctx, c.Contact)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return found{}, nil
	case err != nil:
		return nil, err
	case !o.Serves(o.Region):
		return found{}, nil
	}
	load, err := w.Store.LoadOf(ctx, o.Region, c.now)
	if err != nil {
		return nil, err
	}
	late, err := w.Store.Cases(ctx, store.CaseFilter{Region: o.Region, Overdue: c.now, Oldest: true, Limit: tasksShown})
	if err != nil {
		return nil, err
	}
	fresh, err := w.Store.Cases(ctx, store.CaseFilter{Region: o.Region, Status: store.CaseSubmitted, Oldest: true, Limit: tasksShown})
	if err != nil {
		return nil, err
	}
	var list [][2]string
	seen := map[string]bool{}
	for _, h := range append(late, fresh...) {
		if !seen[h.Number] && len(list) < tasksShown && (h.Officer == "" || h.Officer == o.Login) {
			seen[h.Number] = true
			list = append(list, [2]string{h.Number, h.Number + ": " + w.say("status."+string(h.Status)+".singkat")})
		}
	}
	return found{"petugas": o.Login, "beban": w.load(load, o.Region), "daftar_tugas": conversations.List(list...)}, nil
}

// load writes what waits.
func (w *World) load(l store.Load, region string) string {
	where := w.place(region)
	if region == "" {
		where = w.say("world.province")
	}
	return w.say("world.load", "wilayah", where, "baru", strconv.Itoa(l.New), "lewat", strconv.Itoa(l.Overdue), "pesan", strconv.Itoa(l.Tickets))
}

// showTask shows a case to an officer, masked. That it was seen stands in the audit log.
func (w *World) showTask(ctx context.Context, c call) (found, error) {
	o, k, err := w.task(ctx, c)
	if err != nil || k == nil {
		return found{}, err
	}
	if err := w.Store.Audit(ctx, store.AuditEntry{At: c.now, By: o.Login, Action: "case.view_chat", Object: k.Number}); err != nil {
		return nil, err
	}
	p := k.Person.Masked()
	taken := k.Officer
	if taken == "" {
		taken = w.say("world.task.free")
	}
	due := "-"
	if !k.Due.IsZero() {
		due = w.Office.Date(k.Due)
	}
	return found{"tugas": w.say("world.task", "nomor", k.Number, "program", w.programme(k.Programme), "wilayah", w.place(k.District),
		"nama", p.Name, "nik", p.NIK, "status", w.status(k.CaseHead), "sejak", w.Office.Date(k.Changed), "batas", due, "petugas", taken),
		"bisa_ambil": yesNo(k.Officer == "")}, nil
}

// task gives the officer of a chat and the case that is named; no case when the officer may not see it.
func (w *World) task(ctx context.Context, c call) (store.Officer, *store.Case, error) {
	o, err := w.Store.OfficerInChat(ctx, c.Contact)
	if errors.Is(err, store.ErrNotFound) {
		return o, nil, nil
	}
	if err != nil {
		return o, nil, err
	}
	k, err := w.Store.CaseByNumber(ctx, c.args["nomor"])
	switch {
	case errors.Is(err, store.ErrNotFound):
		return o, nil, nil
	case err != nil:
		return o, nil, err
	case !o.Serves(k.Region):
		return o, nil, nil
	}
	return o, &k, nil
}

func (w *World) takeTask(ctx context.Context, c call) (found, error) {
	o, k, err := w.task(ctx, c)
	if err != nil || k == nil {
		return found{"hasil_ambil": taskNone}, err
	}
	err = w.Store.Assign(ctx, store.Assignment{Number: k.Number, To: o.Login, By: o.Login, At: c.now.Truncate(time.Millisecond)})
	var taken *store.TakenError
	switch {
	case errors.As(err, &taken):
		return found{"hasil_ambil": taskGone, "diambil_oleh": taken.By}, nil
	case errors.Is(err, store.ErrForbidden), errors.Is(err, store.ErrNotFound):
		return found{"hasil_ambil": taskNone}, nil
	case err != nil:
		return nil, err
	}
	return found{"hasil_ambil": taskTaken}, nil
}
