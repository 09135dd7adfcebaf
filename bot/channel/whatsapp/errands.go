package whatsapp

import (
	"context"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"sapa/conversations"
)

// errands are small courtesies that nobody waits for: so many at once, and what does not fit is left undone.
type errands struct{ slots chan struct{} }

const errandTime = 10 * time.Second

func (e *errands) run(ctx context.Context, do func(context.Context)) {
	select {
	case e.slots <- struct{}{}:
	default:
		return
	}
	go func() {
		defer func() { <-e.slots }()
		ctx, cancel := context.WithTimeout(ctx, errandTime)
		defer cancel()
		do(ctx)
	}()
}

// markRead shows the person that the message was read.
func (a *Adapter) markRead(ctx context.Context, cli *whatsmeow.Client, event *events.Message) {
	id, at, chat, sender := event.Info.ID, event.Info.Timestamp, event.Info.Chat, event.Info.Sender
	a.errands.run(ctx, func(ctx context.Context) {
		cli.MarkRead(ctx, []types.MessageID{id}, at, chat, sender) //nolint:errcheck // best effort
	})
}

// Typing implements channel.Adapter. It never waits.
func (a *Adapter) Typing(ctx context.Context, to conversations.Address) {
	cli, jid := a.client.Load(), chat(to)
	if cli == nil || !cli.IsLoggedIn() || jid.IsEmpty() {
		return
	}
	a.errands.run(context.WithoutCancel(ctx), func(ctx context.Context) {
		cli.SendChatPresence(ctx, jid, types.ChatPresenceComposing, types.ChatPresenceMediaText) //nolint:errcheck // best effort
	})
}
