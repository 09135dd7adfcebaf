package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/bot/broadcast"
	"sapa/store"
)

type broadcastCmd struct {
	Draft      broadcastDraftCmd      `cmd:"" help:"Write a broadcast, or write one anew that was not sent. The text is read from standard input."`
	Preview    broadcastPreviewCmd    `cmd:"" help:"Show it as people will see it. It holds personal data."`
	Test       broadcastTestCmd       `cmd:"" help:"Send it to your own linked chat."`
	Submit     broadcastSubmitCmd     `cmd:"" help:"Ask the second person to look."`
	Approve    broadcastApproveCmd    `cmd:"" help:"Approve, as another penyelia, exactly what bears the hash."`
	Reject     broadcastRejectCmd     `cmd:"" help:"Send it back to be written anew."`
	Send       broadcastSendCmd       `cmd:"" help:"Let it go, at once or at its time."`
	Pause      broadcastPauseCmd      `cmd:"" help:"Hold it, within two seconds."`
	Resume     broadcastResumeCmd     `cmd:"" help:"Let it go on."`
	Cancel     broadcastCancelCmd     `cmd:"" help:"End it. Tells how many people will not get it."`
	Retry      broadcastRetryCmd      `cmd:"" help:"Send again to whom it failed, and to nobody else."`
	Status     broadcastStatusCmd     `cmd:"" help:"How one is doing, or all of them."`
	Deliveries broadcastDeliveriesCmd `cmd:"" help:"Whom it went to and what became of it, as CSV."`
}

// service opens the house and hands over what officers do with broadcasts.
func service(ctx context.Context, cfg *Config, do func(h *house, s *broadcast.Service) error) error {
	return inHouse(ctx, cfg, func(h *house) error {
		s, err := h.broadcasts()
		if err != nil {
			return err
		}
		return do(h, s)
	})
}

// onBroadcast is a broadcast that somebody does something with.
type onBroadcast struct {
	Code string `arg:"" help:"Code of the broadcast: four letters and digits."`
	acting
	JSON bool `name:"json" help:"As a JSON array of one."`
}

// step does one act and tells how the broadcast is afterwards.
func (c onBroadcast) step(ctx context.Context, cfg *Config, s streams, act func(*broadcast.Service) (string, error)) error {
	return service(ctx, cfg, func(h *house, b *broadcast.Service) error {
		if err := c.allowed(ctx, h, b); err != nil {
			return broadcastError(c.Code, err)
		}
		words, err := act(b)
		if err != nil {
			return broadcastError(c.Code, err)
		}
		return h.showBroadcast(ctx, s, b, c.Code, c.JSON, words)
	})
}

// allowed looks whether whoever acts may write to the audience at all, before anything is told of the broadcast.
func (c onBroadcast) allowed(ctx context.Context, h *house, b *broadcast.Service) error {
	if c.As == store.Operator {
		return nil
	}
	o, err := h.db.OfficerByLogin(ctx, c.As)
	if errors.Is(err, store.ErrNotFound) {
		return &store.ForbiddenError{By: c.As, Why: store.RefusedUnknown}
	}
	if err != nil {
		return err
	}
	found, err := b.Find(ctx, c.Code)
	if err != nil {
		return err
	}
	return o.Broadcasts(found.Audience)
}

// plain makes a step of an act that leaves the broadcast alone to tell.
func (c onBroadcast) plain(ctx context.Context, cfg *Config, s streams, act func(*broadcast.Service) (store.Broadcast, error)) error {
	return c.step(ctx, cfg, s, func(b *broadcast.Service) (string, error) {
		_, err := act(b)
		return "", err
	})
}

