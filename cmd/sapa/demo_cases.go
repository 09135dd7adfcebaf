package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strconv"
	"time"

	"sapa/bot/world"
	"sapa/conversations"
	"sapa/store"
)

// demoCase is a made-up application. Serials of made-up NIKs begin with 99.
type demoCase struct {
	programme, nik, name, birth, district, village, plan string
	more                                                 map[string]string
	days                                                 int // filed so many days ago
	steps                                                []demoStep
}

// demoStep is what an officer of the demo did with it.
type demoStep struct {
	to   store.Status
	note string
	by   string
}

func demoCases() []demoCase {
	seen, verified := demoStep{to: store.CaseAtVillage, by: "petugas"}, demoStep{to: store.CaseAtRegency, by: "petugas"}
	province := demoStep{to: store.CaseAtProvince, by: "petugas"}
	return []demoCase{
		{programme: "wrse", nik: "6472034507859911", name: "Siti Contoh", birth: "1985-07-05", district: "64.72.03", village: "Air Putih", plan: "Gerobak dan kompor untuk jualan gorengan", days: 1},
		{programme: "wrse", nik: "6472025203799912", name: "Aminah Contoh", birth: "1979-03-12", district: "64.72.02", village: "Rawa Makmur", plan: "Mesin jahit untuk menerima jahitan", days: 3,
			more: map[string]string{"penghasilan": "1200000", "status_kawin": "kawin"}},
		{programme: "wrse", nik: "6472016209909913", name: "Rahmah Contoh", birth: "1990-09-22", district: "64.72.01", village: "Loa Buah", plan: "Menambah dagangan sayur", days: 6, steps: []demoStep{seen}},
		{programme: "wrse", nik: "6472045511829914", name: "Juleha Contoh", birth: "1982-11-15", district: "64.72.04", village: "Sidodadi", plan: "Oven untuk membuat kue", days: 12,
			steps: []demoStep{seen, {to: store.CaseIncomplete, note: "Foto tempat usaha belum jelas. Mohon kirim foto yang lebih terang", by: "petugas"}}},
		{programme: "wrse", nik: "6472034801759915", name: "Nurhayati Contoh", birth: "1975-01-08", district: "64.72.03", village: "Sempaja Selatan", plan: "Warung kopi kecil", days: 20, steps: []demoStep{seen, verified, province}},
		{programme: "wrse", nik: "6472036004889916", name: "Maryam Contoh", birth: "1988-04-20", district: "64.72.03", village: "Air Putih", plan: "Kulkas untuk es batu", days: 30,
			steps: []demoStep{verified, province, {to: store.CaseApproved, by: "penyelia"}}},
		{programme: "wrse", nik: "6471015802809917", name: "Fatimah Contoh", birth: "1980-02-18", district: "64.71.01", village: "Manggar", plan: "Etalase untuk toko kelontong", days: 4},
		{programme: "wrse", nik: "6402054312869918", name: "Halimah Contoh", birth: "1986-12-03", district: "64.02.06", village: "Loa Ipuh", plan: "Bibit dan pakan ikan", days: 9, steps: []demoStep{{to: store.CaseAtVillage, by: "penyelia"}}},
		{programme: "kube", nik: "6472031006789921", name: "Hasan Contoh", birth: "1978-06-10", district: "64.72.03", village: "Sempaja Utara", plan: "Kolam terpal dan bibit lele", days: 8,
			more: map[string]string{"nama_kelompok": "Contoh Maju Bersama", "jumlah_anggota": "8", "satu_wilayah": "ya", "sekretaris": "Udin Contoh", "bendahara": "Ani Contoh", "jenis_usaha": "perikanan"}, steps: []demoStep{seen, verified}},
		{programme: "lks", nik: "6472022507709931", name: "Ustazah Contoh", birth: "1970-07-25", district: "64.72.02", village: "Pelita", plan: "Kasur dan lemari untuk anak asuh", days: 15,
			more: map[string]string{"nama_lembaga": "Panti Contoh Kasih", "jenis_lks": "anak", "jumlah_penghuni": "34", "badan_hukum": "ya", "tanda_daftar": "ya", "akreditasi": "tidak_tahu", "rekening_lembaga": "ya"}, steps: []demoStep{verified}},
		{programme: "wrse", nik: "6472034404949919", name: "Dewi Contoh", birth: "1994-04-04", district: "64.72.03", village: "Lok Bahu", plan: "Peralatan salon", days: 18,
			steps: []demoStep{seen, {to: store.CaseRefused, note: "Usaha sudah menerima bantuan yang sama pada tahun 2025", by: "penyelia"}}},
	}
}

