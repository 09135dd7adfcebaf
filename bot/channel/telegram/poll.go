package telegram

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/go-telegram/bot"

	"sapa/bot/channel"
	"sapa/conversations"
)

const (
	// pollTimeout is how long Telegram may hold an empty poll; it allows no more than 50 s.
	pollTimeout = 50 * time.Second
	// pollGrace is how much longer than that we wait before the connection counts as dead.
	pollGrace = 15 * time.Second
	pollBatch = 100
	// allowedUpdates are the kinds of news this adapter reads.
	allowedUpdates = `["message","edited_message","callback_query","my_chat_member"]`
)

// poller is one Listen by long polling.
type poller struct {
	*Adapter
	in     channel.Intake
	offset int64 // of the next poll; it confirms everything below
	wait   backoff
}

// listenPolling is Listen by long polling.
func (a *Adapter) listenPolling(ctx context.Context, in channel.Intake) error {
	if !a.insist(ctx, "deleteWebhook", a.deleteWebhook) {
		return nil
	}
	a.health.set(channel.Normal, "")
	p := poller{Adapter: a, in: in}
	for ctx.Err() == nil {
		if err := p.poll(ctx); err != nil && ctx.Err() == nil {
			p.failed(ctx, err)
		}
	}
	return nil
}

// poll fetches one batch and brings it; its error is one of fetching. A panic is an error too.
func (p *poller) poll(ctx context.Context) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = plain("polling panicked")
		}
	}()
	hold := pollTimeout
	if p.wait.last > 0 {
		hold = 0 // after a failure: learn at once whether it is over
	}
	updates, err := p.getUpdates(ctx, p.offset, hold)
	if err != nil {
		return err
	}
	p.wait.reset()
	p.health.set(channel.Normal, "")
	if len(updates) == 0 {
		p.offset = 0 // all is confirmed; after a quiet week Telegram starts anew with IDs that may be lower
		return nil
	}
	if p.deliver(ctx, p.in, p.readAll(ctx, updates)) {
		p.offset = updates[len(updates)-1].ID + 1 // only now, and the next poll says so
	}
	return nil
}

// getUpdates asks for what comes after offset. The library keeps its own to itself.
func (a *Adapter) getUpdates(ctx context.Context, offset int64, hold time.Duration) ([]*update, error) {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout+pollGrace)
	defer cancel()
	body := fmt.Appendf(nil, `{"offset":%d,"limit":%d,"timeout":%d,"allowed_updates":%s}`, offset, pollBatch, int(hold.Seconds()), allowedUpdates)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.api+"/bot"+a.opt.Token+"/getUpdates", bytes.NewReader(body))
	if err != nil {
		return nil, plain("the API's address is malformed")
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := a.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	var answer polled[*update]
	if err := decode(data, &answer); err == nil {
		return answer.Result, answer.failure(resp.StatusCode)
	}
	return a.decodeEach(data, resp.StatusCode)
}

// failed notes why a poll failed and waits.
func (p *poller) failed(ctx context.Context, err error) {
	state, reason, pause := channel.Down, ReasonUnreachable, p.wait.next()
	words := p.words(err)
	var no *refused
	if errors.As(err, &no) {
		words = no.Error()
		pause = max(pause, no.retry)
		switch no.code {
		case http.StatusConflict:
			reason = ReasonConflict
			if strings.Contains(no.description, "webhook") {
				p.try(ctx, p.deleteWebhook) //nolint:errcheck // the next poll tells
			}
		case http.StatusUnauthorized, http.StatusNotFound:
			reason = ReasonUnauthorized
		case http.StatusTooManyRequests:
			state, reason = channel.Normal, ReasonLimited
			p.health.limited(pause)
		}
	}
	p.health.set(state, reason)
	p.log.Warn("polling failed", "reason", reason, "error", words, "again_in", pause)
	sleep(ctx, pause)
}

// deliver brings messages until the intake has stored them; false: ctx ended first.
func (a *Adapter) deliver(ctx context.Context, in channel.Intake, messages []conversations.Message) bool {
	var wait backoff
	for len(messages) > 0 {
		err := accept(ctx, in, messages)
		if err == nil {
			a.health.set(channel.Normal, "")
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		pause := wait.next()
		a.health.set(channel.Down, ReasonStorage)
		a.log.Error("the intake took nothing", "messages", len(messages), "again_in", pause)
		if !sleep(ctx, pause) {
			return false
		}
	}
	return true
}

// accept is Intake.Accept whose panic is an error like any other: the message is kept and brought again.
func accept(ctx context.Context, in channel.Intake, messages []conversations.Message) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = plain("the intake panicked")
		}
	}()
	return in.Accept(ctx, messages...)
}

func (a *Adapter) deleteWebhook(ctx context.Context) error {
	_, err := a.bot.DeleteWebhook(ctx, &bot.DeleteWebhookParams{})
	return err
}
