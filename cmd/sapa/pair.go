package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/whatsapp"
	"sapa/conversations"
	"sapa/conversations/understand"
)

type pairCmd struct {
	Phone  string        `help:"Link by a code that is typed on this phone, in place of a QR code. The number of the office's WhatsApp." placeholder:"+62..."`
	Forget bool          `help:"Unlink the device from the phone and forget its keys."`
	Force  bool          `help:"With --forget: forget the keys even if WhatsApp cannot be reached."`
	Wait   time.Duration `default:"10m" help:"How long to wait for the phone."`
}

// Run links the office's WhatsApp number with this installation, or unlinks it.
func (c *pairCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	h, err := open(ctx, cfg)
	if err != nil {
		return err
	}
	defer h.leave()
	opt := whatsapp.Options{Pairing: h.pairingOn(s.out)}
	if c.Phone != "" {
		phone, problem := understand.Value(understand.Phone, c.Phone, time.Now())
		if problem != nil {
			return errors.New("--phone: this is no Indonesian mobile number; write it in the form +628123456789")
		}
		opt.Phone = phone
	}
	a, leave, err := openWhatsapp(ctx, h, opt)
	if err != nil {
		return err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, c.Wait)
	defer cancel()
	if c.Forget {
		if err := a.Forget(ctx, c.Force); err != nil && !errors.Is(err, whatsapp.ErrNotLinked) {
			return fmt.Errorf("%w (with --force the keys are forgotten here all the same; then remove the device on the phone by hand)", err)
		}
		fmt.Fprintln(s.out, "no phone is linked any more")
		return nil
	}
	return c.link(ctx, a, s)
}

func (c *pairCmd) link(ctx context.Context, a *whatsapp.Adapter, s streams) error {
	linked, err := a.Linked(ctx)
	if err != nil {
		return err
	}
	if linked {
		fmt.Fprintln(s.out, "a phone is linked already; 'sapa pair --forget' unlinks it")
		return nil
	}
	listening, stop := context.WithCancel(ctx)
	var wait sync.WaitGroup
	wait.Go(func() { _ = a.Listen(listening, nobody{}) }) // it ends with its context alone
	defer wait.Wait()
	defer stop()
	for tick := time.NewTicker(200 * time.Millisecond); ; {
		select {
		case <-tick.C:
			if a.Health().State == channel.Normal {
				fmt.Fprintln(s.out, "the phone is linked; SAPA_WHATSAPP=on makes serve answer on it")
				return nil
			}
		case <-ctx.Done():
			return errors.New("no phone was linked in time")
		}
	}
}

// nobody is an intake that takes nothing: what is said while linking waits for serve.
type nobody struct{}

var errNobody = errors.New("nobody listens while the phone is being linked")

func (nobody) Accept(context.Context, ...conversations.Message) error { return errNobody }

func (nobody) Receive(context.Context, ...channel.Receipt) error { return errNobody }
