package whatsapp_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/channeltest"
	"sapa/bot/channel/whatsapp"
	"sapa/bot/channel/whatsapp/whatsapptest"
)

// unlinked is an adapter that listens and that no phone has linked yet.
func unlinked(t *testing.T) *office {
	t.Helper()
	srv := whatsapptest.Start(t)
	o := &office{Adapter: open(t, whatsapp.Options{Path: filepath.Join(t.TempDir(), "whatsapp.db"), HTTPClient: srv.HTTPClient()}),
		srv: srv, inbox: &channeltest.Inbox{}}
	o.listen(t)
	return o
}

// shown waits until something of a kind is to be shown.
func (o *office) shown(t *testing.T, kind whatsapp.PairingKind) (p whatsapp.Pairing) {
	t.Helper()
	o.until(t, string(kind), func() (ok bool) {
		p, ok = o.Pairing()
		return ok && p.Kind == kind
	})
	return p
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// Whoever sits at the office's page links the phone by a code, unlinks it, and links it again by a QR code, while everything runs.
func TestLinkWhileListening(t *testing.T) {
	t.Parallel()
	o := unlinked(t)
	o.shown(t, whatsapp.PairQR)
	if got, err := o.Number(t.Context()); got != "" || err != nil {
		t.Errorf("the number is %q before any phone, %v", got, err)
	}
	phone := "+" + o.srv.Account().User
	if err := o.AskCode(within(t), phone); err != nil {
		t.Fatal(err)
	}
	if err := o.srv.EnterCode(phone, o.shown(t, whatsapp.PairCode).Payload); err != nil {
		t.Fatal(err)
	}
	o.until(t, "normal", func() bool { return o.Health().State == channel.Normal })
	number, err := o.Number(t.Context())
	if _, shown := o.Pairing(); shown || number != phone || err != nil {
		t.Errorf("once linked, it still shows a code: %v, its number is %s, %v", shown, number, err)
	}
	if err := o.AskCode(within(t), phone); !errors.Is(err, whatsapp.ErrLinked) {
		t.Errorf("another code while linked: %v", err)
	}
	if err := o.Unlink(within(t)); err != nil {
		t.Fatal(err)
	}
	if !o.srv.Device().IsEmpty() {
		t.Error("the phone still lists the device")
	}
	if err := o.Unlink(within(t)); !errors.Is(err, whatsapp.ErrNotLinked) {
		t.Errorf("unlinked twice: %v", err)
	}
	if err := o.srv.ScanQR(o.shown(t, whatsapp.PairQR).Payload); err != nil {
		t.Fatal(err)
	}
	o.until(t, "normal", func() bool { return o.Health().State == channel.Normal })
}

// Somebody who asked for a code may change their mind.
func TestBackToQR(t *testing.T) {
	t.Parallel()
	o := unlinked(t)
	if err := o.AskCode(within(t), "+"+o.srv.Account().User); err != nil {
		t.Fatal(err)
	}
	o.shown(t, whatsapp.PairCode)
	if err := o.AskQR(within(t)); err != nil {
		t.Fatal(err)
	}
	if p, ok := o.Pairing(); !ok || p.Kind != whatsapp.PairQR {
		t.Errorf("shown is %v", p.Kind)
	}
}

// Without WhatsApp nothing is forgotten.
func TestUnlinkOffline(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.srv.RefuseDials(1 << 20)
	o.srv.Drop()
	o.until(t, "down", func() bool { return o.Health().State == channel.Down })
	if err := o.Unlink(within(t)); !errors.Is(err, whatsapp.ErrNotConnected) {
		t.Fatalf("unlinked without WhatsApp: %v", err)
	}
	if linked, err := o.Linked(t.Context()); !linked || err != nil {
		t.Errorf("linked: %v, %v", linked, err)
	}
	o.srv.RefuseDials(0)
	o.until(t, "normal", func() bool { return o.Health().State == channel.Normal })
}