// broadcastError says in an operator's words what stood in the way.
func broadcastError(code string, err error) error {
	var state *store.BroadcastStateError
	switch {
	case errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("there is no broadcast %s", code)
	case errors.As(err, &state):
		return state
	case errors.Is(err, store.ErrOwnApproval):
		return fmt.Errorf("broadcast %s must be approved by somebody else than its author", code)
	case errors.Is(err, store.ErrVoid):
		return fmt.Errorf("broadcast %s is not what that hash was shown for; look at it again", code)
	case errors.Is(err, store.ErrConflict):
		return fmt.Errorf("broadcast %s was changed by somebody else meanwhile; look at it again", code)
	case errors.Is(err, broadcast.ErrNoChat):
		return errors.New("no chat is linked to that login; link one with sapa officer chat")
	}
	return bare(err)
}

type broadcastSubmitCmd struct{ onBroadcast }

// Run submits a broadcast.
func (c *broadcastSubmitCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.plain(ctx, cfg, s, func(b *broadcast.Service) (store.Broadcast, error) { return b.Submit(ctx, c.As, c.Code) })
}

type broadcastApproveCmd struct {
	onBroadcast
	Hash string `help:"The hash that sapa broadcast status shows: what is approved is exactly that." required:""`
}

// Run approves a broadcast.
func (c *broadcastApproveCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	if c.As == store.Operator {
		return errors.New("an approval bears a name: --as LOGIN of a penyelia")
	}
	return c.plain(ctx, cfg, s, func(b *broadcast.Service) (store.Broadcast, error) { return b.Approve(ctx, c.As, c.Code, c.Hash) })
}

type broadcastRejectCmd struct {
	onBroadcast
	Note string `help:"Why, for the author."`
}

// Run sends a broadcast back.
func (c *broadcastRejectCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	if c.As == store.Operator {
		return errors.New("a rejection bears a name: --as LOGIN of a penyelia")
	}
	return c.plain(ctx, cfg, s, func(b *broadcast.Service) (store.Broadcast, error) { return b.Reject(ctx, c.As, c.Code, c.Note) })
}

type broadcastSendCmd struct{ onBroadcast }

// Run starts a broadcast.
func (c *broadcastSendCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.plain(ctx, cfg, s, func(b *broadcast.Service) (store.Broadcast, error) { return b.Start(ctx, c.As, c.Code) })
}

type broadcastPauseCmd struct{ onBroadcast }

// Run pauses a broadcast.
func (c *broadcastPauseCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.plain(ctx, cfg, s, func(b *broadcast.Service) (store.Broadcast, error) { return b.Pause(ctx, c.As, c.Code) })
}

type broadcastResumeCmd struct{ onBroadcast }

// Run lets a paused broadcast go on.
func (c *broadcastResumeCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.plain(ctx, cfg, s, func(b *broadcast.Service) (store.Broadcast, error) { return b.Resume(ctx, c.As, c.Code) })
}

type broadcastCancelCmd struct{ onBroadcast }

// Run cancels a broadcast.
func (c *broadcastCancelCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.step(ctx, cfg, s, func(b *broadcast.Service) (string, error) {
		unsent, err := b.Cancel(ctx, c.As, c.Code)
		return fmt.Sprintf("%d people will not get it", unsent), err
	})
}

type broadcastRetryCmd struct{ onBroadcast }

// Run sends again to whom it failed.
func (c *broadcastRetryCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.step(ctx, cfg, s, func(b *broadcast.Service) (string, error) {
		again, err := b.RetryFailed(ctx, c.As, c.Code)
		return fmt.Sprintf("%d are sent again", again), err
	})
}

type broadcastTestCmd struct{ onBroadcast }

// Run sends a test.
func (c *broadcastTestCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.step(ctx, cfg, s, func(b *broadcast.Service) (string, error) {
		return "a test is on its way", b.Test(ctx, c.As, c.Code)
	})
}

// moment reads a time of the office's clock: "2026-08-03 09:00"; empty is none.
func (h *house) moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", text, h.place)
	if err != nil {
		return t, fmt.Errorf("want a time such as 2026-08-03 09:00, not %q", text)
	}
	return t, nil
}
