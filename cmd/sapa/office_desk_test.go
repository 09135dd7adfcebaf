package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"

	"sapa/bot/channel/webchat/browsertest"
)

// desk is somebody of the office at a browser: reads what stands there, fills in what is asked for, presses what has a name.
type desk struct {
	t      *testing.T
	b      *browsertest.Browser
	secret string // in the authenticator on the phone
}

func quoted(s string) string {
	out, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always can be
	}
	return string(out)
}

// leave does something that loads another page, and waits for that one.
func (d *desk) leave(does chromedp.Action[chromedp.Void]) {
	d.t.Helper()
	d.b.Is(`window.left = true`)
	d.b.Do(does)
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		// Between two pages there is none to ask.
		if fresh, err := chromedp.Run(d.b.Ctx, chromedp.Evaluate[bool](`!window.left && document.readyState === "complete"`)); err == nil && fresh {
			return
		}
		if time.Now().After(end) {
			d.t.Fatal("no page came after that")
		}
	}
}

// visit goes to a page by its whole address, as from a letter or a bookmark.
func (d *desk) visit(address string) {
	d.t.Helper()
	d.leave(chromedp.Navigate(address))
}

// control is the address, in the page, of what a label belongs to.
func (d *desk) control(label string) string {
	d.t.Helper()
	id, err := chromedp.Run(d.b.Ctx, chromedp.Evaluate[string](fmt.Sprintf(`(words => {
		const l = Array.from(document.querySelectorAll("main label")).find(l => l.offsetParent && l.textContent.trim() === words);
		const c = l && (l.control || document.getElementById(l.htmlFor));
		if (!c) return "";
		if (!c.id) c.id = "test" + Math.floor(performance.now() * 1000);
		return c.id;
	})(%s)`, quoted(label))))
	if err != nil {
		d.t.Fatal(err)
	}
	if id == "" {
		d.t.Fatalf("nothing is labelled %q; the page shows:\n%s", label, d.read())
	}
	return "#" + id
}

// fill types into a field, in place of what stands there.
func (d *desk) fill(label, text string) {
	d.t.Helper()
	d.b.Is(fmt.Sprintf(`(e => { e.scrollIntoView({block: "center"}); e.focus(); e.select(); })(document.querySelector(%s))`, quoted(d.control(label))))
	d.b.Do(chromedp.KeyEvent(text))
}

// pick chooses from a list by its words.
func (d *desk) pick(label, words string) {
	d.t.Helper()
	if !d.b.Is(fmt.Sprintf(`(words => {
		const list = document.querySelector(%s), o = Array.from(list.options).find(o => o.text.trim() === words);
		if (o) { list.value = o.value; list.dispatchEvent(new Event("change", {bubbles: true})); }
		return o;
	})(%s)`, quoted(d.control(label)), quoted(words))) {
		d.t.Fatalf("%s does not offer %q; the page shows:\n%s", label, words, d.read())
	}
}

// tick ticks a box or a choice.
func (d *desk) tick(label string) {
	d.t.Helper()
	d.b.Do(chromedp.Click(chromedp.CSS(d.control(label))))
}

// press clicks a button or link, and waits for the page it leads to.
func (d *desk) press(words string) {
	d.t.Helper()
	d.leave(d.pointed("main button, main a", words))
}

// choose clicks an item of the menu.
func (d *desk) choose(words string) {
	d.t.Helper()
	d.leave(d.pointed(".nav a, .nav button", words))
}

// pointed is a click on what has these words. It must be seen, and nothing may lie over it.
func (d *desk) pointed(among, words string) chromedp.Action[chromedp.Void] {
	d.t.Helper()
	at, err := chromedp.Run(d.b.Ctx, chromedp.Evaluate[[]float64](fmt.Sprintf(`((among, words) => {
		const all = Array.from(document.querySelectorAll(among)).filter(e => e.offsetParent && e.innerText.trim() === words);
		if (!all.length) return [];
		all[0].scrollIntoView({block: "center"});
		const r = all[0].getClientRects()[0], x = r.left + r.width / 2, y = r.top + r.height / 2;
		return all[0].contains(document.elementFromPoint(x, y)) ? [x, y] : [];
	})(%s, %s)`, quoted(among), quoted(words))))
	if err != nil {
		d.t.Fatal(err)
	}
	if len(at) != 2 {
		d.t.Fatalf("nothing that says %q can be clicked; the page shows:\n%s", words, d.read())
	}
	return chromedp.MouseClickXY(at[0], at[1])
}

// read is what the page says.
func (d *desk) read() string {
	d.t.Helper()
	words, err := chromedp.Run(d.b.Ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`))
	if err != nil {
		d.t.Fatal(err)
	}
	return words
}

// sees checks that the page says all of this.
func (d *desk) sees(words ...string) {
	d.t.Helper()
	page := d.read()
	for _, w := range words {
		if !strings.Contains(page, w) {
			d.t.Errorf("the page does not say %q:\n%s", w, page)
		}
	}
}

// misses checks that the page says nothing of this.
func (d *desk) misses(words ...string) {
	d.t.Helper()
	page := d.read()
	for _, w := range words {
		if strings.Contains(page, w) {
			d.t.Errorf("the page says %q:\n%s", w, page)
		}
	}
}

// begin sets a password on the page of a one-time link, and the second factor with the key that the next page shows.
func (d *desk) begin() {
	d.t.Helper()
	d.fill("Kata sandi baru", ownPassword)
	d.fill("Ulangi kata sandi baru", ownPassword)
	d.press("Simpan dan masuk")
	d.sees("Pasang kode pengaman sekali saja")
	key, err := chromedp.Run(d.b.Ctx, chromedp.Evaluate[string](`document.querySelector("main b.number").textContent`))
	if err != nil {
		d.t.Fatal(err)
	}
	d.secret = strings.ReplaceAll(key, " ", "")
	d.fill("Kode 6 angka dari aplikasi", d.code(0))
	d.press("Pasang kode pengaman")
	d.sees("Kode pengaman terpasang.", "Kode cadangan")
	d.press("Sudah saya simpan")
	d.sees("Yang menunggu Anda")
}

// ownPassword is everybody's here.
const ownPassword = "kuda besi lompat pagar"

// code is what the authenticator shows; later is how much its clock is ahead.
func (d *desk) code(later time.Duration) string {
	d.t.Helper()
	code, err := totp.GenerateCode(d.secret, time.Now().Add(later))
	if err != nil {
		d.t.Fatal(err)
	}
	return code
}

// comeBack signs out and in again with both factors. The phone's clock is half a minute ahead, so that its code is one that
// was not used yet.
func (d *desk) comeBack(login string) {
	d.t.Helper()
	d.choose("Keluar")
	d.fill("Nama masuk", login)
	d.fill("Kata sandi", ownPassword)
	d.press("Masuk")
	d.fill("Kode 6 angka dari aplikasi pengaman", d.code(30*time.Second))
	d.press("Lanjut")
	d.sees("Yang menunggu Anda")
}
