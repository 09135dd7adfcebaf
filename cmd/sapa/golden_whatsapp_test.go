package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/whatsapp"
	"sapa/bot/channel/whatsapp/whatsapptest"
	"sapa/conversations"
)

// TestTalksThroughWhatsapp plays every shipped talk that can be typed through the whole program and the real WhatsApp
// client, against a server that stands where WhatsApp stands.
func TestTalksThroughWhatsapp(t *testing.T) {
	most := 1000
	if testing.Short() {
		most = 1
	}
	typed := func(_, body string) bool { return !has(body, "* lama") } // there are no buttons that could be old
	eachScenario(t, ".talk.txt", most, typed, func(t *testing.T, _, body string) {
		t.Parallel()
		srv := whatsapptest.Start(t)
		srv.QuickPairing()
		who := srv.Citizen(whatsapptest.WithoutPN()) // a known number would be offered, which the talks on other channels do not know
		stage(t, &whatsappWire{t: t, srv: srv, who: who}, conversations.Address(who.LID().String())).play(body)
	})
}

// whatsappWire is a person on WhatsApp.
type whatsappWire struct {
	t   *testing.T
	srv *whatsapptest.Server
	who *whatsapptest.Citizen
}

func (w *whatsappWire) open(h *house) (channel.Adapter, error) {
	a, err := whatsapp.New(w.t.Context(), whatsapp.Options{Path: filepath.Join(h.cfg.Data, "whatsapp.db"), Files: h.vault.Files(),
		HTTPClient: w.srv.HTTPClient(), Pairing: scanned(w.t, w.srv)})
	if err == nil {
		w.t.Cleanup(func() { _ = a.Close() })
	}
	return warm{a}, err
}

// warm is the adapter without the rule that news goes only to who wrote of late: in talks people are known from the start.
type warm struct{ *whatsapp.Adapter }

func (w warm) Shape() channel.Shape {
	s := w.Adapter.Shape()
	s.Warm = 0
	return s
}

// scanned lets the office's phone scan every code that it is shown.
func scanned(t testing.TB, srv *whatsapptest.Server) func(whatsapp.Pairing) {
	return func(p whatsapp.Pairing) {
		if p.Kind != whatsapp.PairQR {
			return
		}
		if err := srv.ScanQR(p.Payload); err != nil {
			t.Error(err)
		}
	}
}

// begin waits until the adapter too knows that it is online: before, news rests for a while.
func (w *whatsappWire) begin(a *app) {
	if err := w.srv.WaitOnline(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(20 * time.Second); a.adapters["whatsapp"].Health().State != channel.Normal; <-tick.C {
		if time.Now().After(end) {
			w.t.Fatal("the adapter does not become well")
		}
	}
}

func (w *whatsappWire) say(text string) error {
	if word, ok := strings.CutPrefix(text, "/start "); ok {
		text = "#" + word // what a link or poster prepares
	}
	w.who.Say(text)
	return nil
}

func (w *whatsappWire) press(label string) error { return w.say(label) }

func (w *whatsappWire) pressOld(choice string) error {
	return fmt.Errorf("no old button %q on WhatsApp", choice)
}

func (w *whatsappWire) send(kind string) error {
	switch kind {
	case "foto":
		w.who.SendPhoto(tinyPhoto(), "")
	case "dokumen":
		w.who.SendDocument([]byte("%PDF-1.4 contoh"), "surat.pdf", "application/pdf", "")
	case "suara":
		w.who.SendVoice([]byte("OggS"))
	case "stiker":
		w.who.SendSticker([]byte("RIFF"))
	default:
		return fmt.Errorf("nothing to send is called %q", kind)
	}
	return nil
}

func (w *whatsappWire) hear(ctx context.Context) (message, error) {
	s, err := w.who.Next(ctx)
	return message{text: asShown(s.Text)}, err
}

// asShown is a text as a phone shows it, with *bold* in bold letters.
func asShown(text string) string {
	var b strings.Builder
	for _, s := range channel.Spans(text) {
		b.WriteString(s.Text)
	}
	return strings.TrimSpace(b.String())
}
