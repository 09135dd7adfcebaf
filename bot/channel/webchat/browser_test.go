package webchat

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

// browser is one tab of a real Chromium, seen as a phone.
type browser struct {
	t   testing.TB
	ctx context.Context
}

// newBrowser starts Chromium. Without one the test is skipped, unless SAPA_TEST_REQUIRE asks for it.
func newBrowser(t testing.TB) *browser {
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
	ctx, stop := context.WithTimeout(context.Background(), 90*time.Second)
	ctx, end := chromedp.NewExecAllocator(ctx, opts...)
	ctx, shut := chromedp.NewContext(ctx)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx); shut(); end(); stop() })
	b := &browser{t: t, ctx: ctx}
	b.phone()
	return b
}

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) phone() {
	b.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateScale(2), chromedp.EmulateMobile, chromedp.EmulateTouch))
}

func (b *browser) desktop() { b.do(chromedp.EmulateViewport(1280, 800)) }

func (b *browser) dark(on bool) {
	value := "light"
	if on {
		value = "dark"
	}
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}},
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// is asks the page for something that is true or not.
func (b *browser) is(expression string) bool {
	b.t.Helper()
	yes, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
	if err != nil {
		b.t.Fatal(err)
	}
	return yes
}

// until waits for something to be true on the page.
func (b *browser) until(expression string) {
	b.t.Helper()
	for begun := time.Now(); !b.is(expression); time.Sleep(15 * time.Millisecond) {
		if time.Since(begun) > 20*time.Second {
			b.t.Fatalf("waited in vain for %s; the page shows:\n%s", expression, strings.Join(b.bubbles(), "\n"))
		}
	}
}

// write types with the keyboard and presses Enter.
func (b *browser) write(text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS("#tulis"), text+"\r"))
}

// bubbles is what the page shows, top to bottom: "Anda: ..." or "Sapa: ...".
func (b *browser) bubbles() []string {
	b.t.Helper()
	all, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](
		`Array.from(document.querySelectorAll(".line .bubble")).map(b => b.querySelector(".vh").textContent + (b.querySelector(".text") || {textContent: "[foto]"}).textContent)`))
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

// shot takes a picture of the tab into the folder that SAPA_SCREENSHOTS names, to be looked at:
//
//	SAPA_SCREENSHOTS=$HOME/looks go test -run Looks ./bot/channel/webchat
func (b *browser) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("SAPA_SCREENSHOTS")
	if dir == "" {
		dir = b.t.TempDir()
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
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
