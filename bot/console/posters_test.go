package console

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	browserpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"sapa/bot/channel/webchat/browsertest"
	"sapa/conversations"
	"sapa/store"
)

// doors are the addresses of a made-up number and bot.
type doors struct{}

func (doors) Links(_ context.Context, word string) map[conversations.Channel]string {
	return map[conversations.Channel]string{"whatsapp": "https://wa.me/6281155550001?text=%23" + word, "telegram": "https://t.me/sapa_contoh_bot?start=" + word}
}

// poster makes a poster through which three came.
func (r *rig) poster() string {
	r.t.Helper()
	p, err := r.db.PutPoster(r.context(), store.Poster{Opens: "wrse", Region: "64.72", Place: "Kelurahan Air Putih", By: "penyelia", At: r.now()})
	r.ok(err)
	contact := r.contact("pendatang")
	for i := range 3 {
		_, err := r.db.Commit(r.context(), store.Turn{Session: conversations.Session{Contact: contact, Turn: i + 1}, Poster: p.Tag, Channel: "telegram", Address: "pendatang", Now: r.now()})
		r.ok(err)
	}
	return p.Tag
}

func TestPosters(t *testing.T) {
	t.Parallel()
	r := rigWith(t, Options{Links: doors{}})
	r.officer("sari", store.RoleSupervisor, "64.72")
	sari := r.as("sari")
	made := sari.post("/poster", "buka", "wrse", "wilayah", "64.72", "tempat", "Kelurahan Air Putih").want(t, 303)
	path := strings.TrimPrefix(made.header.Get("Location"), Root)
	tag := strings.TrimPrefix(path, "/poster/")
	if len(tag) != 5 {
		t.Fatalf("made %q", path)
	}
	sari.get(path).want(t, 200, "Ajukan bantuan usaha WRSE", "Kelurahan Air Putih", "Kota Samarinda", "0811 5555 0001", "@sapa_contoh_bot",
		"wa.me/6281155550001?text=%23wrse--"+tag, "t.me/sapa_contoh_bot?start=wrse--"+tag)
	a, err := r.db.PutAnnouncement(r.context(), store.Announcement{Title: "Jadwal penyaluran", Body: "Senin di kecamatan.", Region: "64.72", By: "sari", At: r.now()})
	r.ok(err)
	made = sari.post("/poster", "buka", "pengumuman:"+a.Code, "wilayah", "64.72").want(t, 303)
	sari.get(strings.TrimPrefix(made.header.Get("Location"), Root)).want(t, 200, "Jadwal penyaluran", "Senin di kecamatan.", "start=pengumuman-"+a.Code+"--")
	for _, bad := range [][2]string{{"rahasia", "64.72"}, {"wrse", "64.99"}} {
		if p := sari.post("/poster", "buka", bad[0], "wilayah", bad[1]); p.status != 422 && p.status != 403 {
			t.Errorf("%v gave %d", bad, p.status)
		}
	}
	sari.post("/poster", "buka", "pengumuman:ZZZZ", "wilayah", "64.72").want(t, 404)
	r.poster()
	sari.get("/poster").want(t, 200, "Jadwal penyaluran", `data-l="Telegram">3<`)
	newRigWithout := rigWith(t, Options{})
	newRigWithout.officer("sari", store.RoleSupervisor, "")
	other := newRigWithout.as("sari")
	at := strings.TrimPrefix(other.post("/poster", "buka", "menu").want(t, 303).header.Get("Location"), Root)
	other.get(at).want(t, 200, "belum terhubung")
}

func TestAccountsOnPosters(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]string{"https://wa.me/6281155550001?text=%23x": "0811 5555 0001", "https://t.me/sapa_bot?start=x": "@sapa_bot", "https://wa.me/628115555?x": "0811 5555"} {
		if got := account(link); got != want {
			t.Errorf("account(%q) = %q, want %q", link, got, want)
		}
	}
}

// A poster is one page of A4, also with a long announcement's words on it.
func TestAPosterIsOnePage(t *testing.T) {
	t.Parallel()
	b := browsertest.Open(t)
	r := rigWith(t, Options{Demo: true, Links: doors{}})
	r.demoOffice()
	a, err := r.db.PutAnnouncement(r.context(), store.Announcement{Title: "Jadwal penyaluran bantuan usaha WRSE tahap kedua tahun 2026", Body: strings.Repeat("Bawa KTP asli dan surat undangan. ", 12),
		Region: "64.72", By: "penyelia", At: r.now()})
	r.ok(err)
	for name, p := range map[string]store.Poster{"wrse": {Opens: "wrse", Region: "64.72", Place: "Kelurahan Air Putih"}, "pengumuman": {Opens: "pengumuman:" + a.Code, Region: "64.72"}} {
		p.By, p.At = "penyelia", r.now()
		p, err := r.db.PutPoster(r.context(), p)
		r.ok(err)
		r.enter(b, look{login: "penyelia", path: "/poster/" + p.Tag})
		pdf, err := chromedp.Call(b.Ctx, browserpage.PrintToPDF, browserpage.PrintToPDFParams{PreferCSSPageSize: new(true)})
		r.ok(err)
		if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf.Data, -1)); n != 1 {
			t.Errorf("%s: %d pages", name, n)
		}
		if dir := os.Getenv("SAPA_SCREENSHOTS"); dir != "" {
			b.Do(chromedp.EmulateViewport(703, 1031)) // A4 without its margins
			_, err := chromedp.Call(b.Ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
			r.ok(err)
			shoot(t, b, "poster-cetak-"+name)
			r.ok(os.WriteFile(filepath.Join(dir, "poster-"+name+".pdf"), pdf.Data, 0o600))
		}
	}
}
