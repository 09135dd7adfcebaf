package console

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"sapa/bot/channel/webchat/browsertest"
	"sapa/locales"
	"sapa/store"
)

// demoOffice lets the demo's penyelia sign in with the password that the page shows.
func (r *rig) demoOffice() {
	r.t.Helper()
	hash, err := argon2id.CreateHash(DemoPassword, cheap())
	r.ok(err)
	for _, o := range DemoLogins() {
		r.ok(r.db.AddExample(r.context(), o, hash, r.now()))
	}
}

// keys presses keys on whatever has the focus.
func keys(b *browsertest.Browser, text string) { b.Do(chromedp.KeyEvent(text)) }

// tabTo presses Tab until an element has the focus.
func tabTo(t *testing.T, b *browsertest.Browser, selector string) {
	t.Helper()
	for range 120 {
		if b.Is("document.activeElement.matches(`" + selector + "`)") {
			if !b.Is(`getComputedStyle(document.activeElement).outlineStyle !== "none"`) {
				t.Errorf("%s has the focus, and nobody sees it", selector)
			}
			return
		}
		keys(b, "\t")
	}
	t.Fatalf("no way to %s by Tab", selector)
}

// A penyelia works without a mouse: signs in, finds the case, reads it, decides, signs out.
func TestWithoutAMouse(t *testing.T) {
	t.Parallel()
	b := browsertest.Open(t)
	r := rigWith(t, Options{Demo: true})
	r.demoOffice()
	c := r.apply("64.72")
	r.decide(c, store.CaseAtProvince, "", "penyelia")
	b.Desktop()
	b.Do(chromedp.Navigate(r.server.URL + Root + "/"))
	b.Until(`document.activeElement.id === "login"`)
	keys(b, "penyelia\t"+DemoPassword+"\r")
	b.Until(`document.querySelector("main .cards")`)
	keys(b, "\t")
	if !b.Is(`document.activeElement.matches(".skip")`) {
		t.Error("the first Tab does not offer to skip the menu")
	}
	keys(b, "\r")
	tabTo(t, b, `.nav a[href$="/permohonan"]`)
	keys(b, "\r")
	b.Until(`document.querySelector("#massal")`)
	tabTo(t, b, `main a[href$="`+c.Number+`"]`)
	keys(b, "\r")
	b.Until(`document.querySelector("#ke")`)
	tabTo(t, b, `form[action$="/buka"] button`)
	keys(b, "\r")
	b.Until(`document.querySelector('form[action$="/tutup"]')`)
	tabTo(t, b, "#ke")
	keys(b, kb.ArrowDown)
	b.Until(`document.querySelector("#ke").value === "disetujui"`)
	tabTo(t, b, "#catatan")
	keys(b, "Sesuai hasil pemeriksaan")
	tabTo(t, b, "#putusan button")
	keys(b, "\r")
	b.Until(`document.querySelector("#putusan .preview") && document.activeElement.value === "kirim"`)
	keys(b, "\r")
	b.Until(`document.querySelector("[role=status]")`)
	if got, err := r.db.CaseByNumber(r.context(), c.Number); err != nil || got.Status != store.CaseApproved {
		t.Errorf("the case is %s, %v", got.Status, err)
	}
	tabTo(t, b, ".self form button")
	keys(b, "\r")
	b.Until(`document.querySelector("#login")`)
	if b.Is(`document.body.textContent.includes("Siti")`) {
		t.Error("something personal stayed on the page")
	}
}

