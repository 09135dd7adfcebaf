package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sapa/bot/channel"
	"sapa/bot/channel/webchat"
	"sapa/bot/channel/webchat/browsertest"
)

// TestTalksInTheBrowser plays the first talk of every journey in the web chat, in a real Chromium, against the same golden
// files as Telegram's. With SAPA_SCREENSHOTS=DIR the end of each is kept to be looked at.
func TestTalksInTheBrowser(t *testing.T) {
	journeys := []string{"menu", "cek_kelayakan", "daftar_wrse", "daftar_kube", "daftar_lks", "daftar_terencana", "cek_status",
		"info_program", "pengumuman", "pengaduan", "layanan"}
	if testing.Short() {
		journeys = journeys[:1]
	}
	b := browsertest.Open(t)
	fits := func(name, body string) bool {
		return slices.Contains(journeys, name) && !has(body, "+ suara", "+ stiker", "* lama", "@ kasus saya", "~")
	}
	eachScenario(t, ".telegram.txt", 1, fits, func(t *testing.T, journey, body string) {
		body = strings.ReplaceAll(body, "  [Kirim nomor saya]\n", "") // a browser has no number to share
		w := &webWire{t: t, b: b}
		stage(t, w, "").play(body)
		b.Shot("talk-" + journey)
		b.Desktop()
		b.Shot("talk-" + journey + "-1280")
		b.Phone()
	})
}

// webWire is a person at the web chat.
type webWire struct {
	t       *testing.T
	b       *browsertest.Browser
	adapter *webchat.Adapter
	server  *httptest.Server
	heard   int
}

func (w *webWire) open(h *house) (channel.Adapter, error) {
	w.adapter = webchat.New(webchat.Options{Words: h.words.Key, Files: h.vault.Files(), Past: past{h}, Now: h.now,
		Limits: webchat.Limits{}, Keep: func(_ context.Context, data []byte, mime string) (string, error) {
			return h.vault.Files().Put(data, mime)
		}})
	w.server = httptest.NewServer(w.adapter.Handler())
	w.t.Cleanup(w.server.Close)
	return w.adapter, nil
}

func (w *webWire) begin(*app) {
	for end := time.Now().Add(10 * time.Second); w.adapter.Health().State != channel.Normal && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	w.b.Do(chromedp.Navigate(w.server.URL))
	w.b.Until(`document.querySelector("#tulis")`)
}

func (w *webWire) say(text string) error {
	if word, ok := strings.CutPrefix(text, "/start "); ok {
		w.b.Do(chromedp.Navigate(w.server.URL + "/?mulai=" + word))
		return nil
	}
	w.b.Write(text)
	return nil
}

// press clicks the newest button with a label.
func (w *webWire) press(label string) error {
	quoted, err := json.Marshal(label)
	if err != nil {
		return err
	}
	found := fmt.Sprintf(`(x => x && (x.click(), true))(Array.from(document.querySelectorAll("button.choice")).filter(b => b.textContent === %s).pop())`, quoted)
	if !w.b.Is(found) {
		return fmt.Errorf("no button is labelled %s", label)
	}
	return nil
}

func (w *webWire) pressOld(string) error { return fmt.Errorf("old buttons are tested on Telegram") }

func (w *webWire) send(string) error {
	path := filepath.Join(w.t.TempDir(), "usaha.jpg")
	if err := os.WriteFile(path, tinyPhoto(), 0o600); err != nil {
		return err
	}
	w.b.Do(chromedp.SetUploadFiles(chromedp.CSS(`input[type="file"]`), []string{path}))
	w.b.Until(`!document.querySelector("#draft").hidden`)
	w.b.Do(chromedp.Click(chromedp.CSS("#send")))
	return nil
}

// lineOf reads the n-th line of Sapa on the page: its words, and the buttons under it.
const lineOf = `(function(n) {
	const all = Array.from(document.querySelectorAll(".line")).filter(l => { const v = l.querySelector(".bubble .vh"); return v && v.textContent.indexOf("Sapa") === 0; });
	const l = all[n];
	if (!l) return "";
	const text = l.querySelector(".text");
	return JSON.stringify({text: text ? text.innerText : "", buttons: Array.from(l.querySelectorAll("button.choice")).map(b => b.textContent)});
})(%d)`

func (w *webWire) hear(ctx context.Context) (message, error) {
	for ; ctx.Err() == nil; time.Sleep(15 * time.Millisecond) {
		got, err := chromedp.Run(w.b.Ctx, chromedp.Evaluate[string](fmt.Sprintf(lineOf, w.heard)))
		if err != nil {
			return message{}, err
		}
		if got == "" {
			continue
		}
		w.heard++
		var m struct {
			Text    string
			Buttons []string
		}
		err = json.Unmarshal([]byte(got), &m)
		return message{text: m.Text, buttons: m.Buttons}, err
	}
	return message{}, ctx.Err()
}
