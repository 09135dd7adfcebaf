package webchat

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// What waits to be sent outlives a reload of the page, which phones do by themselves when memory is short.
func TestWaitingMessagesOutliveAReload(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	c := newClerk(t, nil)
	o, _ := journeyOptions(c)
	a := New(o)
	h := newHouse(t, a)
	b.do(chromedp.Navigate(h.URL), chromedp.WaitVisible(chromedp.CSS("#tulis")))
	b.write("satu")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#photo"), []string{photoFile(t, t.TempDir())}))
	b.until(`!document.querySelector("#draft").hidden`)
	b.write("warung saya")
	b.until(`document.querySelectorAll("#pending .line[data-tick=wait]").length === 2`)
	b.do(chromedp.Reload())
	b.until(`document.querySelectorAll("#pending .line[data-tick=wait]").length === 2`)
	b.until(`document.querySelector("#pending .picture img").naturalWidth === 1600`)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Listen(ctx, c) }()
	t.Cleanup(func() { cancel(); <-done })
	b.until(`document.querySelectorAll("#lines .line[data-tick=sent]").length === 2`)
	if diff := cmp.Diff([]string{"Anda: satu", "Anda: warung saya"}, b.bubbles()); diff != "" {
		t.Error(diff)
	}
	if b.is(`sessionStorage.length > 0`) {
		t.Error("what was sent is still kept on the phone")
	}
	lines, _ := c.Past(ctx, c.only(), 10)
	if len(lines) != 2 || lines[0].Text != "satu" || lines[1].Photo == "" {
		t.Errorf("the bot has %+v", lines)
	}
}

func TestWhatTheServerRefusesIsSaidUnderTheMessage(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	c := newClerk(t, nil)
	o, _ := journeyOptions(c)
	s := openShop(t, c, o)
	b.do(chromedp.Navigate(s.url()), chromedp.WaitVisible(chromedp.CSS("#tulis")))
	b.is(`(document.querySelector("#tulis").value = "` + strings.Repeat("x", maxText+1) + `")`)
	b.do(chromedp.Click(chromedp.CSS("#send")))
	b.until(`document.querySelector("#fault").textContent === "` + spoken["webchat.error.too_long"] + `"`)
	if !b.is(`document.querySelector("#tulis").value.length > 4096`) {
		t.Error("the words of a refused message are lost")
	}
	b.is(`(document.body.dataset.x = document.querySelector("#tulis").value = "\u202e\u202e")`)
	b.do(chromedp.Click(chromedp.CSS("#send")))
	b.until(`(document.querySelector(".line[data-tick=fail] .why") || {}).textContent === "` + spoken["webchat.error.bad"] + `"`)
	b.write("sesudahnya")
	b.until(`document.querySelectorAll("#lines .line[data-tick=sent]").length === 1`)
	if got := b.bubbles(); len(got) != 2 || got[1] != "Anda: sesudahnya" {
		t.Errorf("the page shows %q, want the refused message where it was said", got)
	}
	b.shot("ditolak-390")
}
