package telegram_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/bot/channel"
	"sapa/bot/channel/telegram/telegramtest"
	"sapa/conversations"
)

func buttonsOf(labels ...string) []channel.Button {
	var out []channel.Button
	for i, l := range labels {
		out = append(out, channel.Button{Label: l, Data: "s.1.0|" + string(rune('a'+i))})
	}
	return out
}

func (s *stage) send(t *testing.T, out channel.Outgoing) telegramtest.Reply {
	t.Helper()
	u := s.srv.User(7)
	id, err := s.bot.Send(s.ctx, "s.1.0", "7", out)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(id), "m7.") {
		t.Errorf("Send gave ID %q", id)
	}
	return s.reply(t, u)
}

func TestKeyboards(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.srv.User(7).Say("halo")
	r := s.send(t, channel.Outgoing{Text: "Pilih", Buttons: buttonsOf("Ya", "Tidak", "Kembali", "Bicara dengan petugas", "Berhenti", "Menu")})
	var labels [][]string
	for _, row := range r.Buttons {
		var l []string
		for _, b := range row {
			l = append(l, b.Label)
		}
		labels = append(labels, l)
	}
	if diff := cmp.Diff([][]string{{"Ya", "Tidak"}, {"Kembali"}, {"Bicara dengan petugas"}, {"Berhenti", "Menu"}}, labels); diff != "" {
		t.Error(diff)
	}
	if r.Buttons[0][1].Data != "s.1.0|b" {
		t.Errorf("data %q", r.Buttons[0][1].Data)
	}
}

func TestShareKeyboard(t *testing.T) {
	t.Parallel()
	s := listening(t)
	u := s.srv.User(7)
	u.Say("halo")
	if !s.bot.Shape().Share {
		t.Error("Shape.Share is false though there is a label")
	}
	r := s.send(t, channel.Outgoing{Text: "Nomor HP?", Share: true, Buttons: buttonsOf("Kembali")})
	if diff := cmp.Diff([]telegramtest.Key{{Label: "Bagikan nomor", Contact: true}, {Label: "Kembali"}}, r.Keys); diff != "" {
		t.Error(diff)
	}
	if err := u.Tap("Bagikan nomor"); err != nil {
		t.Fatal(err)
	}
	if m := s.heard(t, 2); len(m.Media) != 1 || !m.Media[0].Own || m.Media[0].Phone != u.Phone() {
		t.Errorf("the shared number came as %+v", m)
	}
	for i, want := range []bool{false, true, false} { // the message with buttons cannot; the next one does; then it is done
		out := channel.Outgoing{Text: "Terima kasih"}
		if i == 0 {
			out.Buttons = buttonsOf("Lanjut")
		}
		if r := s.send(t, out); r.KeyboardRemoved != want {
			t.Errorf("message %d after sharing: keyboard removed %v, want %v", i, r.KeyboardRemoved, want)
		}
	}
}

func TestMedia(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.srv.User(7).Say("halo")
	s.files.put("f1", []byte("JPEG"), "image/jpeg")
	s.files.put("f2", []byte("PDF"), "application/pdf")
	photo := channel.Outgoing{Text: "*Contoh*", Media: &conversations.Media{Kind: conversations.Photo, Ref: "f1"}, Buttons: buttonsOf("Ya")}
	if r := s.send(t, photo); !r.Photo || string(r.File) != "JPEG" || r.FileName != "sapa.jpg" || r.Text != "Contoh" || len(r.Bold) != 1 || len(r.Buttons) != 1 {
		t.Errorf("photo: %+v", r)
	}
	if r := s.send(t, channel.Outgoing{Media: &conversations.Media{Kind: conversations.Document, Ref: "f2"}}); r.Photo || string(r.File) != "PDF" || r.FileName != "sapa.pdf" {
		t.Errorf("document: %+v", r)
	}
	photo.Text = strings.Repeat("panjang ", 200)
	if r := s.send(t, photo); !r.Photo || r.Text != "" || len(r.Buttons) != 0 {
		t.Errorf("photo before a long text: %+v", r)
	}
	if r := s.reply(t, s.srv.User(7)); r.Text != strings.TrimSpace(photo.Text) || len(r.Buttons) != 1 {
		t.Errorf("long text after its photo: %+v", r)
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	type fault = telegramtest.Fault
	for _, c := range []struct {
		name  string
		fault fault
		want  channel.SendError
	}{
		{"too many", fault{Status: 429, RetryAfter: 7}, channel.SendError{Verdict: channel.Later, After: 7 * time.Second, All: true}},
		{"server error", fault{Status: 500}, channel.SendError{Verdict: channel.Later, Doubt: true}},
		{"gateway page", fault{Status: 502, HTML: true}, channel.SendError{Verdict: channel.Later, Doubt: true}},
		{"reset before", fault{ResetBefore: true, Times: -1}, channel.SendError{Verdict: channel.Later, Doubt: true}},
		{"reset after", fault{ResetAfter: true, Times: -1}, channel.SendError{Verdict: channel.Later, Doubt: true}},
		{"page instead of JSON", fault{Status: 200, HTML: true}, channel.SendError{Verdict: channel.Later, Doubt: true}},
		{"blocked", fault{Status: 403, Description: "Forbidden: bot was blocked by the user"}, channel.SendError{Verdict: channel.Gone}},
		{"deactivated", fault{Status: 403, Description: "Forbidden: user is deactivated"}, channel.SendError{Verdict: channel.Gone}},
		{"no chat", fault{Status: 400, Description: "Bad Request: chat not found"}, channel.SendError{Verdict: channel.Gone}},
		{"peer", fault{Status: 400, Description: "Bad Request: PEER_ID_INVALID"}, channel.SendError{Verdict: channel.Gone}},
		{"malformed", fault{Status: 400, Description: `Bad Request: can't parse entities: "Siti Aminah" 628110009901`}, channel.SendError{Verdict: channel.Refused}},
		{"token", fault{Status: 401}, channel.SendError{Verdict: channel.Later, After: 30 * time.Second, All: true}},
		{"token malformed", fault{Status: 404}, channel.SendError{Verdict: channel.Later, After: 30 * time.Second, All: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, nil)
			s.srv.User(7).Say("halo")
			c.fault.Method = "sendMessage"
			s.srv.Fail(c.fault)
			_, err := s.bot.Send(s.ctx, "s.1.0", "7", channel.Outgoing{Text: "Halo Siti Aminah 628110009901"})
			var got *channel.SendError
			if !errors.As(err, &got) {
				t.Fatalf("Send gave %v", err)
			}
			if g := *got; g.Verdict != c.want.Verdict || g.After != c.want.After || g.All != c.want.All || g.Doubt != c.want.Doubt {
				t.Errorf("got %+v, want %+v", g, c.want)
			}
			for _, secret := range []string{telegramtest.Token, "Aminah", "628110009901", "http"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error shows %q: %v", secret, err)
				}
			}
			sent := len(s.srv.User(7).Replies())
			if want := map[bool]int{true: 1}[c.fault.ResetAfter]; sent != want {
				t.Errorf("the person saw %d messages, want %d: nothing is retried here", sent, want)
			}
		})
	}
}

