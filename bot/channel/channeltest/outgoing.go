package channeltest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
)

// meet lets the person write first, as every platform wants it, so that the bot may answer.
func (s *stage) meet(t *testing.T) Person {
	t.Helper()
	p := s.person(t)
	s.listen(t)
	p.Say("halo")
	s.first(t, 1)
	return p
}

// deliver sends and returns what the person then sees.
func (s *stage) deliver(t *testing.T, p Person, id string, out channel.Outgoing) Shown {
	t.Helper()
	if _, err := s.Adapter.Send(s.ctx, id, p.Address(), out); err != nil {
		t.Fatalf("send: %v", err)
	}
	return s.next(t, p)
}

func (s *stage) next(t *testing.T, p Person) Shown {
	t.Helper()
	shown, err := p.Next(s.ctx)
	if err != nil {
		t.Fatalf("waiting for a message to be shown: %v", err)
	}
	return shown
}

// textCases are what people and flows really put into a text; stars is what is shown where there are no bold letters.
var textCases = []struct{ name, out, shown, bold string }{
	{"plain", "Halo, Ibu. Ada yang bisa dibantu?", "Halo, Ibu. Ada yang bisa dibantu?", ""},
	{"bold", "Pilih *Cek status* atau *WRSE*.", "Pilih Cek status atau WRSE.", "Cek status|WRSE"},
	{"masked number", "NIK 6472********9901 tercatat.", "NIK 6472********9901 tercatat.", ""},
	{"markup of people", "<b>Bu & Pak</b> </i> &amp; _miring_ `kode` [x](y)", "<b>Bu & Pak</b> </i> &amp; _miring_ `kode` [x](y)", ""},
	{"lines", "Baris satu\n\nBaris *dua*\n- tiga", "Baris satu\n\nBaris dua\n- tiga", "dua"},
	{"emoji", "Baik 👍🏽 *siap* 🙏", "Baik 👍🏽 siap 🙏", "siap"},
	{"lonely star", "2 * 3 = 6, 5* bintang", "2 * 3 = 6, 5* bintang", ""},
}

func textOut(t *testing.T, s *stage) {
	p := s.meet(t)
	for _, c := range textCases {
		shown := s.deliver(t, p, "s.1."+c.name, channel.Outgoing{Text: s.keep(c.out)})
		if shown.Text != c.shown {
			t.Errorf("%s: shown %q, want %q", c.name, shown.Text, c.shown)
		}
		if got := strings.Join(shown.Bold, "|"); s.Bold && got != c.bold {
			t.Errorf("%s: bold %q, want %q", c.name, got, c.bold)
		}
	}
}

func longText(t *testing.T, s *stage) {
	p := s.meet(t)
	limit := min(s.Adapter.Shape().Text, 20_000)
	words := strings.Repeat("panjang sekali & ", limit/17+1)[:limit-1] + "."
	if shown := s.deliver(t, p, "s.1.0", channel.Outgoing{Text: words}); shown.Text != words {
		t.Errorf("a text of Shape.Text units came through with %d bytes of %d", len(shown.Text), len(words))
	}
}

// manySends: the outbox sends from several goroutines; each message is shown once, under an ID of its own.
func manySends(t *testing.T, s *stage) {
	p := s.meet(t)
	const sends = 20
	ids := make(chan conversations.MessageID, sends)
	for i := range sends {
		go func() {
			id, err := s.Adapter.Send(s.ctx, fmt.Sprintf("s.%d.0", i), p.Address(), channel.Outgoing{Text: fmt.Sprintf("kabar %d", i)})
			if err != nil {
				t.Errorf("send %d: %v", i, err)
			}
			ids <- id
		}()
	}
	known, shown := map[conversations.MessageID]bool{}, map[string]bool{}
	for range sends {
		id := <-ids
		if id == "" || known[id] {
			t.Errorf("Send gave no ID, or one twice: %v", id == "")
		}
		known[id] = true
		shown[s.next(t, p).Text] = true
	}
	if len(shown) != sends {
		t.Errorf("%d different messages were shown, want %d", len(shown), sends)
	}
}

