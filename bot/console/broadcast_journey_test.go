package console

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sapa/bot/channel/webchat/browsertest"
	"sapa/conversations"
)

// both takes a picture of the page on a desk and on a phone, and looks whether everything is in its place.
func both(t *testing.T, b *browsertest.Browser, name string) {
	t.Helper()
	b.Phone()
	b.Is(`(scrollTo(0, 0), true)`)
	shoot(t, b, name+"-390")
	fits(t, b, name+"-390")
	b.Desktop()
	b.Is(`(scrollTo(0, 0), true)`)
	shoot(t, b, name+"-1280")
	fits(t, b, name+"-1280")
}

// press presses a button of the way of a broadcast.
func press(b *browsertest.Browser, step string) {
	b.Do(chromedp.Click(chromedp.CSS(`button[name="langkah"][value="` + step + `"]`)))
}

// chat links the chat of somebody of the office.
func (r *rig) chat(login, address string) {
	r.t.Helper()
	r.ok(r.db.SetChatCode(r.context(), login, "123456", "cli", r.now()))
	_, err := r.db.LinkChat(r.context(), r.contact(address), "123456", r.now())
	r.ok(err)
}

// The whole of an officer's way with a broadcast, in a real browser: write it and see at once what it comes to, send it to
// oneself, have it approved by somebody else, start it, watch it, and take the list home. The pictures are for eyes, see
// TestLooks.
func TestTheWayOfABroadcast(t *testing.T) {
	t.Parallel()
	b := browsertest.Open(t)
	s := lines()
	r := rigWith(t, Options{Demo: true, Broadcasts: s})
	r.demoOffice()
	const people = 60
	var messages []conversations.Message
	for i := range people {
		r.apply("64.72")
		messages = append(messages, conversations.Message{ID: conversations.MessageID(fmt.Sprint("h", i)), Channel: "telegram", From: conversations.Address(fmt.Sprint("warga", i+1)), At: r.now(), Text: "halo"})
	}
	stopped := r.apply("64.72")
	_, err := r.db.Accept(r.context(), r.now(), messages...)
	r.ok(err)
	r.ok(r.db.SetStopped(r.context(), stopped.Contact, r.now()))
	r.chat("penyelia", "chat-yusuf")
	s.Lines[0].Pace = 20
	r.begun = time.Now()
	office := r.sending(s)

	r.enter(b, look{login: "penyelia", path: "/siaran"})
	b.Desktop()
	b.Do(chromedp.Click(chromedp.CSS(`a[href$="/siaran/tulis"]`)))
	b.Until(`document.querySelector("#teks")`)
	photo := filepath.Join(t.TempDir(), "poster.jpg")
	r.ok(os.WriteFile(photo, photograph(), 0o600))
	b.Do(chromedp.SendKeys(chromedp.CSS("#judul"), "Jadwal penyaluran WRSE"),
		chromedp.SendKeys(chromedp.CSS("#teks"), "Yth. "), chromedp.Click(chromedp.CSS(`[data-put="{nama}"]`)),
		chromedp.SendKeys(chromedp.CSS("#teks"), ", bantuan untuk permohonan {nomor} disalurkan hari *Senin, 30 November 2026* pukul 09.00 WITA di kantor kecamatan. Bawa KTP asli."),
		chromedp.SetUploadFiles(chromedp.CSS("#berkas"), []string{photo}),
		chromedp.SetValue(chromedp.CSS("#pilihan0"), "cek_status"), chromedp.SendKeys(chromedp.CSS("#kata0"), "Lihat status saya"),
		chromedp.SetValue(chromedp.CSS("#program"), "wrse"), chromedp.Click(chromedp.CSS(`[data-for~="minat"] summary`)), chromedp.Click(chromedp.CSS(`[name="wilayah"][value="64.72"]`)))
	b.Until(`document.querySelector("#tampak").textContent.includes("60 orang akan menerima") && document.querySelector("#tampak .telegram .choice")`)
	for _, words := range []string{"Isinya lengkap.", "1 minta berhenti", "S*** A*****", "1. Lihat status saya", "Yth. "} {
		if !b.Is(fmt.Sprintf(`document.querySelector("#tampak").textContent.replace(/\s+/g, " ").includes(%q)`, words)) {
			t.Errorf("the preview lacks %q", words)
		}
	}
	both(t, b, "siaran-1-tulis")
	b.Do(chromedp.Click(chromedp.CSS(".compose > div > .buttons button:not([type])")))
	b.Until(`document.querySelector("[role=status]") && document.querySelector("img.attached")?.complete`)
	press(b, "coba")
	b.Until(`document.querySelector("[role=status]")?.textContent.includes("percobaan")`)
	r.until("the test arrives in the officer's own chat", func() bool { return office.got("chat-yusuf") > 0 })
	both(t, b, "siaran-2-draf")
	press(b, "submit")
	b.Until(`document.querySelector(".tag.siaran-menunggu")`)
	address, err := chromedp.Run(b.Ctx, chromedp.Evaluate[string]("location.pathname"))
	r.ok(err)
	at := strings.TrimPrefix(address, Root)
	seen, err := chromedp.Run(b.Ctx, chromedp.Evaluate[string](`Array.from(document.querySelectorAll("dt")).find(d => d.textContent === "Sidik isi").nextElementSibling.textContent`))
	r.ok(err)

	second := browsertest.Open(t)
	r.enter(second, look{login: "penyelia2", path: at})
	second.Desktop()
	if !second.Is(fmt.Sprintf(`document.body.textContent.includes(%q)`, seen)) || len(seen) != 19 {
		t.Errorf("the second person is shown another hash than %q", seen)
	}
	both(t, second, "siaran-3-setujui")
	press(second, "approve")
	second.Until(`document.querySelector(".tag.siaran-disetujui")`)

	b.Do(chromedp.Reload())
	b.Until(`document.querySelector('button[value="start"]')`)
	press(b, "start")
	b.Until(`Number(document.querySelector("progress")?.value) > 2`)
	both(t, b, "siaran-4-berjalan")
	press(b, "pause")
	b.Until(`document.querySelector(".tag.siaran-dijeda")`)
	both(t, b, "siaran-5-dijeda")
	press(b, "resume")
	b.Until(`document.querySelector(".tag.siaran-selesai")`) // the page finds out by itself
	both(t, b, "siaran-6-selesai")
	b.Do(chromedp.Click(chromedp.CSS(`a[href$="/penerima"]`)))
	b.Until(`document.querySelectorAll("tbody tr").length >= 50`)
	both(t, b, "siaran-7-penerima")
	text, err := chromedp.Run(b.Ctx, chromedp.Evaluate[string](`fetch(document.querySelector("a[download]").href).then(r => r.text())`, chromedp.EvalAwaitPromise))
	r.ok(err)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != people+1 || strings.Contains(text, "Siti") {
		t.Errorf("the export has %d rows, %v", len(rows), err)
	}
	n, twice, _ := office.count()
	if n != people+1 || twice != 0 { // and the officer's own test
		t.Errorf("%d got it, %d of them twice", n, twice)
	}
}
