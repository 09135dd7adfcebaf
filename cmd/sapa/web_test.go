package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sapa/bot/channel/webchat/browsertest"
)

// TestWebApplication plays the whole way of a WRSE application in the web chat of the running program, in a real browser:
// a greeting with a question, the application with a photo, its number, an officer's decision that arrives unprompted,
// and the status.
func TestWebApplication(t *testing.T) {
	b := browsertest.Open(t)
	data := t.TempDir()
	p := serve(t, []string{"SAPA_DATA=" + data}, "--demo")
	defer p.kill()
	b.Do(chromedp.Navigate(p.url))
	b.Until(`document.querySelector("#tulis")`)
	w := &webPerson{t: t, b: b}

	if r := w.say("assalamualaikum min, mau tanya bantuan modal utk janda"); !strings.Contains(r, "Wa'alaikumussalam") || !strings.Contains(r, "WRSE") {
		t.Errorf("the first answer is no answer: %s", r)
	}
	b.Shot("web-1-salam")
	number := w.apply("daftar wrse", rusminah())
	b.Shot("web-2-terkirim")
	verb(t, data, "case", "decide", number, "--status", "disetujui", "--note", "Sesuai hasil pemeriksaan")
	news := w.hear()
	if !strings.Contains(news, number) || !strings.Contains(news, "disetujui") {
		t.Errorf("the decision reads: %s", news)
	}
	if status := w.say("cek status"); !strings.Contains(status, number) || !strings.Contains(status, "Disetujui") {
		t.Errorf("the status reads: %s", status)
	}
	b.Shot("web-3-status")
	b.Desktop()
	b.Shot("web-4-status-1280")

	w.count = len(b.Bubbles())
	b.Do(chromedp.Reload())
	b.Until(`document.querySelectorAll(".line .bubble").length >= 10`)
	if again := len(b.Bubbles()); again < w.count-2 {
		t.Errorf("%d lines before the page was loaded again, %d after", w.count, again)
	}
	if err := p.stop(); err != nil {
		t.Errorf("serve ended badly: %v", err)
	}
}

// webPerson is somebody at the web chat.
type webPerson struct {
	t     *testing.T
	b     *browsertest.Browser
	count int // lines of Sapa that were read
}

// lines are what Sapa said so far.
func (w *webPerson) lines() []string {
	var out []string
	for _, l := range w.b.Bubbles() {
		if after, ok := strings.CutPrefix(l, "Sapa: "); ok {
			out = append(out, after)
		}
	}
	return out
}

// hear waits for the next line.
func (w *webPerson) hear() string {
	w.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if lines := w.lines(); len(lines) > w.count {
			w.count++
			return lines[w.count-1]
		}
	}
	w.t.Fatalf("no answer; the page shows:\n%s", strings.Join(w.b.Bubbles(), "\n"))
	return ""
}

func (w *webPerson) say(text string) string {
	w.t.Helper()
	w.b.Write(text)
	return w.hear()
}

func (w *webPerson) photo() string {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), "usaha.jpg")
	if err := os.WriteFile(path, tinyPhoto(), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.b.Do(chromedp.SetUploadFiles(chromedp.CSS(`input[type="file"]`), []string{path}))
	w.b.Until(`!document.querySelector("#draft").hidden`)
	w.b.Do(chromedp.Click(chromedp.CSS("#send")))
	return w.hear()
}

var webNumber = regexp.MustCompile(`WRSE-\d{4}-\d{6}`)

// rusminah is a made-up woman of Samarinda, by what she says otherwise than all applicants do.
func rusminah() *strings.Replacer {
	return strings.NewReplacer("{nik}", "6472085708799921", "{nama}", "Rusminah Contoh")
}

// apply answers question after question until the receipt comes.
func (w *webPerson) apply(opening string, own *strings.Replacer) string {
	w.t.Helper()
	text := w.say(opening)
	for range 40 {
		if strings.Contains(text, "sudah kami terima") {
			return webNumber.FindString(text)
		}
		i := asked(text)
		if i < 0 {
			w.t.Fatalf("nobody knows what to say to: %s", text)
		}
		if answer := herAnswers[i].answer; answer == "+foto" {
			text = w.photo()
		} else {
			text = w.say(own.Replace(answer))
		}
	}
	w.t.Fatal("asked and asked without end")
	return ""
}
