package console

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"sapa/bot/channel/webchat/browsertest"
	"sapa/store"
)

// look is one page as somebody sees it.
type look struct {
	name, login, path string
	before            func(*rig, *browsertest.Browser) // what is done on the page first
	route             string                           // it shows, where path alone does not tell
}

// looks are all pages, with something on them.
func looks(number, link, poster string, casts [2]string) []look {
	at := "/permohonan/" + number
	return []look{
		{name: "masuk", path: "/masuk", route: "/masuk"},
		{name: "tautan", path: "/tautan/" + link, route: "/tautan/{secret}"},
		{name: "beranda-petugas", login: "petugas", path: "/", route: "/{$}"},
		{name: "beranda-penyelia", login: "penyelia", path: "/"},
		{name: "beranda-auditor", login: "auditor", path: "/"},
		{name: "massal", login: "petugas", path: "/permohonan?status=diajukan", before: bulk},
		{name: "beranda-admin", login: "admin", path: "/"},
		{name: "permohonan", login: "penyelia", path: "/permohonan", route: "/permohonan"},
		{name: "permohonan-kosong", login: "petugas", path: "/permohonan?status=dibatalkan"},
		{name: "ekspor", login: "penyelia", path: "/permohonan/ekspor?program=wrse&status=diajukan&umur=7", route: "/permohonan/ekspor"},
		{name: "kasus-tertutup", login: "penyelia", path: at},
		{name: "kasus-pratinjau", login: "petugas", path: at, before: preview},
		{name: "kasus-terbuka", login: "petugas", path: at, before: unmask, route: "/permohonan/{number}"},
		{name: "tanda-terima", login: "petugas", path: at + "/cetak", route: "/permohonan/{number}/cetak"},
		{name: "cari", login: "penyelia", path: "/permohonan", before: lookFor},
		{name: "sanggah", login: "penyelia", path: "/sanggah", route: "/sanggah"},
		{name: "percakapan", login: "petugas", path: "/percakapan", route: "/percakapan"},
		{name: "percakapan-satu", login: "petugas", path: "/percakapan/TKT-2026-0001", route: "/percakapan/{number}"},
		{name: "percakapan-jawab", login: "petugas", path: "/percakapan/TKT-2026-0001", before: takeTalk},
		{name: "pengaduan", login: "petugas", path: "/pengaduan", route: "/pengaduan"},
		{name: "pengaduan-satu", login: "penyelia", path: "/pengaduan/ADU-2026-0001", before: unmask},
		{name: "pengaduan-dirahasiakan", login: "petugas", path: "/pengaduan/ADU-2026-0001", before: openComplaint, route: "/pengaduan/{number}"},
		{name: "pengaduan-pratinjau", login: "petugas", path: "/pengaduan/ADU-2026-0001", before: replyTo},
		{name: "program", login: "auditor", path: "/program", route: "/program"},
		{name: "program-satu", login: "admin", path: "/program/wrse/64.72", route: "/program/{program}/{region}"},
		{name: "tunggu", login: "penyelia", path: "/program/wrse/64.72/tunggu", route: "/program/{program}/{region}/tunggu"},
		{name: "tunggu-pratinjau", login: "penyelia", path: "/program/wrse/64.72/tunggu", before: promoteFirst},
		{name: "tunggu-kosong", login: "petugas", path: "/program/kube/64.72/tunggu"},
		{name: "laporan", login: "penyelia", path: "/laporan", route: "/laporan"},
		{name: "laporan-tabel", login: "petugas", path: "/laporan?per=bulan", before: tables},
		{name: "janji", login: "admin", path: "/janji", route: "/janji"},
		{name: "impor", login: "penyelia", path: "/impor", route: "/impor"},
		{name: "impor-satu", login: "penyelia", path: "/impor/1", route: "/impor/{id}"},
		{name: "impor-disimpan", login: "penyelia", path: "/impor/2"},
		{name: "impor-selesai", login: "admin", path: "/impor/3"},
		{name: "pengumuman", login: "penyelia", path: "/pengumuman", route: "/pengumuman"},
		{name: "siaran", login: "penyelia", path: "/siaran", route: "/siaran"},
		{name: "siaran-baru", login: "penyelia", path: "/siaran/tulis", route: "/siaran/tulis"},
		{name: "siaran-ubah", login: "penyelia", path: "/siaran/" + casts[0] + "/tulis", route: "/siaran/{broadcast}/tulis"},
		{name: "siaran-disetujui", login: "penyelia2", path: "/siaran/" + casts[0]},
		{name: "siaran-berjalan", login: "auditor", path: "/siaran/" + casts[1], route: "/siaran/{broadcast}"},
		{name: "siaran-penerima", login: "penyelia", path: "/siaran/" + casts[1] + "/penerima", route: "/siaran/{broadcast}/penerima"},
		{name: "poster", login: "penyelia", path: "/poster", route: "/poster"},
		{name: "poster-satu", login: "penyelia", path: "/poster/" + poster, route: "/poster/{tag}"},
		{name: "alur", login: "admin", path: "/alur", route: "/alur"},
		{name: "alur-satu", login: "admin", path: "/alur/daftar_wrse", route: "/alur/{flow}"},
		{name: "petugas", login: "admin", path: "/petugas", route: "/petugas"},
		{name: "petugas-satu", login: "admin", path: "/petugas/petugas", route: "/petugas/{login}"},
		{name: "petugas-tautan", login: "admin", path: "/petugas/auditor", before: reset},
		{name: "jejak", login: "auditor", path: "/jejak", route: "/jejak"},
		{name: "kesehatan", login: "admin", path: "/kesehatan", route: "/kesehatan"},
		{name: "whatsapp", login: "admin", path: "/whatsapp", route: "/whatsapp"},
		{name: "akun", login: "penyelia", path: "/akun", route: "/akun"},
		{name: "kode-pasang", login: "penyelia", path: "/akun/kode", route: "/akun/kode"},
		{name: "galat", login: "admin", path: at},
	}
}

