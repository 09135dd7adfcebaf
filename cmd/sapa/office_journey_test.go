package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sapa/bot/channel/webchat/browsertest"
)

// TestOfficeJourney plays the way of one application through the whole running program, in real browsers that share
// nothing, and every step as people take it: the first admin and her people set up with both factors, registration opened, an
// application with a photo from the web chat, one more document asked for and sent, the approval, the disbursement, and at
// the end all of it on the case's history and in the audit log.
func TestOfficeJourney(t *testing.T) {
	p := serve(t, []string{"SAPA_DATA=" + t.TempDir()})
	defer p.kill()
	phone := browsertest.OpenFor(t, 5*time.Minute)
	lina := &desk{t: t, b: phone.Another()}
	firstAdmin(t, p, lina)
	rina := lina.hires("rina", "Rina Contoh", "Petugas", "Kota Samarinda")
	sari := lina.hires("sari", "Sari Contoh", "Penyelia", "Seluruh provinsi")
	bagus := lina.hires("bagus", "Bagus Contoh", "Auditor", "Seluruh provinsi")
	lina.opensRegistration("Kota Samarinda", "20")
	lina.opensRegistration("Kota Balikpapan", "20")

	elsewhere := &webPerson{t: t, b: phone.Another()}
	elsewhere.b.Do(chromedp.Navigate(p.url))
	elsewhere.b.Until(`document.querySelector("#tulis")`)
	other := elsewhere.apply("daftar wrse", strings.NewReplacer("{nik}", "6471055203819931", "{nama}", "Asih Contoh", "17 agustus 1979", "12 maret 1981",
		"samarinda ulu", "balikpapan kota", "samarinda", "balikpapan", "Air Putih", "Klandasan Ulu"))
	citizen := &webPerson{t: t, b: phone}
	phone.Do(chromedp.Navigate(p.url))
	phone.Until(`document.querySelector("#tulis")`)
	number := citizen.apply("daftar wrse", rusminah())

	rina.examines(p, number, other)
	rina.asksFor("Surat pengantar RT", number)
	citizen.hears("perlu dilengkapi", "Surat pengantar RT")
	if asked := citizen.say("lengkapi"); !strings.Contains(asked, "kirim foto surat pengantar dari RT") {
		t.Errorf("she is asked: %s", asked)
	}
	if thanks := citizen.photo(); !strings.Contains(thanks, "sudah lengkap") {
		t.Errorf("she is told: %s", thanks)
	}

	rina.passesOn(p, number)
	citizen.hears(number, "Dinas Sosial Provinsi")
	sari.approves(number)
	citizen.hears(number, "disetujui", "Barang diambil di kantor kelurahan")
	sari.disburses()
	citizen.hears(number, "disalurkan", "pisau raut dan rotan")
	if status := citizen.say("cek status"); !strings.Contains(status, "Status: Disalurkan") {
		t.Errorf("the status reads: %s", status)
	}
	sari.readsHistory()
	bagus.readsAudit(number)
	lina.choose("Keadaan sistem")
	lina.misses("Rusak")
	if log := p.out.all(); strings.Contains(log, "Rusminah") || strings.Contains(log, "6472085708799921") {
		t.Error("the program wrote personal data into its log")
	}
	if err := p.stop(); err != nil {
		t.Errorf("serve ended badly: %v", err)
	}
}

// hears waits for the next line, which says all of this.
func (w *webPerson) hears(words ...string) {
	w.t.Helper()
	line := w.hear()
	for _, word := range words {
		if !strings.Contains(line, word) {
			w.t.Errorf("she is not told %q: %s", word, line)
		}
	}
}

// firstAdmin is let in by the link that an empty installation prints.
func firstAdmin(t *testing.T, p *process, lina *desk) {
	t.Helper()
	p.waitFor(t, "The first admin")
	link := linkIn.FindString(p.out.all())
	lina.visit(link)
	lina.sees("Selamat datang di Sapa")
	lina.fill("Nama masuk", "lina")
	lina.fill("Nama lengkap", "Lina Contoh")
	lina.begin()
	lina.comeBack("lina")
}

// hires adds somebody and gives them the link, which they open in a browser of their own.
func (d *desk) hires(login, name, role, region string) *desk {
	d.t.Helper()
	d.choose("Petugas")
	d.fill("Nama lengkap", name)
	d.fill("Nama masuk", login)
	d.pick("Peran", role)
	d.pick("Kabupaten/kota", region)
	d.press("Tambah dan buat tautan")
	link, err := chromedp.Run(d.b.Ctx, chromedp.Evaluate[string](`document.querySelector("#tautan").value`))
	if err != nil {
		d.t.Fatal(err)
	}
	fresh := &desk{t: d.t, b: d.b.Another()}
	fresh.visit(link)
	fresh.sees("Kata sandi untuk " + login)
	fresh.begin()
	return fresh
}

// opensRegistration for WRSE in a kab/kota.
func (d *desk) opensRegistration(region, places string) {
	d.t.Helper()
	d.choose("Program dan kuota")
	d.press(region)
	d.sees("Ditutup")
	d.press("Buka pendaftaran")
	d.sees("Pendaftaran dibuka.")
	d.fill("Jumlah tempat", places)
	d.press("Simpan")
	d.sees("Kuota disimpan.")
}

