package console

import (
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/chromedp/chromedp"

	"sapa/bot/channel/webchat/browsertest"
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
	tabTo(t, b, `main a[href$="`+c.Number+`"]`)
	keys(b, "\r")
	b.Until(`document.querySelector("#ke")`)
	tabTo(t, b, `form[action$="/buka"] button`)
	keys(b, "\r")
	b.Until(`document.querySelector('form[action$="/tutup"]')`)
	tabTo(t, b, "#ke")
	keys(b, "Disetujui")
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
	tabTo(t, b, ".self button")
	keys(b, "\r")
	b.Until(`document.querySelector("#login")`)
	if b.Is(`document.body.textContent.includes("Siti")`) {
		t.Error("something personal stayed on the page")
	}
}

// Two browsers have the same case before them and press the button at once: one wins, the other is told what happened, and
// the citizen gets one letter.
func TestTwoBrowsersDecideAtOnce(t *testing.T) {
	t.Parallel()
	r := rigWith(t, Options{Demo: true})
	r.demoOffice()
	r.officer("lina", store.RoleSupervisor, "")
	c := r.apply("64.72")
	at := "/permohonan/" + c.Number
	var both []*browsertest.Browser
	for login, to := range map[string]string{"penyelia": "disetujui", "lina": "daftar_tunggu"} {
		b := browsertest.Open(t)
		r.enter(b, look{login: login, path: at})
		b.Do(chromedp.SetValue(chromedp.CSS("#ke"), to), chromedp.Click(chromedp.CSS("#putusan button")))
		b.Until(`document.querySelector("#putusan .preview")`)
		both = append(both, b)
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
	told := 0
	for _, b := range both {
		b.Until(`document.querySelector("main [role=status], main [role=alert]")`)
		if b.Is(`document.querySelector("main [role=alert]")?.textContent.includes("Putusan Anda belum disimpan")`) {
			told++
		}
	}
	events, err := r.db.CaseEvents(r.context(), c.Number)
	r.ok(err)
	talk, err := r.db.Talk(r.context(), c.Contact, 10)
	r.ok(err)
	if told != 1 || len(events) != 2 || len(talk) != 1 || !strings.HasPrefix(talk[0].ID, c.Number) {
		t.Errorf("%d were told, %d events, %d letters", told, len(events), len(talk))
	}
}
