package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"sapa/bot/channel/whatsapp"
	"sapa/bot/channel/whatsapp/whatsapptest"
	"sapa/bot/console"
)

// TestPhoneOfTheConsole: what the office's page does reaches the phone of the running program, and its errors come back as words.
func TestPhoneOfTheConsole(t *testing.T) {
	t.Parallel()
	srv := whatsapptest.Start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	h, err := open(ctx, &Config{Data: t.TempDir(), Timezone: "Asia/Makassar", LogLevel: "error", dialer: srv.HTTPClient()})
	if err != nil {
		t.Fatal(err)
	}
	defer h.leave()
	h.log = slog.New(slog.DiscardHandler)
	w, leave, err := openWhatsapp(ctx, h, whatsapp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	a, err := newApp(ctx, h, w)
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- a.run(running) }()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	p := a.phone()
	if err := p.Unlink(ctx); !errors.Is(err, console.PhoneUnlinked) {
		t.Errorf("nothing to unlink: %v", err)
	}
	number := "+" + srv.Account().User
	if err := p.AskCode(ctx, number); err != nil {
		t.Fatal(err)
	}
	link := p.Link()
	if link.Kind != console.LinkCode || link.Until.IsZero() {
		t.Fatalf("shown is %v", link.Kind)
	}
	if err := srv.EnterCode(number, link.Payload); err != nil {
		t.Fatal(err)
	}
	if err := srv.WaitOnline(ctx); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Number(ctx); got != number || err != nil || p.Link().Kind != "" {
		t.Errorf("linked is %s, %v; shown is %v", got, err, p.Link().Kind)
	}
	if err := p.AskQR(ctx); !errors.Is(err, console.PhoneLinked) {
		t.Errorf("a QR code while linked: %v", err)
	}
	srv.RefuseDials(1 << 20)
	srv.Drop()
	if err := p.Unlink(ctx); !errors.Is(err, console.PhoneUnreachable) {
		t.Errorf("unlinked without WhatsApp: %v", err)
	}
	if (&app{}).phone() != nil {
		t.Error("there is a phone without WhatsApp")
	}
}
