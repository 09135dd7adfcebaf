package console

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"time"

	"sapa/bot/casework"
	"sapa/bot/imports"
	"sapa/bot/notice"
	"sapa/conversations"
	"sapa/store"
)

// furnish fills the office for the pictures. It gives the number of a case with everything on it, and the first admin's link.
func (r *rig) furnish() (number, link string) {
	r.t.Helper()
	for _, o := range DemoLogins() {
		r.ok(r.db.AddExample(r.context(), o, "x", r.now()))
	}
	photo, err := r.vault.Files().Put(photograph(), "image/jpeg")
	r.ok(err)
	r.pastWeeks()
	r.clock.Store(noon().Add(-9 * 24 * time.Hour).UnixMilli())
	c := r.apply("64.72", photo)
	applicant := conversations.Address(fmt.Sprint("warga", r.cases))
	for i, region := range []string{"64.72", "64.72", "64.71", "64.02", "64.08", "64.72", "64.74", "64.01"} {
		r.wait(time.Duration(i) * time.Hour)
		x := r.apply(region, photo)
		if i%3 == 1 {
			r.decide(x, store.CaseAtVillage, "", "penyelia")
		}
		if i%3 == 2 {
			r.decide(x, store.CaseRefused, "Sudah menerima bantuan yang sama tahun lalu", "penyelia")
			_, err := r.db.Object(r.context(), store.Objection{Key: x.Number, Number: x.Number, Contact: x.Contact, Reason: "Saya belum pernah menerima", At: r.now()})
			r.ok(err)
		}
	}
	r.talk(c, applicant)
	r.wait(26 * time.Hour)
	r.decide(c, store.CaseAtVillage, "", "petugas")
	r.clock.Store(noon().UnixMilli())
	_, err = r.db.OpenTicket(r.context(), "tiket.1", c.Contact, "diminta", r.now().Add(-3*time.Hour))
	r.ok(err)
	for _, region := range []string{"64.72", "64.71"} {
		r.ok(r.db.SetQuota(r.context(), "wrse", []string{region}, 2026, 20, "admin", r.now()))
		r.ok(r.db.SetStage(r.context(), store.Stage{Programme: "wrse", Region: region, Year: 2026, Stage: 1, Planned: 12, Realised: 9,
			Target: r.now().AddDate(0, 1, 0), Note: "Penyerahan di kantor kecamatan"}, "penyelia", r.now()))
	}
	_, err = r.db.PutAnnouncement(r.context(), store.Announcement{Title: "Pendaftaran WRSE dibuka", Body: "Pendaftaran *gratis*.\nSiapkan KTP Anda.", By: "admin", At: r.now()})
	r.ok(err)
	r.queueUp()
	r.clock.Store(noon().Add(-30 * time.Hour).UnixMilli())
	for _, where := range []string{"64.72", "64.71", "Kantor di pasar"} {
		r.complain(where, photo)
		r.wait(time.Hour)
	}
	r.clock.Store(noon().UnixMilli())
	r.ok(casework.ActOnComplaint(r.context(), r.db, store.ComplaintAct{Number: "ADU-2026-0001", Kind: store.ComplaintTake, By: "penyelia", At: r.now()}))
	r.ok(casework.ActOnComplaint(r.context(), r.db, store.ComplaintAct{Number: "ADU-2026-0001", Kind: store.ComplaintForward, Text: "Inspektorat Kota Samarinda", By: "penyelia", At: r.now()}))
	r.ok(casework.ActOnComplaint(r.context(), r.db, store.ComplaintAct{Number: "ADU-2026-0001", Kind: store.ComplaintLapor, Text: "9912345", By: "penyelia", At: r.now()}))
	r.furnishImports()
	link, err = r.db.MakeLink(r.context(), "", "sapa", r.now())
	r.ok(err)
	return c.Number, link
}

// pastWeeks lets some apply in the weeks before, and be decided, so that a report has something to draw.
func (r *rig) pastWeeks() {
	r.t.Helper()
	for week := 11; week >= 2; week-- {
		for i := range 1 + (week*5)%4 {
			r.clock.Store(noon().AddDate(0, 0, -7*week).UnixMilli())
			c := r.apply([]string{"64.72", "64.71", "64.02"}[i%3])
			r.wait(time.Duration(2+(week*7+i*5)%11) * 24 * time.Hour)
			if (week+i)%4 == 0 {
				r.decide(c, store.CaseRefused, "Sudah menerima bantuan yang sama", "penyelia")
				continue
			}
			r.decide(c, store.CaseApproved, "", "penyelia")
			if week > 6 {
				_, err := r.db.Decide(r.context(), store.Decision{Number: c.Number, To: store.CaseDisbursed, By: "penyelia", At: r.now(),
					Disbursed: &store.Disbursement{Day: r.now().Format(time.DateOnly), Form: store.DisbursedGoods, What: "Kompor"}})
				r.ok(err)
			}
		}
	}
}

