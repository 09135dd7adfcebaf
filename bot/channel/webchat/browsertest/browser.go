// Package browsertest drives the web chat in a real Chromium, as a person does.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Browser is one tab of a real Chromium, seen as a phone.
type Browser struct {
	Ctx context.Context // for chromedp
	t   testing.TB
}

// Open starts Chromium for a test that is over within a minute. Without one the test is skipped, unless SAPA_TEST_REQUIRE
// asks for it.
func Open(t testing.TB) *Browser {
	t.Helper()
	return OpenFor(t, 90*time.Second)
}

// OpenFor starts Chromium for a test that lasts at most so long.
func OpenFor(t testing.TB, most time.Duration) *Browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if strings.Contains(os.Getenv("SAPA_TEST_REQUIRE"), "chromium") {
			t.Fatal("chromium is required and not here")
		}
		t.Skip("no chromium here")
	}
	opts := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir())}
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync", "hide-scrollbars"} {
		opts = append(opts, chromedp.Flag(flag, true))
	}
	ctx, stop := context.WithTimeout(context.Background(), most)
	ctx, end := chromedp.NewExecAllocator(ctx, opts...)
	ctx, shut := chromedp.NewContext(ctx)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx); shut(); end(); stop() })
	b := &Browser{t: t, Ctx: ctx}
	b.Phone()
	return b
}

// Another is the browser of somebody else, on a desk: it shares no cookie and nothing stored with this one.
func (b *Browser) Another() *Browser {
	ctx, shut := chromedp.NewContext(b.Ctx, chromedp.WithNewBrowserContext())
	b.t.Cleanup(shut)
	other := &Browser{t: b.t, Ctx: ctx}
	other.Desktop()
	return other
}

// Do carries out actions; a failure fails the test.
func (b *Browser) Do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.Ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// Phone makes the tab 390 pixels wide.
func (b *Browser) Phone() {
	b.Do(chromedp.EmulateViewport(390, 844, chromedp.EmulateScale(2), chromedp.EmulateMobile, chromedp.EmulateTouch))
}

// Desktop makes the tab 1280 pixels wide.
func (b *Browser) Desktop() { b.Do(chromedp.EmulateViewport(1280, 800)) }

// Dark turns the dark colours on or off.
func (b *Browser) Dark(on bool) {
	value := "light"
	if on {
		value = "dark"
	}
	_, err := chromedp.Call(b.Ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}},
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// Is asks the page for something that is true or not.
func (b *Browser) Is(expression string) bool {
	b.t.Helper()
	yes, err := chromedp.Run(b.Ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
	if err != nil {
		b.t.Fatal(err)
	}
	return yes
}

// Until waits for something to be true on the page.
func (b *Browser) Until(expression string) {
	b.t.Helper()
	for begun := time.Now(); !b.Is(expression); time.Sleep(15 * time.Millisecond) {
		if time.Since(begun) > 20*time.Second {
			b.t.Fatalf("waited in vain for %s; the page shows:\n%s", expression, b.shown())
		}
	}
}

// shown is what a failed test tells of the page.
func (b *Browser) shown() string {
	words, err := chromedp.Run(b.Ctx, chromedp.Evaluate[string](`location.pathname + "\n" + document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	return words
}

// Write types with the keyboard and presses Enter.
func (b *Browser) Write(text string) {
	b.t.Helper()
	b.Do(chromedp.SendKeys(chromedp.CSS("#tulis"), text+"\r"))
}

// Bubbles is what the page shows, top to bottom: "Anda: ..." or "Sapa: ...".
func (b *Browser) Bubbles() []string {
	b.t.Helper()
	all, err := chromedp.Run(b.Ctx, chromedp.Evaluate[[]string](
		`Array.from(document.querySelectorAll(".line .bubble")).map(b => b.querySelector(".vh").textContent + (b.querySelector(".text") || {textContent: "[foto]"}).textContent)`))
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

// Shot takes a picture of the tab into the folder that SAPA_SCREENSHOTS names, to be looked at:
//
//	SAPA_SCREENSHOTS=$HOME/looks go test -run Looks ./bot/channel/webchat
func (b *Browser) Shot(name string) {
	b.t.Helper()
	dir := os.Getenv("SAPA_SCREENSHOTS")
	if dir == "" {
		dir = b.t.TempDir()
	}
	png, err := chromedp.Run(b.Ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}
