package webchat

import (
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"sapa/bot/channel"
	"sapa/bot/channel/webchat/browsertest"
	"sapa/conversations"
)

// menu is how the clerk of the journey answers.
func menu(m conversations.Message) []channel.Outgoing {
	switch {
	case len(m.Media) > 0:
		return []channel.Outgoing{{Text: "Foto sudah kami terima."}}
	case m.Tap != nil:
		return []channel.Outgoing{{Text: "Anda memilih *" + string(m.Tap.Choice) + "* dari " + m.Tap.Prompt + "."}}
	case m.Start != "":
		return []channel.Outgoing{{Text: "Dibuka lewat " + m.Start + "."}}
	case m.Text == "menu":
		return []channel.Outgoing{{Text: "Silakan pilih.", Buttons: []channel.Button{{Label: "Cek status", Data: "p1|status"}, {Label: "Daftar WRSE", Data: "p1|wrse"}}}}
	}
	return []channel.Outgoing{{Text: "Dibaca: " + m.Text}}
}

func journeyOptions(c *clerk) (Options, *shelf) {
	files := newShelf()
	return Options{Words: say, Files: files, Keep: files.keep, Past: c}, files
}

// photoFile is a picture as a camera makes it, larger than the page sends on.
func photoFile(t testing.TB, dir string) string {
	img := image.NewRGBA(image.Rect(0, 0, 2400, 1800))
	for y := range 1800 {
		for x := range 2400 {
			img.Set(x, y, color.RGBA{uint8(120 + x/40), uint8(160 - y/30), uint8(90 + (x^y)/60), 255})
		}
	}
	path := filepath.Join(dir, "foto.jpg")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := jpeg.Encode(f, img, nil); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestJourneyInABrowser(t *testing.T) {
	t.Parallel()
	b := browsertest.Open(t)
	c := newClerk(t, menu)
	o, files := journeyOptions(c)
	s := openShop(t, c, o)
	b.Do(chromedp.Navigate(s.url()), chromedp.WaitVisible(chromedp.CSS("#welcome")))
	b.Write("menu")
	b.Until(`document.querySelectorAll(".choice[data-data]").length === 2`)
	b.Do(chromedp.Click(chromedp.CSS(`[data-data="p1|wrse"]`)))
	b.Until(`document.querySelector("#lines").textContent.includes("Anda memilih wrse dari p1.")`)
	if !b.Is(`document.querySelector(".bubble strong").textContent === "wrse"`) {
		t.Error("bold words are not bold")
	}
	b.Write("<b>NIK</b> 6472********9901 *x*")
	b.Until(`document.querySelectorAll(".line.bot").length === 3`)
	b.Do(chromedp.SetUploadFiles(chromedp.CSS("#photo"), []string{photoFile(t, t.TempDir())}))
	b.Until(`!document.querySelector("#draft").hidden`)
	b.Do(chromedp.Click(chromedp.CSS("#send")))
	b.Until(`document.querySelectorAll(".line.bot").length === 4`)
	b.Until(`document.querySelector(".picture img").naturalWidth === 1600`)
	for _, data := range files.files {
		if len(data) > 600_000 {
			t.Errorf("the page sent %d bytes, want it made smaller", len(data))
		}
	}
	before := []string{
		"Anda: menu", "Sapa: Silakan pilih.", "Anda: Daftar WRSE", "Sapa: Anda memilih wrse dari p1.",
		"Anda: <b>NIK</b> 6472********9901 *x*", "Sapa: Dibaca: <b>NIK</b> 6472********9901 x", "Anda: [foto]", "Sapa: Foto sudah kami terima.",
	}
	if diff := cmp.Diff(before, b.Bubbles()); diff != "" {
		t.Fatal(diff)
	}
	b.Do(chromedp.Reload())
	b.Until(`document.querySelectorAll(".line").length === 8`)
	b.Until(`document.querySelector(".picture img").naturalWidth === 1600`)
	if diff := cmp.Diff(before, b.Bubbles()); diff != "" {
		t.Errorf("after a reload: %s", diff)
	}
	outage(t, b, c, s, before)
}

// outage shuts the bot while the person goes on writing, and opens it again as a new process.
func outage(t *testing.T, b *browsertest.Browser, c *clerk, s *shop, before []string) {
	s.close()
	b.Write("saat mati satu")
	b.Write("saat mati dua")
	b.Until(`document.querySelectorAll("#pending .line[data-tick=wait]").length === 2`)
	b.Until(`!document.querySelector("#notice").hidden`)
	b.Shot("luring")
	c.tell(context.Background(), c.only(), channel.Outgoing{Text: "Kabar saat Anda tidak tersambung."})
	s.open()
	b.Until(`document.querySelectorAll(".line.bot").length === 7`)
	b.Until(`document.querySelector("#notice").hidden && document.querySelectorAll("#pending .line").length === 0`)
	b.Write("sesudahnya")
	b.Until(`document.querySelectorAll(".line.bot").length === 8`)
	got := b.Bubbles()
	added := got[len(before):]
	if !slices.Equal(got[1:2], before[1:2]) || len(added) != 7 {
		t.Fatalf("after the outage the page shows %q", got)
	}
	for _, once := range []string{"Anda: saat mati satu", "Anda: saat mati dua", "Sapa: Dibaca: saat mati satu", "Sapa: Dibaca: saat mati dua",
		"Sapa: Kabar saat Anda tidak tersambung.", "Anda: sesudahnya", "Sapa: Dibaca: sesudahnya"} {
		n := 0
		for _, line := range added {
			if line == once {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%q is shown %d times in %q", once, n, added)
		}
	}
	if slices.Index(added, "Anda: saat mati satu") > slices.Index(added, "Anda: saat mati dua") {
		t.Errorf("out of order: %q", added)
	}
}

func TestPostersLinkAndLeaving(t *testing.T) {
	t.Parallel()
	b := browsertest.Open(t)
	c := newClerk(t, menu)
	o, _ := journeyOptions(c)
	s := openShop(t, c, o)
	b.Do(chromedp.Navigate(s.url() + "/?mulai=wrse"))
	b.Until(`document.querySelector("#lines").textContent.includes("Dibuka lewat wrse.")`)
	if !b.Is(`location.search === ""`) {
		t.Error("a reload would open the flow again")
	}
	b.Do(chromedp.Reload())
	b.Until(`document.querySelectorAll(".line").length === 2`)
	b.Is(`window.confirm = () => true`)
	b.Do(chromedp.Click(chromedp.CSS("#leave")))
	b.Until(`document.querySelector("#welcome") && !document.querySelector("#welcome").hidden`)
	b.Until(`document.querySelector("#state").dataset.state === "on"`)
	if got := b.Bubbles(); len(got) != 0 {
		t.Errorf("the next person at this phone sees %q", got)
	}
}
