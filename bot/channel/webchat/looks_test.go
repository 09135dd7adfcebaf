package webchat

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"sapa/bot/channel"
	"sapa/bot/channel/webchat/browsertest"
	"sapa/conversations"
)

// office answers as the real flows do, so that the pictures show what people will see.
func office(m conversations.Message) []channel.Outgoing {
	yesNo := []channel.Button{{Label: "Ya", Data: "p2|ya"}, {Label: "Tidak", Data: "p2|tidak"}}
	switch {
	case len(m.Media) > 0:
		return []channel.Outgoing{{Text: "*Langkah 8 dari 9*\nMohon diperiksa:\nNama: Siti Aminah\nNIK: 6472********9901\nAlamat: Kelurahan Air Putih, Samarinda Ulu, Kota Samarinda\nUsaha: jualan gorengan\n\nApakah sudah benar?", Buttons: yesNo}}
	case m.Tap != nil && m.Tap.Choice == "ya":
		return []channel.Outgoing{{Text: "Permohonan Anda sudah kami terima pada 23 November 2026 pukul 10.15 WITA. Nomor permohonan: *WRSE-2026-000123*. Simpan nomor ini.\n\nPendaftaran ini gratis. Petugas tidak pernah meminta uang, PIN, atau kode OTP. Pengaduan: lapor.go.id"}}
	case m.Tap != nil:
		return []channel.Outgoing{{Text: "Silakan kirim foto tempat usaha Anda. Contoh: gerobak, warung, atau dagangan. Ketik *LEWATI* jika belum ada."}}
	}
	return []channel.Outgoing{{Text: "Selamat pagi, Bapak/Ibu. Ini layanan otomatis Dinas Sosial Provinsi Kalimantan Timur.\n\nApa yang dapat kami bantu? Layanan ini gratis.",
		Buttons: []channel.Button{{Label: "Cek kelayakan bantuan", Data: "p1|1"}, {Label: "Cek status permohonan", Data: "p1|2"}, {Label: "Daftar bantuan WRSE", Data: "p1|3"},
			{Label: "Informasi program", Data: "p1|4"}, {Label: "Pengaduan", Data: "p1|5"}, {Label: "Bicara dengan petugas", Data: "p1|6"}}}}
}

// TestLooks plays a talk at both sizes and in both colour schemes. It fails when something sticks out of the screen; the
// pictures are for eyes.
func TestLooks(t *testing.T) {
	t.Parallel()
	b := browsertest.Open(t)
	c := newClerk(t, office)
	o, _ := journeyOptions(c)
	o.Demo = true
	s := openShop(t, c, o)
	b.Do(chromedp.Navigate(s.url()), chromedp.WaitVisible(chromedp.CSS("#welcome")))
	b.Until(`document.querySelector("#state").dataset.state === "on"`)
	everywhere(t, b, "1-awal")
	b.Write("assalamualaikum min, mau tanya bantuan modal utk janda")
	b.Until(`document.querySelectorAll(".choice[data-data]").length === 6`)
	everywhere(t, b, "2-menu")
	b.Do(chromedp.Click(chromedp.CSS(`[data-data="p1|3"]`)))
	b.Until(`document.querySelectorAll(".line.bot").length === 2`)
	b.Do(chromedp.SetUploadFiles(chromedp.CSS("#photo"), []string{photoFile(t, t.TempDir())}))
	b.Until(`!document.querySelector("#draft").hidden && document.querySelector("#draft-image").naturalWidth > 0`)
	b.Shot("3-foto-390")
	b.Write("Ini warung saya di pasar pagi")
	b.Until(`document.querySelectorAll(".line.bot").length === 3 && document.querySelector(".picture img").complete`)
	everywhere(t, b, "4-ringkasan")
	b.Do(chromedp.Click(chromedp.CSS(`[data-data="p2|ya"]`)))
	b.Until(`document.querySelectorAll(".line.bot").length === 4`)
	c.adapter.Typing(context.Background(), c.only())
	b.Until(`!document.querySelector("#typing").hidden`)
	everywhere(t, b, "5-selesai")
}

// everywhere takes the same moment on a phone, in the dark, on a small old phone and on a desk.
func everywhere(t *testing.T, b *browsertest.Browser, name string) {
	t.Helper()
	b.Shot(name + "-390")
	fits(t, b, name)
	b.Dark(true)
	b.Shot(name + "-390-gelap")
	b.Dark(false)
	b.Do(chromedp.EmulateViewport(320, 568, chromedp.EmulateMobile, chromedp.EmulateTouch))
	b.Shot(name + "-320")
	fits(t, b, name)
	b.Desktop()
	b.Shot(name + "-1280")
	fits(t, b, name)
	b.Dark(true)
	b.Shot(name + "-1280-gelap")
	b.Dark(false)
	b.Phone()
}

// fits tells whether everything stays inside the screen and every button is large enough for a thumb.
func fits(t *testing.T, b *browsertest.Browser, name string) {
	t.Helper()
	if !b.Is(`document.documentElement.scrollWidth <= innerWidth && document.querySelector("#log").scrollWidth <= document.querySelector("#log").clientWidth`) {
		t.Errorf("%s: something is wider than the screen", name)
	}
	if !b.Is(`Array.from(document.querySelectorAll("button, textarea, .attach")).filter(e => e.offsetParent).every(e => e.offsetHeight >= 40 && e.offsetWidth >= 40)`) {
		t.Errorf("%s: a button is too small", name)
	}
	if !b.Is(`document.querySelector("#send").getBoundingClientRect().bottom <= innerHeight`) {
		t.Errorf("%s: the send button is below the screen", name)
	}
}
