package telegram

import (
	"context"
	"errors"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sapa/bot/channel"
)

// backoff grows from 0.1 s to 5 s.
type backoff struct{ last time.Duration }

func (b *backoff) next() time.Duration {
	b.last = min(max(2*b.last, 100*time.Millisecond), 5*time.Second)
	return b.last
}

func (b *backoff) reset() { b.last = 0 }

// sleep waits; false: ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// callTime bounds a call that is no long poll.
const callTime = 30 * time.Second

func (a *Adapter) try(ctx context.Context, call func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	return call(ctx)
}

// insist calls until Telegram has agreed, as must be before listening; false: ctx ended, or Telegram refuses for good.
func (a *Adapter) insist(ctx context.Context, method string, call func(context.Context) error) bool {
	var wait backoff
	for {
		err := a.try(ctx, call)
		if err == nil {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		pause, reason := wait.next(), ReasonUnreachable
		var limited *bot.TooManyRequestsError
		switch {
		case errors.As(err, &limited):
			pause, reason = max(pause, time.Duration(limited.RetryAfter)*time.Second), ReasonLimited
		case errors.Is(err, bot.ErrorUnauthorized), errors.Is(err, bot.ErrorNotFound):
			reason = ReasonUnauthorized
		case errors.Is(err, bot.ErrorBadRequest) && method == "setMyCommands":
			a.log.Error("the platform refused", "method", method, "error", a.words(err))
			return false
		}
		if method != "setMyCommands" {
			a.health.set(channel.Down, reason)
		}
		a.log.Warn("call failed", "method", method, "reason", reason, "error", a.words(err), "again_in", pause)
		if !sleep(ctx, pause) {
			return false
		}
	}
}

func (a *Adapter) setCommands(ctx context.Context) error {
	commands := make([]models.BotCommand, len(a.opt.Commands))
	for i, c := range a.opt.Commands {
		commands[i] = models.BotCommand{Command: c.Name, Description: c.Description}
	}
	_, err := a.bot.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: commands})
	return err
}
