package world

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// everyRegion asks for announcements wherever they hold.
const everyRegion = "semua"

// listAnnouncements lists what holds for a kab/kota: the one that is named, else the one that the contact has to do with.
func (w *World) listAnnouncements(ctx context.Context, c call) (found, error) {
	region := kabkota(c.args["wilayah"])
	if region == "" && c.args["wilayah"] != everyRegion {
		var err error
		if region, err = w.Store.RegionOf(ctx, c.Contact); err != nil {
			return nil, err
		}
	}
	all, err := w.Store.Announcements(ctx, region, c.now)
	if err != nil {
		return nil, err
	}
	var list [][2]string
	for _, a := range all {
		list = append(list, [2]string{a.Code, a.Title})
	}
	out := found{"jumlah_pengumuman": strconv.Itoa(len(all)), "daftar_pengumuman": conversations.List(list...)}
	if r, ok := understand.RegionNamed(region); ok {
		out["tempat_pengumuman"] = r.Name
	}
	return out, nil
}

func (w *World) showAnnouncement(ctx context.Context, c call) (found, error) {
	a, err := w.Store.AnnouncementByCode(ctx, c.args["kode"])
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && (a.From.After(c.now) || !a.To.IsZero() && !a.To.After(c.now)):
		return found{}, nil
	case err != nil:
		return nil, err
	}
	return found{"judul": a.Title, "isi": a.Body, "tanggal_pengumuman": w.Office.Date(a.From)}, nil
}

func (w *World) openComplaint(ctx context.Context, c call) (found, error) {
	filed, err := w.Store.OpenComplaint(ctx, store.NewComplaint{Key: c.key, Contact: c.Contact, At: c.now,
		Anonymous: c.answer("anonim") == "ya", Name: w.told(c, "nama"), What: w.told(c, "aduan"), Office: w.told(c, "terlapor"),
		When: w.told(c, "kapan"), Where: w.where(c), Files: w.files(c)})
	if err != nil {
		return nil, err
	}
	return found{"nomor_aduan": filed.Number, "waktu": w.Office.Moment(filed.At)}, nil
}

// where writes the place of a complaint: the most exact region code first, so that the record finds its kab/kota, then
// what it says in words.
func (w *World) where(c call) string {
	told := func(slot string) string { return w.told(c, slot) }
	code := told("kecamatan")
	if code == "" {
		code = told("kabkota")
	}
	words := []string{code}
	for _, more := range []string{w.place(code), village(told), told("tempat")} {
		if more != "" && more != code {
			words = append(words, more)
		}
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

func (w *World) openTicket(ctx context.Context, c call) (found, error) {
	t, err := w.Store.OpenTicket(ctx, c.key, c.Contact, c.args["alasan"], c.now)
	if err != nil {
		return nil, err
	}
	open, err := w.atWork(ctx, c.now)
	return found{"nomor_tiket": t.Number, "kantor_buka": yesNo(open), "jam_kerja": w.hours()}, err
}

// place names a region by its code: "Samarinda Ulu, Kota Samarinda"; the code itself when it is not known.
func (w *World) place(code string) string {
	r, ok := understand.RegionNamed(code)
	if !ok {
		return code
	}
	if over := kabkota(code); over != code {
		return r.Name + ", " + w.place(over)
	}
	return r.Name
}

// kabkota gives the kab/kota of a region code; "" for anything that is no such code, as a way out ("tempat_lain").
func kabkota(code string) string {
	if len(code) < len("64.72") || code[len("64")] != '.' {
		return ""
	}
	return code[:len("64.72")]
}