// fillCases files the made-up applications through the same door as citizens do, so that estimates and warnings are real.
// They are filed once: a second run finds them.
func fillCases(ctx context.Context, a *app, now time.Time) error {
	w := a.world(a.flows)
	for i, d := range demoCases() {
		at := now.Add(-time.Duration(d.days)*24*time.Hour - time.Duration(i)*17*time.Minute)
		contact, err := a.db.Introduce(ctx, at, "webchat", conversations.Address(fmt.Sprintf("%032x", 0xde300+i)))
		if err != nil {
			return fmt.Errorf("fill the demo: %w", err)
		}
		if there, err := a.db.CasesOf(ctx, contact); err != nil || len(there) > 0 {
			return err
		}
		if err := fileDemo(ctx, a, w, contact, d, i, at); err != nil {
			return fmt.Errorf("fill the demo: %w", err)
		}
	}
	return nil
}

func fileDemo(ctx context.Context, a *app, w *world.World, contact conversations.ContactID, d demoCase, i int, at time.Time) error {
	photo, err := a.vault.Files().Put(demoPhoto(i), "image/jpeg")
	if err != nil {
		return err
	}
	s := conversations.Session{Contact: contact, Channel: "webchat", Answers: map[conversations.Slot]string{}}
	if f := a.flows.Library().Called("daftar_" + d.programme); f != nil {
		s.Flow = f.Ref
	}
	args := map[string]string{"program": d.programme, "setuju": "ya", "nik": d.nik, "nama": d.name, "tanggal_lahir": d.birth, "kabkota": d.district[:5],
		"kecamatan": d.district, "desa": d.village, "alamat": "Jalan Contoh " + strconv.Itoa(i+1) + " RT 4", "telepon": fmt.Sprintf("+62812500099%02d", i),
		"status_kawin": "cerai_mati", "pencari_nafkah": "ya", "penghasilan": "800000", "dtsen": "ya", "jenis_usaha": "usaha rumahan",
		"rencana_usaha": d.plan, "foto_usaha": photo}
	for k, v := range d.more {
		args[k] = v
	}
	for k, v := range args {
		s.Answers[conversations.Slot(k)] = v
	}
	found, err := w.Find(ctx, s, conversations.Request{Mark: conversations.Mark{Key: fmt.Sprintf("demo.%s.%d", contact, i)}, Name: "open_case", Args: args}, at)
	if err != nil {
		return err
	}
	number := found["nomor"]
	if number == "" {
		return nil // its window is not open
	}
	for n, step := range d.steps {
		dec := store.Decision{Number: number, To: step.to, Note: step.note, By: step.by, At: at.Add(time.Duration(n+1) * 30 * time.Hour)}
		if dec.At.After(a.now()) {
			break
		}
		if _, err := a.desk().Decide(ctx, dec); err != nil {
			return err
		}
	}
	return nil
}

// demoPhoto draws a stall, of a sort, in another colour each time.
func demoPhoto(i int) []byte {
	const w, h = 640, 480
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	awning := color.RGBA{uint8(60 + 37*i%180), uint8(90 + 53*i%150), uint8(70 + 71*i%160), 255}
	for y := range h {
		for x := range w {
			c := color.RGBA{214, 232, 240, 255} // sky
			switch {
			case y > 400:
				c = color.RGBA{150, 130, 105, 255} // ground
			case x > 120 && x < 520 && y > 150 && y < 210:
				c = awning
				if x/40%2 == 0 {
					c = color.RGBA{250, 248, 240, 255}
				}
			case x > 140 && x < 500 && y > 290 && y <= 400:
				c = color.RGBA{140, 95, 60, 255} // counter
			case (x > 140 && x < 152 || x > 488 && x < 500) && y >= 210 && y <= 400:
				c = color.RGBA{90, 65, 45, 255} // posts
			}
			img.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, &jpeg.Options{Quality: 70}) // into memory
	return b.Bytes()
}
