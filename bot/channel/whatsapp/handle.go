package whatsapp

import (
	"cmp"
	"context"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"sapa/bot/channel"
	"sapa/conversations"
)

// handle takes one event of the library. false: it was not stored, and WhatsApp must bring it again. The library calls it for
// one event after the other.
func (a *Adapter) handle(ctx context.Context, cli *whatsmeow.Client, in channel.Intake, event any) (stored bool) {
	defer func() {
		if p := recover(); p != nil {
			a.log.Error("set aside: handling an event panicked")
			stored = true // it would panic again
		}
	}()
	if ctx.Err() != nil {
		return false
	}
	switch event := event.(type) {
	case *events.Message:
		if m, ok := a.read(ctx, cli, event); ok {
			return a.bring(ctx, cli, event, in, m)
		}
	case *events.UndecryptableMessage:
		if m, ok := unreadable(event); ok {
			return a.bring(ctx, cli, nil, in, m)
		}
	case *events.Receipt:
		return a.receipt(ctx, cli, in, event)
	case *events.Connected:
		a.errands.run(ctx, func(ctx context.Context) { cli.SendPresence(ctx, types.PresenceAvailable) }) //nolint:errcheck // best effort
	case *events.KeepAliveTimeout:
		go cli.ResetConnection() // the library itself would wait three minutes
	case *events.PairPasskeyRequest:
		a.show(Pairing{Kind: PairPasskey})
	case *events.LoggedOut:
		a.leave(afterLogout)
	case *events.StreamReplaced:
		a.leave(afterReplaced)
	case *events.ClientOutdated:
		a.leave(afterOutdated)
	case *events.TemporaryBan:
		a.leave(cmp.Or(event.Expire, afterBan))
	case *events.ConnectFailure:
		a.leave(longestPause)
	}
	a.health.event(event)
	return true
}

// patience is how long a message is offered to the intake before WhatsApp is asked to bring it again.
const patience = 20 * time.Second

// bring offers a message until the intake has stored it, so that what came after it does not overtake it.
func (a *Adapter) bring(ctx context.Context, cli *whatsmeow.Client, event *events.Message, in channel.Intake, m conversations.Message) bool {
	var wait backoff
	for end := time.Now().Add(patience); ; {
		err := accept(ctx, in, m)
		if err == nil {
			a.health.event(storing{done: true})
			if event != nil && !event.Info.IsFromMe {
				a.markRead(ctx, cli, event)
			}
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		a.health.event(storing{done: false})
		a.log.Error("the intake did not take a message", "err", err)
		if time.Now().After(end) {
			go cli.ResetConnection() // nothing else makes WhatsApp bring again what we did not acknowledge
			return false
		}
		if !sleep(ctx, wait.next()) {
			return false
		}
	}
}

// accept is Intake.Accept whose panic is an error like any other.
func accept(ctx context.Context, in channel.Intake, m conversations.Message) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errPanicked
		}
	}()
	return in.Accept(ctx, m)
}

// receipt brings news of what we sent. That our own phone read or sent something is none.
func (a *Adapter) receipt(ctx context.Context, cli *whatsmeow.Client, in channel.Intake, r *events.Receipt) bool {
	read := r.Type == types.ReceiptTypeRead || r.Type == types.ReceiptTypePlayed
	if r.IsFromMe || r.IsGroup || !read && r.Type != types.ReceiptTypeDelivered {
		return true
	}
	news := make([]channel.Receipt, len(r.MessageIDs))
	for i, id := range r.MessageIDs {
		news[i] = channel.Receipt{Channel: Name, Message: conversations.MessageID(id), At: r.Timestamp.UTC(), Read: read}
	}
	if err := in.Receive(ctx, news...); err != nil {
		if ctx.Err() == nil {
			a.log.Error("the intake did not take receipts", "count", len(news), "err", err)
			go cli.ResetConnection()
		}
		return false
	}
	return true
}
