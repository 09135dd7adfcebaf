package webchat

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/google/go-cmp/cmp"
	"sapa/bot/channel/webchat/browsertest"
)

// What waits to be sent outlives a reload of the page, which phones do by themselves when memory is short.
func TestWaitingMessagesOutliveAReload(t *testing.T) {
	t.Parallel()
	b := browsertest.Open(t)
	c := newClerk(t, nil)
	o, _ := journeyOptions(c)
	a := New(o)
	h := newHouse(t, a)
	b.Do(chromedp.Navigate(h.URL), chromedp.WaitVisible(chromedp.CSS("#tulis")))
	b.Write("satu")
	b.Do(chromedp.SetUploadFiles(chromedp.CSS("#photo"), []string{photoFile(t, t.TempDir())}))
	b.Until(`!document.querySelector("#draft").hidden`)
	b.Write("warung saya")
	b.Until(`document.querySelectorAll("#pending .line[data-tick=wait]").length === 2`)
	b.Do(chromedp.Reload())
	b.Until(`document.querySelectorAll("#pending .line[data-tick=wait]").length === 2`)
	b.Until(`document.querySelector("#pending .picture img").naturalWidth === 1600`)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Listen(ctx, c) }()
	t.Cleanup(func() { cancel(); <-done })
	b.Until(`document.querySelectorAll("#lines .line[data-tick=sent]").length === 2`)
	if diff := cmp.Diff([]string{"Anda: satu", "Anda: warung saya"}, b.Bubbles()); diff != "" {
		t.Error(diff)
	}
	if b.Is(`sessionStorage.length > 0`) {
		t.Error("what was sent is still kept on the phone")
	}
	lines, _ := c.Past(ctx, c.only(), 10)
	if len(lines) != 2 || lines[0].Text != "satu" || lines[1].Photo == "" {
		t.Errorf("the bot has %+v", lines)
	}
}

func TestWhatTheServerRefusesIsSaidUnderTheMessage(t *testing.T) {
	t.Parallel()
	b := browsertest.Open(t)
	c := newClerk(t, nil)
	o, _ := journeyOptions(c)
	s := openShop(t, c, o)
	b.Do(chromedp.Navigate(s.url()), chromedp.WaitVisible(chromedp.CSS("#tulis")))
	b.Is(`(document.querySelector("#tulis").value = "` + strings.Repeat("x", maxText+1) + `")`)
	b.Do(chromedp.Click(chromedp.CSS("#send")))
	b.Until(`document.querySelector("#fault").textContent === "` + spoken["webchat.error.too_long"] + `"`)
	if !b.Is(`document.querySelector("#tulis").value.length > 4096`) {
		t.Error("the words of a refused message are lost")
	}
	b.Is(`(document.body.dataset.x = document.querySelector("#tulis").value = "\u202e\u202e")`)
	b.Do(chromedp.Click(chromedp.CSS("#send")))
	b.Until(`(document.querySelector(".line[data-tick=fail] .why") || {}).textContent === "` + spoken["webchat.error.bad"] + `"`)
	b.Write("sesudahnya")
	b.Until(`document.querySelectorAll("#lines .line[data-tick=sent]").length === 1`)
	if got := b.Bubbles(); len(got) != 2 || got[1] != "Anda: sesudahnya" {
		t.Errorf("the page shows %q, want the refused message where it was said", got)
	}
	b.Shot("ditolak-390")
}
