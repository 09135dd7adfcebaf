package whatsapp

import (
	"context"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types/events"

	"sapa/bot/channel"
)

// goodbye says why a connection ended that the library does not make again by itself, and when to try.
type goodbye struct{ pause time.Duration }

// How long to wait where the library gives up.
const (
	afterLogout   = 2 * time.Second // the dead device's row is taken away meanwhile
	afterReplaced = 5 * time.Minute // somebody uses the same device: to fight over it would cut both off again and again
	afterOutdated = 6 * time.Hour   // until this program is newer
	afterBan      = time.Hour       // where WhatsApp did not say how long
	longestPause  = 30 * time.Second
)

// Listen implements channel.Adapter. It never ends before ctx, whatever happens to the device: without one it asks to be
// linked, and after a ban it comes back.
func (a *Adapter) Listen(ctx context.Context, in channel.Intake) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go a.purge(ctx)
	var failures backoff
	for ctx.Err() == nil {
		device, err := a.devices.GetFirstDevice(ctx)
		if err != nil {
			a.log.Error("the device store could not be read", "err", err)
			sleep(ctx, failures.next())
			continue
		}
		pause, reached := a.live(ctx, device, in)
		if reached {
			failures.reset()
		} else {
			pause = max(pause, failures.next())
		}
		a.rest(ctx, pause)
	}
	return nil
}

// rest waits before the next life, but not when somebody waits for a code.
func (a *Adapter) rest(ctx context.Context, pause time.Duration) {
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	case w := <-a.wishes:
		select {
		case a.wishes <- w: // link takes it
		default:
		}
	}
}

// live is the life of one device's connection, over all the times that the library makes it again. It gives how long to
// wait before the next, and whether WhatsApp was reached at all.
func (a *Adapter) live(ctx context.Context, device *store.Device, in channel.Intake) (pause time.Duration, reached bool) {
	over := a.remember(device)
	cli := a.newClient(ctx, device)
	cli.AddEventHandlerWithSuccessStatus(func(event any) bool { return a.handle(ctx, cli, in, event) })
	line, hangup := context.WithCancel(context.WithoutCancel(ctx))
	defer func() {
		if ctx.Err() == nil || !cli.IsLoggedIn() {
			a.client.CompareAndSwap(cli, nil)
			cli.Disconnect()
			hangup()
			over()
		} // else what is being said may still be said, until Close
	}()
	defer context.AfterFunc(ctx, func() {
		if !cli.IsLoggedIn() {
			hangup()
		}
	})()
	select {
	case <-a.goodbye: // of a life before
	default:
	}
	a.client.Store(cli)
	if device.ID == nil {
		return a.link(ctx, line, cli)
	}
	if err := cli.ConnectContext(line); err != nil {
		a.health.event(&events.Disconnected{})
		a.log.Warn("WhatsApp could not be reached", "err", redact(err))
		return 0, false
	}
	return a.wait(ctx)
}

// remember puts our own buffer before a linked device's, and gives what ends it. Names of people, which nobody needs, are not kept
// at all. A device that is only being linked has no stores yet; it gets ours at the next start.
func (a *Adapter) remember(device *store.Device) (over func()) {
	if device.ID == nil {
		return func() {}
	}
	b := newBuffer(device.EventBuffer, a.log)
	device.EventBuffer, device.Contacts = b, &store.NoopStore{}
	ctx, over := context.WithCancel(a.open)
	a.writing.Go(func() { b.run(ctx) })
	return over
}

// wait returns when the connection has ended for good.
func (a *Adapter) wait(ctx context.Context) (time.Duration, bool) {
	select {
	case bye := <-a.goodbye:
		return bye.pause, true
	case <-ctx.Done():
		return 0, true
	}
}

func (a *Adapter) newClient(ctx context.Context, device *store.Device) *whatsmeow.Client {
	if device.PushName == "" {
		device.PushName = a.opt.OfficeName // without a name no presence can be sent, and delivered marks stay grey
	}
	cli := whatsmeow.NewClient(device, libraryLog{a.log})
	cli.EnableDecryptedEventBuffer = true // a message that was decrypted but not stored is decrypted again
	cli.SynchronousAck = true             // and is acknowledged only after it was stored
	cli.UseRetryMessageStore = true       // a phone that cannot read a message gets it again, also after a restart
	cli.ManualHistorySyncDownload = true  // what was said before we came is none of our business
	cli.AutoReconnectHook = func(error) bool {
		cli.AutoReconnectErrors = min(cli.AutoReconnectErrors, int(longestPause/(2*time.Second))) // its pause grows by 2 s without end
		return ctx.Err() == nil
	}
	if c := a.opt.HTTPClient; c != nil {
		cli.SetWebsocketHTTPClient(c)
		cli.SetPreLoginHTTPClient(c)
		cli.SetMediaHTTPClient(c)
	}
	cli.SetForceActiveDeliveryReceipts(true)
	return cli
}

// leave ends the life that is under way.
func (a *Adapter) leave(pause time.Duration) {
	select {
	case a.goodbye <- goodbye{pause}:
	default: // it is ending already
	}
}
