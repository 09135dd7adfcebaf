package whatsapp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"
)

// PairingKind says what is shown to whoever links the office's phone.
type PairingKind string

// The kinds of Pairing.
const (
	PairQR      PairingKind = "qr"      // Payload is the text of a QR code to be scanned
	PairCode    PairingKind = "code"    // Payload is typed on the phone, ABCD-EFGH
	PairPasskey PairingKind = "passkey" // WhatsApp asks for a passkey, which only a browser can give
	PairDone    PairingKind = "done"    // the phone is linked
)

// Pairing is one step of linking the office's phone.
type Pairing struct {
	Kind    PairingKind
	Payload string
	Until   time.Time // zero: not known
}

// Pairing gives what is to be shown now; false: nothing is.
func (a *Adapter) Pairing() (Pairing, bool) {
	p := a.pairing.Load()
	if p == nil || p.Kind == PairDone || !p.Until.IsZero() && time.Now().After(p.Until) {
		return Pairing{}, false
	}
	return *p, true
}

func (a *Adapter) show(p Pairing) {
	a.pairing.Store(&p)
	if a.opt.Pairing != nil {
		a.opt.Pairing(p)
	}
}

// linkAgain is how long to wait after nobody scanned any of the codes.
const linkAgain = 2 * time.Second

// link asks to be linked and, once a phone did it, goes on as that phone's device. The connection lives as long as line.
func (a *Adapter) link(ctx, line context.Context, cli *whatsmeow.Client) (time.Duration, bool) {
	a.health.event(unlinked{})
	way := a.wished()
	codes, err := cli.GetQRChannel(ctx)
	if err == nil {
		err = cli.ConnectContext(line)
	}
	if err != nil {
		a.log.Warn("WhatsApp could not be reached to be linked", "err", redact(err))
		way.tell(ErrNotConnected)
		return 0, false
	}
	for {
		select {
		case other := <-a.wishes: // it is for the next life, which begins at once
			select {
			case a.wishes <- other:
			default: // an even newer one
			}
			return 0, true
		case item, more := <-codes:
			if !more {
				return linkAgain, true
			}
			if pause, over := a.linking(ctx, cli, way, item); over {
				return pause, true
			}
		}
	}
}

// linking takes one step of linking. over: the connection ends, after so long a pause.
func (a *Adapter) linking(ctx context.Context, cli *whatsmeow.Client, way *wish, item whatsmeow.QRChannelItem) (pause time.Duration, over bool) {
	switch item.Event {
	case whatsmeow.QRChannelEventCode:
		return a.offer(ctx, cli, way, item)
	case whatsmeow.QRChannelSuccess.Event:
		a.show(Pairing{Kind: PairDone})
		pause, _ = a.wait(ctx)
		return pause, true
	case whatsmeow.QRChannelErrUnexpectedEvent.Event, whatsmeow.QRChannelClientOutdated.Event, whatsmeow.QRChannelEventError:
		a.log.Error("linking failed", "why", item.Event)
		return longestPause, true
	}
	return 0, false
}

// offer shows a QR code, or asks once for the code of a number.
func (a *Adapter) offer(ctx context.Context, cli *whatsmeow.Client, way *wish, item whatsmeow.QRChannelItem) (pause time.Duration, over bool) {
	if way.phone == "" {
		a.show(Pairing{Kind: PairQR, Payload: item.Code, Until: time.Now().Add(item.Timeout)})
		way.tell(nil)
		return 0, false
	}
	if way.told {
		return 0, false // the code for the number holds on
	}
	err := a.askCode(ctx, cli, way.phone)
	if err == nil {
		way.tell(nil)
		return 0, false
	}
	a.log.Error("WhatsApp gave no pairing code", "err", redact(err))
	way.tell(ErrNoCode)
	if way.phone == a.opt.Phone {
		return longestPause, true
	}
	return linkAgain, true
}

// codeLife is how long a pairing code holds.
const codeLife = 160 * time.Second

func (a *Adapter) askCode(ctx context.Context, cli *whatsmeow.Client, phone string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	code, err := cli.PairPhone(ctx, phone, true, whatsmeow.PairClientChrome, "Chrome (Linux)")
	if err == nil {
		a.show(Pairing{Kind: PairCode, Payload: code, Until: time.Now().Add(codeLife)})
	}
	return err
}

// ErrNotLinked: there is no linked device.
var ErrNotLinked = errors.New("whatsapp: no device is linked")

// Linked tells whether a device is linked, as the device store has it.
func (a *Adapter) Linked(ctx context.Context) (bool, error) {
	device, err := a.devices.GetFirstDevice(ctx)
	if err != nil {
		return false, fmt.Errorf("whatsapp: read the device store: %w", err)
	}
	return device.ID != nil, nil
}

// Forget unlinks the device from the office's phone and forgets its keys. Listen must not be running. When WhatsApp cannot be
// reached nothing is forgotten, unless force is set: the phone then still lists a device that nobody has.
func (a *Adapter) Forget(ctx context.Context, force bool) error {
	device, err := a.devices.GetFirstDevice(ctx)
	if err != nil {
		return fmt.Errorf("whatsapp: read the device store: %w", err)
	}
	if device.ID == nil {
		return ErrNotLinked
	}
	if err = a.logout(ctx, a.newClient(ctx, device)); err != nil && force {
		err = device.Delete(ctx)
	}
	if err != nil {
		return fmt.Errorf("whatsapp: unlink the device: %s", redact(err))
	}
	return nil
}

func (a *Adapter) logout(ctx context.Context, cli *whatsmeow.Client) error {
	connected := make(chan struct{}, 1)
	gone := make(chan struct{}, 1)
	cli.AddEventHandler(func(event any) {
		tell := connected
		switch event.(type) {
		case *events.LoggedOut:
			tell = gone
		case *events.Connected:
		default:
			return
		}
		select {
		case tell <- struct{}{}:
		default:
		}
	})
	if err := cli.ConnectContext(ctx); err != nil {
		return err
	}
	defer cli.Disconnect()
	select {
	case <-connected:
		return cli.Logout(ctx)
	case <-gone: // the phone did it already
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