// examines finds the case among those of the own kab/kota only, opens it, and looks at what was sent.
func (d *desk) examines(p *process, number, elsewhere string) {
	d.t.Helper()
	d.choose("Permohonan")
	d.sees(number)
	d.misses(elsewhere, "Balikpapan")
	d.visit(p.url + "/kantor/permohonan/" + elsewhere)
	d.sees("Ini di luar wilayah Anda.")
	d.misses("A*** C*****")
	d.choose("Permohonan")
	d.press(number)
	d.sees("R******* C*****")
	d.misses("Rusminah")
	d.press("Ambil")
	d.press("Buka data pribadi")
	d.sees("Rusminah Contoh", "kerajinan rotan", "Anda sendiri.")
	d.b.Until(`Array.from(document.querySelectorAll(".photos img")).some(i => { i.scrollIntoView(); return i.complete && i.naturalWidth > 0 })`)
}

// asksFor sends the case back for one more thing.
func (d *desk) asksFor(item, number string) {
	d.t.Helper()
	d.pick("Status berikutnya", "Perlu dilengkapi")
	d.tick(item)
	d.press("Lihat pesan dahulu")
	d.sees("Pesan ini dikirim kepada warga", item)
	d.press("Simpan dan kirim")
	d.sees("Putusan disimpan, dan warga diberi kabar.")
}

// passesOn finds what came, and proposes the case to the province.
func (d *desk) passesOn(p *process, number string) {
	d.t.Helper()
	d.choose("Beranda")
	d.press(number)
	d.sees("Foto/dokumen diterima", "Kelengkapan diterima", "Kabar terkirim")
	d.misses("Disetujui") // approving is not hers
	d.pick("Status berikutnya", "Diperiksa provinsi")
	d.press("Lihat pesan dahulu")
	d.press("Simpan dan kirim")
	d.sees("Putusan disimpan")
}

// approves what waits for the province.
func (d *desk) approves(number string) {
	d.t.Helper()
	d.comeBack("sari")
	d.press(number)
	d.pick("Status berikutnya", "Disetujui")
	d.fill("Catatan untuk warga", "Barang diambil di kantor kelurahan")
	d.press("Lihat pesan dahulu")
	d.sees("Barang diambil di kantor kelurahan", "Pesan ini dikirim kepada warga")
	d.press("Simpan dan kirim")
	d.sees("Putusan disimpan")
}

// disburses: the first try lacks what was given, and says so.
func (d *desk) disburses() {
	d.t.Helper()
	d.pick("Status berikutnya", "Disalurkan")
	d.press("Lihat pesan dahulu")
	d.sees("Isi apa yang disalurkan")
	d.tick("Barang")
	d.fill("Apa yang diserahkan", "pisau raut dan rotan")
	d.press("Lihat pesan dahulu")
	d.press("Simpan dan kirim")
	d.sees("Putusan disimpan", "Yang disalurkan")
}

// readsHistory: every step stands there, who took it, and that its news arrived.
func (d *desk) readsHistory() {
	d.t.Helper()
	d.b.Do(chromedp.Reload())
	page := d.read()
	_, page, _ = strings.Cut(page, "Riwayat")
	for _, step := range []string{"Disalurkan", "Disetujui", "Diperiksa provinsi", "Kelengkapan diterima", "Perlu dilengkapi", "Ditangani oleh rina", "Diajukan"} {
		_, after, found := strings.Cut(page, step)
		if !found {
			d.t.Errorf("the history does not say %q, or not in its place:\n%s", step, d.read())
			continue
		}
		page = after
	}
	d.sees("rina", "sari", "warga")
	d.misses("menunggu dikirim", "Kabar tidak sampai")
}

// readsAudit: the log tells of this case who looked, opened and changed, and its chain is whole. A case it names opens
// masked, and for reading only.
func (d *desk) readsAudit(number string) {
	d.t.Helper()
	d.choose("Jejak tindakan")
	d.fill("Tentang", number)
	d.press("Tampilkan")
	acts, err := chromedp.Run(d.b.Ctx, chromedp.Evaluate[[]string](`Array.from(document.querySelectorAll("tbody tr")).map(r =>
		Array.from(r.cells).slice(2).map(c => c.innerText.trim()).join("|")).reverse()`))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, act := range []string{"rina|Melihat permohonan|#|tertutup", "rina|Mengambil atau menyerahkan|#|belum ada menjadi rina",
		"rina|Membuka data pribadi|#|", "rina|Melihat permohonan|#|data pribadi terbuka", "rina|Melihat berkas|#|1",
		"rina|Mengubah status|#|Diajukan menjadi Perlu dilengkapi", "rina|Melihat berkas|#|2",
		"rina|Mengubah status|#|Diajukan menjadi Diperiksa provinsi", "sari|Melihat permohonan|#|tertutup",
		"sari|Mengubah status|#|Diperiksa provinsi menjadi Disetujui", "sari|Mengubah status|#|Disetujui menjadi Disalurkan"} {
		act = strings.ReplaceAll(act, "#", number)
		i := slices.Index(acts, act)
		if i < 0 {
			d.t.Errorf("the audit log does not say %q, or not in its place:\n%s", act, d.read())
			continue
		}
		acts = acts[i+1:]
	}
	d.press("Periksa keutuhan catatan")
	d.sees("Catatan utuh")
	d.choose("Permohonan")
	d.press(number)
	d.sees("R******* C*****")
	d.misses("Rusminah", "Buka data pribadi", "Simpan dan kirim")
}