// queueUp lets some wait for a place.
func (r *rig) queueUp() {
	r.t.Helper()
	for i := range 3 {
		c := r.waits("64.72")
		if i == 1 {
			r.ok(r.db.SetPriority(r.context(), store.Priority{Number: c.Number, Level: 2, Reason: "Rumahnya terbakar bulan lalu", By: "penyelia"}, r.now()))
		}
	}
}

// furnishImports takes in a table that waits, one that is being saved, and one that is saved.
func (r *rig) furnishImports() {
	r.t.Helper()
	for i, u := range []imports.Upload{
		{Kind: store.ImportRecipients, Name: "Penerima WRSE 2024.csv", Data: []byte("NIK,Nama,Program,Tahun,Kab/Kota\n6472034507859901x,Siti Contoh,WRSE,2024,Samarinda\n64720345078599,Aminah Contoh,PKH,2031,6402\n6472034507859902,Siti Contoh,WRSE,2024,Samarinda\n6472034507859903,Rahmah Contoh,WRSE,2024,Balikpapan\n")},
		{Kind: store.ImportDTSEN, Name: "Ekstrak DTSEN September.xlsx", Data: []byte("NIK,Kota,Desil\n6472034507859902,Samarinda,2\n6472034507859903,Samarinda,3\n"), AsOf: "2026-09-30"},
		{Kind: store.ImportVillages, Name: "Desa dan kelurahan.csv", Data: []byte("Kode,Nama\n64.72.03.1001,Air Putih\n")},
		{Kind: store.ImportRecipients, Data: []byte("NIK,Nama,Program,Tahun,Kab/Kota,Jumlah\n6472034507859902,Siti Contoh,WRSE,2024,Samarinda,3000000\n")},
		{Kind: store.ImportDTSEN, Data: []byte("NIK,Kota,Desil\n6472034507859903,Samarinda,3\n"), AsOf: "2026-08-31"},
	} {
		u.By = "penyelia"
		im, err := r.importer.Check(r.context(), u)
		r.ok(err)
		if i > 0 {
			r.ok(r.db.ConfirmImport(r.context(), im.ID, "penyelia", r.now()))
		}
		if i > 1 {
			r.ok(r.importer.Save(r.context(), im.ID, func(store.Import) {}))
		}
	}
}

func (r *rig) decide(c store.Case, to store.Status, note, by string) {
	r.t.Helper()
	d := store.Decision{Number: c.Number, To: to, Note: note, By: by, At: r.now()}
	d.Letter = &store.Letter{Contact: c.Contact, Reply: notice.Compose(c, d), Due: r.now(), Case: c.Number}
	_, err := r.db.Decide(r.context(), d)
	r.ok(err)
}

// talk lets the applicant say something, and be answered.
func (r *rig) talk(c store.Case, from conversations.Address) {
	r.t.Helper()
	_, err := r.db.Accept(r.context(), r.now(), conversations.Message{ID: "m1", Channel: "telegram", From: from, Text: "assalamualaikum, mau tanya bantuan"})
	r.ok(err)
	r.wait(time.Minute)
	_, err = r.db.Post(r.context(), r.now(), store.Letter{ID: "jawab1", Contact: c.Contact, Due: r.now(), Reply: conversations.Reply{
		Texts: []conversations.Text{{Literal: "Wa'alaikumussalam. Ini layanan otomatis *Dinas Sosial*. Layanan ini gratis."}}, Prompt: "p1",
		Choices: []conversations.Offer{{ID: "1", Label: conversations.Text{Literal: "Mendaftar bantuan WRSE"}}, {ID: "2", Label: conversations.Text{Literal: "Cek status"}}}}})
	r.ok(err)
	r.wait(time.Minute)
	_, err = r.db.Accept(r.context(), r.now(), conversations.Message{ID: "m2", Channel: "telegram", From: from, Tap: &conversations.Tap{Prompt: "p1", Choice: "1"}})
	r.ok(err)
	photo, err := r.vault.Files().Put(photograph(), "image/jpeg")
	r.ok(err)
	_, err = r.db.Accept(r.context(), r.now(), conversations.Message{ID: "m3", Channel: "telegram", From: from, Media: []conversations.Media{{Kind: conversations.Photo, Ref: photo}}})
	r.ok(err)
}

func photograph() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 320, 240))
	for y := range 240 {
		for x := range 320 {
			img.Set(x, y, color.RGBA{uint8(120 + x/4), uint8(160 - y/3), uint8(90 + (x^y)/6), 255})
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil) // into memory
	return b.Bytes()
}
