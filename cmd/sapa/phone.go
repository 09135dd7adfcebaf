package main

import (
	"context"
	"errors"

	"sapa/bot/channel/whatsapp"
	"sapa/bot/console"
)

// phone gives the console the office's phone; nil when WhatsApp is off.
func (a *app) phone() console.Phone {
	w, on := a.adapters[whatsapp.Name].(*whatsapp.Adapter)
	if !on {
		return nil
	}
	return linkedPhone{w}
}

// linkedPhone is a WhatsApp adapter as the console wants it.
type linkedPhone struct{ *whatsapp.Adapter }

// Link gives what is to be shown now.
func (p linkedPhone) Link() console.Link {
	shown, ok := p.Pairing()
	if !ok {
		return console.Link{}
	}
	return console.Link{Kind: console.LinkKind(shown.Kind), Payload: shown.Payload, Until: shown.Until}
}

// AskCode asks for a pairing code.
func (p linkedPhone) AskCode(ctx context.Context, number string) error {
	return problem(p.Adapter.AskCode(ctx, number))
}

// AskQR asks for a QR code.
func (p linkedPhone) AskQR(ctx context.Context) error { return problem(p.Adapter.AskQR(ctx)) }

// Unlink takes the device off the phone.
func (p linkedPhone) Unlink(ctx context.Context) error { return problem(p.Adapter.Unlink(ctx)) }

// problem puts an error into the console's terms.
func problem(err error) error {
	for known, as := range map[error]console.PhoneProblem{whatsapp.ErrLinked: console.PhoneLinked, whatsapp.ErrNotLinked: console.PhoneUnlinked,
		whatsapp.ErrNoCode: console.PhoneNoCode, whatsapp.ErrNotConnected: console.PhoneUnreachable} {
		if errors.Is(err, known) {
			return as
		}
	}
	return err
}