// unlooked are routes that show no page of their own.
func unlooked() []string {
	return []string{"/permohonan/{number}/berkas/{place}", "/pengaduan/{number}/berkas/{place}", "/percakapan/{number}/foto/{photo}", "/masuk/kode", "/siaran/{broadcast}/berkas", "/siaran/{broadcast}/kemajuan", "/siaran/{broadcast}/penerima.csv"}
}

func unmask(_ *rig, b *browsertest.Browser) {
	b.Do(chromedp.Submit(chromedp.CSS(`form[action$="/buka"]`)))
	b.Until(`document.querySelector('form[action$="/tutup"]')`)
	b.Until(`Array.from(document.images).every(i => { i.scrollIntoView(); return i.complete && i.naturalWidth > 0 })`)
	b.Is(`scrollTo(0, 0)`)
}

// openComplaint opens a complaint whose photos this officer does not see.
func openComplaint(_ *rig, b *browsertest.Browser) {
	b.Do(chromedp.Submit(chromedp.CSS(`form[action$="/buka"]`)))
	b.Until(`document.querySelector('form[action$="/tutup"]')`)
}

func replyTo(_ *rig, b *browsertest.Browser) {
	b.Do(chromedp.Click(chromedp.CSS(`#jawab [value="jawaban"]`)), chromedp.SetValue(chromedp.CSS("#kata"), "Kami periksa hari ini"), chromedp.Click(chromedp.CSS("#jawab button")))
	b.Until(`document.querySelector(".preview")`)
}

func promoteFirst(_ *rig, b *browsertest.Browser) {
	b.Do(chromedp.Submit(chromedp.CSS(`form[action$="/panggil"]`)))
	b.Until(`document.querySelector(".preview")`)
}

// takeTalk takes the talk, unless it is taken already.
func takeTalk(_ *rig, b *browsertest.Browser) {
	if b.Is(`document.querySelector('form[action$="/ambil"]')`) {
		b.Do(chromedp.Submit(chromedp.CSS(`form[action$="/ambil"]`)))
	}
	b.Until(`document.querySelector("#foto") && Array.from(document.images).every(i => { i.scrollIntoView(); return i.complete && i.naturalWidth > 0 })`)
	b.Is(`(document.querySelector(".talk").scrollTo(0, 1e6), scrollTo(0, 0))`)
}

// tables opens the tables behind the charts.
func tables(_ *rig, b *browsertest.Browser) {
	b.Is(`document.querySelectorAll("details").forEach(d => { d.open = true })`)
	b.Until(`(document.documentElement.getBoundingClientRect().height > 1600)`) // laid out
}

// lookFor looks for a phone number.
func lookFor(_ *rig, b *browsertest.Browser) {
	b.Do(chromedp.SendKeys(chromedp.CSS("#cari"), "081234567801\r"))
	b.Until(`document.title.startsWith("Pencarian")`)
}

func bulk(_ *rig, b *browsertest.Browser) {
	b.Do(chromedp.Click(chromedp.CSS(`[name="nomor"]`)), chromedp.SetValue(chromedp.CSS("#massal"), "diperiksa_kelurahan"), chromedp.Click(chromedp.CSS(".pick button")))
	b.Until(`document.querySelector(".preview")`)
}

