package webchat

import "testing"

// spoken is the words of the page in these tests; the real ones stand in the message catalogue.
var spoken = map[string]string{
	"webchat.title":                 "Sapa - Dinas Sosial Provinsi Kalimantan Timur",
	"webchat.name":                  "Sapa",
	"webchat.office":                "Dinas Sosial Provinsi Kalimantan Timur",
	"webchat.description":           "Tanya dan daftar bantuan sosial di Kalimantan Timur. Gratis.",
	"webchat.demo":                  "Layanan percobaan. Jangan tulis NIK atau data pribadi yang sebenarnya.",
	"webchat.noscript":              "Halaman ini memerlukan JavaScript. Silakan aktifkan di peramban Anda, atau datang ke kantor kelurahan/desa.",
	"webchat.skip":                  "Langsung ke kotak pesan",
	"webchat.log":                   "Percakapan dengan Sapa",
	"webchat.input":                 "Tulis pesan",
	"webchat.placeholder":           "Tulis pesan",
	"webchat.send":                  "Kirim",
	"webchat.attach":                "Lampirkan foto",
	"webchat.attach_remove":         "Hapus foto ini",
	"webchat.photo":                 "Foto",
	"webchat.photo_open":            "Buka foto",
	"webchat.document":              "Buka berkas",
	"webchat.online":                "daring",
	"webchat.connecting":            "menyambung",
	"webchat.offline_short":         "luring",
	"webchat.offline":               "Tidak ada sambungan. Pesan Anda disimpan di sini dan dikirim sendiri saat tersambung lagi.",
	"webchat.typing":                "sedang mengetik",
	"webchat.you":                   "Anda",
	"webchat.bot":                   "Sapa",
	"webchat.today":                 "Hari ini",
	"webchat.yesterday":             "Kemarin",
	"webchat.wita":                  "WITA",
	"webchat.months":                "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember",
	"webchat.waiting":               "Menunggu dikirim",
	"webchat.sent":                  "Terkirim",
	"webchat.read":                  "Sudah dibaca",
	"webchat.failed":                "Tidak terkirim",
	"webchat.newer":                 "Pesan baru",
	"webchat.welcome_title":         "Selamat datang",
	"webchat.welcome":               "Tanyakan bantuan sosial, periksa kelayakan, atau lihat status permohonan. Layanan ini gratis. Tulis pesan, atau pilih salah satu:",
	"webchat.starters":              "Cek kelayakan bantuan|Cek status permohonan|Daftar WRSE|Informasi program|Bicara dengan petugas",
	"webchat.start":                 "Mulai",
	"webchat.choices":               "Pilihan jawaban",
	"webchat.leave":                 "Akhiri percakapan",
	"webchat.leave_ask":             "Akhiri percakapan di perangkat ini? Isi percakapan tidak terlihat lagi di sini. Permohonan Anda tetap diproses.",
	"webchat.error.busy":            "Layanan sedang sibuk. Pesan Anda akan dikirim lagi sendiri.",
	"webchat.error.too_fast":        "Pesan terlalu cepat. Mohon tunggu sebentar, pesan akan dikirim lagi sendiri.",
	"webchat.error.unknown":         "Percakapan belum dimulai. Silakan muat ulang halaman ini.",
	"webchat.error.too_long":        "Pesan terlalu panjang. Paling banyak 4.096 huruf. Mohon dipendekkan atau dikirim dalam beberapa pesan.",
	"webchat.error.bad":             "Pesan ini tidak dapat dikirim. Silakan tulis lagi.",
	"webchat.error.not_a_photo":     "Berkas ini bukan foto. Silakan pilih foto (JPG atau PNG).",
	"webchat.error.photo_too_large": "Foto terlalu besar. Paling besar 10 MB.",
	"webchat.error.no_file":         "Berkas tidak ditemukan.",
	"webchat.error.too_many_tabs":   "Halaman ini terbuka di terlalu banyak tab. Silakan tutup tab yang lain.",
	"webchat.health.down":           "Obrolan web tidak berjalan.",
}

func say(key string) string { return spoken[key] }

func TestKeysAreTheWordsThatAreSpoken(t *testing.T) {
	t.Parallel()
	keys := map[string]bool{}
	for _, key := range Keys() {
		if keys[key] {
			t.Errorf("%s is listed twice", key)
		}
		keys[key] = true
		if spoken[key] == "" {
			t.Errorf("%s has no words", key)
		}
	}
	for key := range spoken {
		if !keys[key] {
			t.Errorf("%s is not listed", key)
		}
	}
}
