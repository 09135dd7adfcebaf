package main

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"sapa/bot/channel"
	"sapa/bot/channel/telegram"
	"sapa/bot/channel/telegram/telegramtest"
)

// TestTalksThroughTelegram plays every shipped talk through the whole program and the real Telegram client: what people
// get must be what the golden files say, message by message and button by button.
func TestTalksThroughTelegram(t *testing.T) {
	most := 1000
	if testing.Short() {
		most = 1
	}
	all := func(string, string) bool { return true }
	eachScenario(t, ".telegram.txt", most, all, func(t *testing.T, _, body string) {
		t.Parallel()
		srv := telegramtest.Start(t)
		stage(t, &telegramWire{srv: srv, user: srv.User(4711)}, "4711").play(body)
	})
}

// telegramWire is a person on Telegram.
type telegramWire struct {
	srv  *telegramtest.Server
	user *telegramtest.User
}

func (w *telegramWire) open(h *house) (channel.Adapter, error) {
	return telegram.New(telegram.Options{Token: telegramtest.Token, API: w.srv.URL(), Files: h.vault.Files(), ShareLabel: h.words.Key("ask.share")})
}

func (w *telegramWire) begin(*app) { w.user.Known() }

func (w *telegramWire) say(text string) error {
	w.user.Say(text)
	return nil
}

func (w *telegramWire) press(label string) error { return w.user.Tap(label) }

func (w *telegramWire) pressOld(choice string) error {
	w.user.TapOld(1, "1.0.0|"+choice)
	return nil
}

func (w *telegramWire) send(kind string) error {
	switch kind {
	case "foto":
		w.user.SendPhoto(tinyPhoto(), "")
	case "dokumen":
		w.user.SendDocument([]byte("%PDF-1.4 contoh"), "surat.pdf", "application/pdf")
	case "suara":
		w.user.Send(`"voice":{"file_id":"v","file_unique_id":"v","duration":3}`)
	case "stiker":
		w.user.Send(`"sticker":{"file_id":"s","file_unique_id":"s","width":1,"height":1,"type":"regular","is_animated":false,"is_video":false}`)
	default:
		return fmt.Errorf("nothing to send is called %q", kind)
	}
	return nil
}

func (w *telegramWire) hear(ctx context.Context) (message, error) {
	r, err := w.user.WaitReply(ctx)
	m := message{text: r.Text}
	for _, b := range slices.Concat(r.Buttons...) {
		m.buttons = append(m.buttons, b.Label)
	}
	var share []string
	for _, k := range r.Keys {
		if k.Contact {
			share = append(share, k.Label)
		} else {
			m.buttons = append(m.buttons, k.Label)
		}
	}
	m.buttons = append(m.buttons, share...)
	return m, err
}
