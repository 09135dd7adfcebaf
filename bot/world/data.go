package world

import (
	"context"
	"strings"
	"time"

	"sapa/store"
)

// showMyData answers "DATA SAYA" (UU 27/2022, right of access): what is kept about whoever is behind the contact, masked.
func (w *World) showMyData(ctx context.Context, c call) (found, error) {
	held, err := w.Store.PersonData(ctx, c.Contact)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, p := range held.Persons {
		lines = append(lines, w.person(p))
	}
	for _, h := range held.Cases {
		lines = append(lines, w.say("world.data.case", "nomor", h.Number, "tanggal", w.Office.Date(h.Opened), "status", w.status(h)))
	}
	for _, k := range held.Complaints {
		lines = append(lines, w.say("world.data.complaint", "nomor", k.Number, "tanggal", w.Office.Date(k.At)))
	}
	for _, t := range held.Tickets {
		lines = append(lines, w.say("world.data.ticket", "nomor", t.Number, "tanggal", w.Office.Date(t.At)))
	}
	for _, k := range held.Consents {
		lines = append(lines, w.consent(k))
	}
	for _, i := range held.Interests {
		lines = append(lines, w.say("world.data.interest", "program", w.programme(i.Programme)))
	}
	for _, r := range held.Requests {
		lines = append(lines, w.say("world.data.request", "nomor", r.Number, "tanggal", w.Office.Date(r.At)))
	}
	if len(lines) == 0 {
		return found{"data_saya": w.say("world.data.none")}, nil
	}
	return found{"data_saya": bullets(lines)}, nil
}

// person writes a masked person, leaving out what was never told.
func (w *World) person(p store.Person) string {
	var parts []string
	for _, x := range [][2]string{{"nama", p.Name}, {"nik", p.NIK}, {"kk", p.KK}, {"lahir", p.Birth}, {"telepon", p.Phone}, {"alamat", p.Address}} {
		if x[1] != "" {
			parts = append(parts, w.say("world.data."+x[0], "isi", x[1]))
		}
	}
	return strings.Join(parts, ", ")
}

func (w *World) consent(k store.Consent) string {
	key := "world.data.consent"
	switch {
	case k.Answer != "ya":
		key = "world.data.consent_refused"
	case !k.Withdrawn.IsZero():
		key = "world.data.consent_withdrawn"
	}
	return w.say(key, "tanggal", w.Office.Date(k.At))
}

func (w *World) requestErasure(ctx context.Context, c call) (found, error) {
	r, err := w.Store.RequestErasure(ctx, c.Contact, c.now)
	if err != nil {
		return nil, err
	}
	return found{"nomor_permintaan": r.Number, "paling_lambat": w.Office.Moment(r.Due)}, nil
}

func (w *World) withdrawConsent(ctx context.Context, c call) error {
	_, err := w.Store.WithdrawConsent(ctx, c.Contact, c.now)
	return err
}

func (w *World) stopNews(ctx context.Context, c call) error {
	return w.Store.SetStopped(ctx, c.Contact, c.now)
}

func (w *World) resumeNews(ctx context.Context, c call) error {
	return w.Store.SetStopped(ctx, c.Contact, time.Time{})
}

// bullets writes a list.
func bullets(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return "- " + strings.Join(lines, "\n- ")
}