func buttons(t *testing.T, s *stage) {
	p := s.meet(t)
	n := min(3, s.Adapter.Shape().Buttons)
	all := []channel.Button{{Label: "Ya, lanjut", Data: "s.1.0|ya"}, {Label: "Tidak", Data: "s.1.0|tidak"}, {Label: "Jelaskan <dulu> & pelan", Data: "s.1.0|kenapa"}}
	shown := s.deliver(t, p, "s.1.0", channel.Outgoing{Text: "Lanjut?", Buttons: all[:n]})
	if shown.Text != "Lanjut?" || len(shown.Buttons) != n {
		t.Fatalf("shown %q with %d buttons, want %d", shown.Text, len(shown.Buttons), n)
	}
	for i, b := range shown.Buttons {
		if b.Label != all[i].Label {
			t.Errorf("button %d is labelled %q, want %q", i, b.Label, all[i].Label)
		}
	}
	tapper, can := p.(Tapper)
	if n == 0 || !can {
		return
	}
	tapper.Tap(shown, all[1].Data)
	s.tapped(t, p, 2, conversations.Tap{Prompt: "s.1.0", Choice: "tidak"})
}

// tapped waits for the n-th message, which must be this tap.
func (s *stage) tapped(t *testing.T, p Person, n int, want conversations.Tap) {
	t.Helper()
	m := s.first(t, n)[n-1]
	if m.Tap == nil || *m.Tap != want || m.From != p.Address() {
		t.Fatalf("message %d carries tap %+v, want %+v", n, m.Tap, want)
	}
}

func oldTap(t *testing.T, s *stage) {
	p := s.meet(t)
	tapper, can := p.(Tapper)
	if !can || s.Adapter.Shape().Buttons == 0 {
		return
	}
	old := s.deliver(t, p, "s.1.0", channel.Outgoing{Text: "Pertanyaan lama", Buttons: []channel.Button{{Label: "Lama", Data: "s.1.0|lama"}}})
	s.deliver(t, p, "s.2.0", channel.Outgoing{Text: "Pertanyaan baru", Buttons: []channel.Button{{Label: "Baru", Data: "s.2.0|baru"}}})
	tapper.Tap(old, "s.1.0|lama")
	s.tapped(t, p, 2, conversations.Tap{Prompt: "s.1.0", Choice: "lama"})
	tapper.Tap(old, "s.1.0|lama") // pressed again: a message of its own
	s.tapped(t, p, 3, conversations.Tap{Prompt: "s.1.0", Choice: "lama"})
}

// verdict asserts that a Send failed in this way, without telling anything personal.
func (s *stage) verdict(t *testing.T, p Person, err error, want channel.Verdict) {
	t.Helper()
	var send *channel.SendError
	if !errors.As(err, &send) {
		t.Fatalf("Send gave %T, want a *channel.SendError", err)
	}
	if send.Verdict != want {
		t.Errorf("verdict %q, want %q: %v", send.Verdict, want, err)
	}
	for _, secret := range append(s.Secrets, "kabar penting") {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error shows %q", secret)
		}
	}
	if a := string(p.Address()); len(a) > 4 && strings.Contains(err.Error(), a) {
		t.Error("the error shows the address")
	}
}

func blocked(t *testing.T, s *stage) {
	p := s.meet(t)
	b, can := p.(Blocker)
	if !can {
		return
	}
	b.Block()
	_, err := s.Adapter.Send(s.ctx, "s.1.0", p.Address(), channel.Outgoing{Text: s.keep("kabar penting")})
	s.verdict(t, p, err, channel.Gone)
	b.Unblock()
	if shown := s.deliver(t, p, "s.2.0", channel.Outgoing{Text: "kabar penting"}); shown.Text != "kabar penting" {
		t.Errorf("after unblocking, shown %q", shown.Text)
	}
}

func outage(t *testing.T, s *stage) {
	if s.Outage == nil {
		return
	}
	p := s.meet(t)
	s.Outage(true)
	_, err := s.Adapter.Send(s.ctx, "s.1.0", p.Address(), channel.Outgoing{Text: s.keep("kabar penting")})
	s.verdict(t, p, err, channel.Later)
	p.Say(s.keep("masih hidupkah bot ini"))
	s.Outage(false)
	if m := s.first(t, 2)[1]; m.Text != "masih hidupkah bot ini" {
		t.Errorf("after the outage came %q", m.Text)
	}
	for err != nil && s.ctx.Err() == nil { // the platform may need a moment to be found again
		if _, err = s.Adapter.Send(s.ctx, "s.1.0", p.Address(), channel.Outgoing{Text: "kabar penting"}); err != nil {
			time.Sleep(20 * time.Millisecond)
		}
	}
	if shown := s.next(t, p); shown.Text != "kabar penting" {
		t.Errorf("after the outage, shown %q", shown.Text)
	}
}

func typing(t *testing.T, s *stage) {
	p := s.meet(t)
	if s.Outage != nil {
		s.Outage(true)
	}
	begun := time.Now()
	s.Adapter.Typing(s.ctx, p.Address())
	if took := time.Since(begun); took > time.Second {
		t.Errorf("Typing held its caller for %v", took)
	}
}