// An officer with many cases has a key for each step from list to case to decision to the next case, and can turn them off.
func TestShortcuts(t *testing.T) {
	t.Parallel()
	b := browsertest.Open(t)
	r := rigWith(t, Options{Demo: true})
	r.demoOffice()
	first := r.apply("64.72")
	r.wait(24 * time.Hour)
	second := r.apply("64.72")
	b.Desktop()
	r.enter(b, look{login: "petugas", path: "/permohonan"})
	focused := func(c store.Case) string {
		return `document.activeElement.textContent === "` + c.Number + `" && getComputedStyle(document.activeElement).outlineStyle !== "none"`
	}
	for _, step := range []struct{ key, then string }{
		{"?", `document.querySelector("#pintasan").open`},
		{kb.Escape, `!document.querySelector("#pintasan").open`},
		{"j", focused(first)},
		{"j", focused(second)},
		{"x", `document.querySelector("input[value='` + second.Number + `']").checked`},
		{"k", focused(first)},
		{"\r", `location.pathname.endsWith("` + first.Number + `") && document.querySelector("#ke")`},
		{"b", `document.querySelector('form[action$="/tutup"]')`},
		{"p", `document.activeElement.id === "ke"`},
		{kb.End, `document.querySelector("#ke").value === "dibatalkan" && document.querySelector("details[data-to]").hidden`},
		{kb.ArrowUp, `document.querySelector("#ke").value === "perlu_dilengkapi" && document.querySelector("details[data-to]").open`},
		{"\t", `document.activeElement.id === "catatan"`},
		{"n", `document.querySelector("#catatan").value === "n"`}, // while something is written, a key is a letter
	} {
		keys(b, step.key)
		b.Until(`document.readyState === "complete" && (` + step.then + `)`)
	}
	b.Is(`document.activeElement.blur()`)
	keys(b, "n")
	b.Until(`document.readyState === "complete" && location.pathname.endsWith("` + second.Number + `")`)
	keys(b, "?")
	b.Until(`document.querySelector("#pintasan").open`)
	tabTo(t, b, "#pintasan input")
	keys(b, " "+kb.Escape)
	b.Until(`!document.querySelector("#pintasan").open`)
	keys(b, "b")
	b.Do(chromedp.Reload())
	keys(b, "b")
	if !b.Is(`document.querySelector('form[action$="/buka"]')`) {
		t.Error("a shortcut works that was turned off")
	}
}

// Two browsers have the same case before them and press the button at once: one wins, the other is told who did what and
// when, and keeps what was filled in; the citizen gets one letter, and it says what stands.
func TestTwoBrowsersDecideAtOnce(t *testing.T) {
	t.Parallel()
	r := rigWith(t, Options{Demo: true})
	r.demoOffice()
	r.officer("lina", store.RoleSupervisor, "")
	c := r.apply("64.72")
	both := map[string]*browsertest.Browser{"penyelia": browsertest.Open(t), "lina": browsertest.Open(t)}
	wants := map[string]store.Status{"penyelia": store.CaseApproved, "lina": store.CaseWaitlisted}
	for login, b := range both {
		r.enter(b, look{login: login, path: "/permohonan/" + c.Number})
		b.Is(fmt.Sprintf(`(f => { f.ke.value = %q; f.catatan.value = %q; f.querySelector("button[value=lihat]").click(); })(document.querySelector("#putusan"))`,
			wants[login], "Kata "+login))
		b.Until(`document.querySelector("#putusan .preview")`)
	}
	pressed := make(chan error)
	for _, b := range both {
		go func() {
			_, err := chromedp.Run(b.Ctx, chromedp.Evaluate[bool](`(document.querySelector('#putusan button[value="kirim"]').click(), true)`))
			pressed <- err
		}()
	}
	r.ok(<-pressed)
	r.ok(<-pressed)
	for _, b := range both {
		b.Until(`document.querySelector("main [role=status], main [role=alert]")`)
	}
	events, err := r.db.CaseEvents(r.context(), c.Number)
	r.ok(err)
	talk, err := r.db.Talk(r.context(), c.Contact, 10)
	r.ok(err)
	if len(events) != 2 || len(talk) != 1 || !strings.HasPrefix(talk[0].ID, c.Number) {
		t.Fatalf("%d events, %d letters", len(events), len(talk))
	}
	winner, loser := events[1].By, "lina"
	if winner == "lina" {
		loser = "penyelia"
	}
	words, err := locales.Load()
	r.ok(err)
	status := words.Key("status." + string(wants[winner]) + ".singkat")
	told := "Sementara itu " + winner + " sudah mengubah status menjadi " + status + " (23 November 2026 pukul 12.00)."
	for _, want := range []string{"Putusan Anda belum disimpan, dan tidak ada pesan yang dikirim.", told} {
		if !both[loser].Is(fmt.Sprintf(`document.querySelector("main [role=alert]").textContent.includes(%q)`, want)) {
			t.Errorf("%s is not told %q", loser, want)
		}
	}
	if !both[loser].Is(fmt.Sprintf(`document.querySelector("#catatan").value === "Kata %s"`, loser)) {
		t.Errorf("the words of %s are lost", loser)
	}
	said := fmt.Sprint(*talk[0].Said)
	if events[1].To != wants[winner] || !strings.Contains(said, "Kata "+winner) || strings.Contains(said, "Kata "+loser) {
		t.Errorf("%s won with %s, and the citizen is told %s", winner, events[1].To, said)
	}
}