func TestVerdictsOfThePlatform(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.srv.User(7).Say("halo")
	s.srv.User(8)
	gone := s.srv.User(9)
	gone.Say("halo")
	gone.Deactivate()
	for _, c := range []struct {
		name string
		to   conversations.Address
		out  channel.Outgoing
		want channel.Verdict
	}{
		{"unknown chat", "12345", channel.Outgoing{Text: "halo"}, channel.Gone},
		{"never wrote", "8", channel.Outgoing{Text: "halo"}, channel.Gone},
		{"deactivated", "9", channel.Outgoing{Text: "halo"}, channel.Gone},
		{"no chat at all", "bu siti", channel.Outgoing{Text: "halo"}, channel.Refused},
		{"too long", "7", channel.Outgoing{Text: strings.Repeat("a", 4097)}, channel.Refused},
		{"too long by surrogates", "7", channel.Outgoing{Text: strings.Repeat("👍", 2049)}, channel.Refused},
		{"empty", "7", channel.Outgoing{}, channel.Refused},
		{"data over 64 bytes", "7", channel.Outgoing{Text: "x", Buttons: []channel.Button{{Label: "x", Data: strings.Repeat("d", 65)}}}, channel.Refused},
		{"file that cannot be read", "7", channel.Outgoing{Media: &conversations.Media{Ref: "hilang"}}, channel.Later},
	} {
		_, err := s.bot.Send(s.ctx, "s.1.0", c.to, c.out)
		var got *channel.SendError
		if !errors.As(err, &got) || got.Verdict != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	for _, text := range []string{strings.Repeat("a", 4096), strings.Repeat("👍", 2048), strings.Repeat("*<&>* ", 680)} {
		if _, err := s.bot.Send(s.ctx, "s.1.0", "7", channel.Outgoing{Text: text}); err != nil {
			t.Errorf("a text of %d bytes: %v", len(text), err)
		}
	}
}

func TestSendHealth(t *testing.T) {
	t.Parallel()
	s := listening(t)
	u := s.srv.User(7)
	u.Say("halo")
	s.heard(t, 1)
	s.srv.Fail(telegramtest.Fault{Method: "sendMessage", Status: 429, RetryAfter: 1})
	s.bot.Send(s.ctx, "s.1.0", "7", channel.Outgoing{Text: "halo"})
	if h := s.bot.Health(); h.State != channel.Cooling || h.Reason != "health.limited" || time.Until(h.Until) > time.Second {
		t.Errorf("after 429: %+v", h)
	}
	s.health(t, channel.Normal, "")
	s.srv.Fail(telegramtest.Fault{Method: "sendMessage", Status: 500, Times: 5})
	for range 5 {
		s.bot.Send(s.ctx, "s.1.0", "7", channel.Outgoing{Text: "halo"})
	}
	if h := s.bot.Health(); h.State != channel.Down || h.Reason != "health.unreachable" || h.Until.IsZero() {
		t.Errorf("after five failures: %+v", h)
	}
	s.send(t, channel.Outgoing{Text: "halo"})
	s.health(t, channel.Normal, "")
}

func TestTyping(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.srv.User(7).Say("halo")
	s.bot.Typing(s.ctx, "7")
	s.until(t, "typing shown", func() bool { return s.srv.Count("sendChatAction") == 1 })
}