func reset(_ *rig, b *browsertest.Browser) {
	b.Do(chromedp.Submit(chromedp.CSS(`form[action$="/tautan"]`)))
	b.Until(`document.querySelector("#tautan")`)
}

func preview(_ *rig, b *browsertest.Browser) {
	b.Do(chromedp.SetValue(chromedp.CSS("#ke"), "perlu_dilengkapi"), chromedp.SetValue(chromedp.CSS("#catatan"), "Foto tempat usaha belum jelas"),
		chromedp.Click(chromedp.CSS("#putusan button")))
	b.Until(`document.querySelector(".preview")`)
}

// TestLooks opens every page on a desk and on a phone. It fails when something sticks out of the screen, is too small for a
// thumb, or has a serious finding of axe-core. The pictures are for eyes:
//
//	SAPA_SCREENSHOTS=$HOME/looks go test -run Looks ./bot/console
func TestLooks(t *testing.T) {
	s := lines()
	r := rigWith(t, Options{Demo: true, Works: steady{}, Phone: waitingPhone(), Links: doors{}, Broadcasts: s})
	number, link := r.furnish()
	all := looks(number, link, r.poster(), r.casts(s))
	everyPage(t, all)
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	for some := range slices.Chunk(all, 4) { // a browser of its own for each few, as a test's browser does not live long
		t.Run(some[0].name, func(t *testing.T) {
			b := browsertest.Open(t)
			for _, l := range some {
				b.Desktop()
				r.enter(b, l)
				shoot(t, b, l.name+"-1280")
				fits(t, b, l.name+"-1280")
				accessible(t, b, l.name, string(axe))
				b.Phone()
				shoot(t, b, l.name+"-390")
				fits(t, b, l.name+"-390")
				accessible(t, b, l.name, "")
			}
		})
	}
}

// everyPage fails when a page is not looked at.
func everyPage(t *testing.T, all []look) {
	for _, rt := range routes() {
		if rt.method == http.MethodGet && !slices.Contains(unlooked(), rt.path) &&
			!slices.ContainsFunc(all, func(l look) bool { return l.route == rt.path }) {
			t.Errorf("nobody looks at %s", rt.path)
		}
	}
}

// enter opens a page as somebody.
func (r *rig) enter(b *browsertest.Browser, l look) {
	r.t.Helper()
	cookie := ""
	if l.login != "" {
		var err error
		cookie, err = r.db.BeginSignIn(r.context(), store.SignIn{Login: l.login, Began: r.now(), Whole: true, Browser: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", Address: "10.0.0.7"})
		r.ok(err)
	}
	b.Do(chromedp.Navigate(r.server.URL + Root + "/masuk"))
	b.Is(fmt.Sprintf(`(document.cookie = "%s=%s; path=%s/", true)`, plainCookie, cookie, Root))
	for range 3 { // a slow browser may ask for the first page once more, which leads who is signed in by now to the start page
		b.Do(chromedp.Navigate(r.server.URL + Root + l.path))
		if l.path == "/" || !b.Is(`location.pathname === "`+Root+`/"`) {
			break
		}
	}
	if l.before != nil {
		l.before(r, b)
	}
}

// shoot takes a picture of the whole page, when somebody wants to look.
func shoot(t *testing.T, b *browsertest.Browser, name string) {
	t.Helper()
	dir := os.Getenv("SAPA_SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.Ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "kantor-"+name+".png"), png, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func fits(t *testing.T, b *browsertest.Browser, name string) {
	t.Helper()
	if !b.Is(`document.documentElement.scrollWidth <= innerWidth`) {
		t.Errorf("%s: something is wider than the screen", name)
	}
	if !b.Is(`Array.from(document.querySelectorAll(".scroll")).every(e => e.scrollWidth <= e.clientWidth + 1)`) {
		t.Errorf("%s: a table is wider than its place", name)
	}
	if !b.Is(`Array.from(document.querySelectorAll("button, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), select, textarea")).filter(e => e.offsetParent).every(e => e.offsetHeight >= 36)`) {
		t.Errorf("%s: something to press is too small", name)
	}
}

// accessible runs axe-core, whose source is given the first time on a page. Findings that it calls serious or critical fail.
func accessible(t *testing.T, b *browsertest.Browser, name, axe string) {
	t.Helper()
	found, err := chromedp.Run(b.Ctx, chromedp.Evaluate[string](axe+`;
		axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.filter(v => v.impact === "serious" || v.impact === "critical")
			.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html.slice(0, 160)).join(" | ")).join("\n"))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: axe: %v", name, err)
	}
	if strings.TrimSpace(found) != "" {
		t.Errorf("%s: axe-core finds\n%s", name, found)
	}
}
