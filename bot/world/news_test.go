package world

import (
	"testing"
	"time"

	"sapa/store"
)

func TestAnnouncements(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	want(t, r.find(r.siti, "list_announcements", args{"wilayah": ""}), slots{"jumlah_pengumuman": "0", "daftar_pengumuman": ""})
	for _, a := range []store.Announcement{
		{Code: "AA22", Title: "Untuk semua", Body: "Isi.", At: r.now},
		{Code: "BB33", Title: "Untuk Bontang", Body: "Isi.", Region: "64.74", At: r.now.Add(-time.Hour)},
		{Code: "CC44", Title: "Sudah lewat", Body: "Isi.", At: r.now.AddDate(0, -2, 0), To: r.now.AddDate(0, -1, 0)},
		{Code: "DD55", Title: "Belum mulai", Body: "Isi.", At: r.now, From: r.now.AddDate(0, 1, 0)},
	} {
		if _, err := r.db.PutAnnouncement(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	want(t, r.find(r.siti, "list_announcements", args{"wilayah": "64.72.03"}), slots{"jumlah_pengumuman": "1", "daftar_pengumuman": `[["AA22","Untuk semua"]]`})
	want(t, r.find(r.siti, "list_announcements", args{"wilayah": ""}), slots{"jumlah_pengumuman": "2"})
	want(t, r.find(r.siti, "show_announcement", args{"kode": "aa22"}), slots{"judul": "Untuk semua", "isi": "Isi.", "tanggal_pengumuman": "3 Agustus 2026"})
	for _, code := range []string{"CC44", "DD55", "ZZ99", ""} {
		want(t, r.find(r.siti, "show_announcement", args{"kode": code}), slots{"judul": ""})
	}
}

func TestOpenComplaint(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	told := args{"aduan": "Diminta uang.", "terlapor": "Oknum RT", "kapan": "kemarin", "kabkota": "64.72", "kecamatan": "64.72.03",
		"desa": "Air Putih", "anonim": "ya", "nama": "Siti", "foto_bukti": "f-1", "dokumen": "f-2"}
	want(t, r.find(r.siti, "open_complaint", told), slots{"nomor_aduan": "ADU-2026-0001"})
	got, err := r.db.ComplaintByNumber(t.Context(), "ADU-2026-0001")
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "" || !got.Anonymous || got.Region != "64.72" || got.Where != "64.72.03 "+r.place("64.72.03")+" Air Putih" ||
		got.What != "Diminta uang." || got.Office != "Oknum RT" || got.When != "kemarin" || len(got.Files) != 2 {
		t.Errorf("complaint %+v", got)
	}
	told["anonim"] = "tidak"
	r.find(r.siti, "open_complaint", told)
	if got, err = r.db.ComplaintByNumber(t.Context(), "ADU-2026-0002"); err != nil || got.Name != "Siti" {
		t.Errorf("name %q, %v", got.Name, err)
	}
}

func TestOpenTicket(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	want(t, r.find(r.siti, "open_ticket", args{"alasan": "Ingin bertanya"}), slots{"nomor_tiket": "TKT-2026-0001", "kantor_buka": "ya",
		"jam_kerja": "Senin sampai Jumat pada jam kerja"})
	r.now = r.now.Add(12 * time.Hour)
	want(t, r.find(r.siti, "open_ticket", args{"alasan": "Lagi"}), slots{"nomor_tiket": "TKT-2026-0001", "kantor_buka": "tidak"})
	want(t, r.find(r.budi, "open_ticket", args{"alasan": ""}), slots{"nomor_tiket": "TKT-2026-0002"})
}
