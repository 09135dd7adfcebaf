package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// wish is how somebody wants to link the phone while the adapter listens: by a code for this number, in E.164, or by a QR code.
type wish struct {
	phone string
	told  bool
	done  chan error // told once how it went; has room for it
}

func (w *wish) tell(err error) {
	if !w.told {
		w.told = true
		w.done <- err
	}
}

var (
	// ErrLinked: a phone is linked already.
	ErrLinked = errors.New("whatsapp: a phone is linked already")
	// ErrNotConnected: WhatsApp is not reached now, so the phone cannot be told.
	ErrNotConnected = errors.New("whatsapp: not connected")
	// ErrNoCode: WhatsApp gave no pairing code, as for a number without WhatsApp or after too many requests.
	ErrNoCode = errors.New("whatsapp: no pairing code was given")
)

// wishTime bounds waiting for a pairing code.
const wishTime = 40 * time.Second

// AskCode asks for a code to type on the phone with this number, in E.164, in place of the QR code, and returns when Pairing gives it.
// Once the code has expired QR codes are shown again. Listen must be running.
func (a *Adapter) AskCode(ctx context.Context, phone string) error { return a.ask(ctx, phone) }

// AskQR goes back to QR codes at once.
func (a *Adapter) AskQR(ctx context.Context) error { return a.ask(ctx, "") }

func (a *Adapter) ask(ctx context.Context, phone string) error {
	linked, err := a.Linked(ctx)
	if err != nil {
		return err
	}
	if linked {
		return ErrLinked
	}
	w := &wish{phone: phone, done: make(chan error, 1)}
	select {
	case <-a.wishes: // of somebody who does not wait any more
	default:
	}
	select {
	case a.wishes <- w:
	default: // somebody else was quicker
		return ErrNoCode
	}
	ctx, cancel := context.WithTimeout(ctx, wishTime)
	defer cancel()
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", ErrNoCode, ctx.Err())
	}
}

// wished gives the way to link that somebody asked for, or the one of the options.
func (a *Adapter) wished() *wish {
	select {
	case w := <-a.wishes:
		return w
	default:
		return &wish{phone: a.opt.Phone, done: make(chan error, 1)}
	}
}

// Unlink takes the device off the phone's list and forgets its keys; Listen, which goes on, then asks to be linked anew. It fails with
// ErrNotLinked or, when WhatsApp is not reached, with ErrNotConnected: then nothing is forgotten.
func (a *Adapter) Unlink(ctx context.Context) error {
	linked, err := a.Linked(ctx)
	if err != nil {
		return err
	}
	if !linked {
		return ErrNotLinked
	}
	cli := a.client.Load()
	if cli == nil || !cli.IsLoggedIn() {
		return ErrNotConnected
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	if err := cli.Logout(ctx); err != nil {
		if !cli.IsConnected() || ctx.Err() != nil {
			return fmt.Errorf("%w: %s", ErrNotConnected, redact(err))
		}
		return fmt.Errorf("whatsapp: unlink the device: %s", redact(err))
	}
	a.health.event(unlinked{})
	a.leave(0)
	return nil
}

// Number is the office's own number, in E.164; empty while no phone is linked.
func (a *Adapter) Number(ctx context.Context) (string, error) {
	device, err := a.devices.GetFirstDevice(ctx)
	if err != nil {
		return "", fmt.Errorf("whatsapp: read the device store: %w", err)
	}
	if device.ID == nil {
		return "", nil
	}
	return "+" + device.ID.User, nil
}
