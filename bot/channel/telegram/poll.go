package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

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

// listenPolling is Listen by long polling.
func (a *Adapter) listenPolling(ctx context.Context, in channel.Intake) error {
	if !a.insist(ctx, "deleteWebhook", a.deleteWebhook) {
		return nil
	}
	a.health.set(channel.Normal, "")
	var offset int64
	var wait backoff
	for ctx.Err() == nil {
		updates, err := a.getUpdates(ctx, offset)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			a.pollFailed(ctx, err, &wait)
			continue
		}
		wait.reset()
		a.health.set(channel.Normal, "")
		if len(updates) == 0 {
			continue
		}
		if messages := a.readAll(ctx, updates); !a.deliver(ctx, in, messages) {
			return nil
		}
		offset = updates[len(updates)-1].ID + 1 // only now is the batch confirmed, by the next poll
	}
	return nil
}

// polled is Telegram's answer to getUpdates.
type polled[T any] struct {
	OK          bool   `json:"ok"`
	Result      []T    `json:"result"`
	Code        int    `json:"error_code"`
	Description string `json:"description"`
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

// refused is an error answer to getUpdates.
type refused struct {
	code        int
	description string
	retry       time.Duration
}

func (e *refused) Error() string { return cleaned(fmt.Sprintf("answered %d", e.code), e.description) }

// getUpdates asks for what comes after offset. The library keeps its own to itself.
func (a *Adapter) getUpdates(ctx context.Context, offset int64) ([]*models.Update, error) {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout+pollGrace)
	defer cancel()
	body := fmt.Appendf(nil, `{"offset":%d,"limit":%d,"timeout":%d,"allowed_updates":%s}`, offset, pollBatch, int(pollTimeout.Seconds()), allowedUpdates)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.api+"/bot"+a.opt.Token+"/getUpdates", bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the API's address is malformed")
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
	var answer polled[*models.Update]
	if err := decode(data, &answer); err == nil {
		return answer.Result, answer.failure(resp.StatusCode)
	}
	return a.decodeEach(data, resp.StatusCode)
}

func (p *polled[T]) failure(status int) error {
	if p.OK {
		return nil
	}
	if p.Code == 0 {
		p.Code = status
	}
	return &refused{p.Code, p.Description, time.Duration(p.Parameters.RetryAfter) * time.Second}
}

// decode is json.Unmarshal that survives a decoder's panic.
func decode(data []byte, into any) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("decoder panicked")
		}
	}()
	return json.Unmarshal(data, into)
}

// decodeEach reads the updates one by one after the batch as a whole could not be read.
func (a *Adapter) decodeEach(data []byte, status int) ([]*models.Update, error) {
	var raw polled[json.RawMessage]
	if err := decode(data, &raw); err != nil {
		return nil, &refused{code: status}
	}
	updates := make([]*models.Update, 0, len(raw.Result))
	for _, one := range raw.Result {
		u, err := a.decodeOne(one)
		if err != nil {
			return nil, err
		}
		updates = append(updates, u)
	}
	return updates, raw.failure(status)
}

// decodeOne reads an update; of one that cannot be read at least its ID and where it came from.
func (a *Adapter) decodeOne(data []byte) (*models.Update, error) {
	u := &models.Update{}
	if decode(data, u) == nil {
		return u, nil
	}
	u, err := outline(data)
	if err != nil {
		return nil, err
	}
	a.putAside("an update could not be decoded")
	return u, nil
}

// pollFailed notes why a poll failed and waits.
func (a *Adapter) pollFailed(ctx context.Context, err error, wait *backoff) {
	reason, pause := ReasonUnreachable, wait.next()
	var no *refused
	words := a.words(err)
	if errors.As(err, &no) {
		words = no.Error()
		pause = max(pause, no.retry)
		switch no.code {
		case http.StatusConflict:
			reason = ReasonConflict
			if strings.Contains(no.description, "webhook") {
				a.try(ctx, a.deleteWebhook) //nolint:errcheck // the next poll tells
			}
		case http.StatusUnauthorized, http.StatusNotFound:
			reason = ReasonUnauthorized
		case http.StatusTooManyRequests:
			reason = ReasonLimited
		}
	}
	a.health.set(channel.Down, reason)
	a.log.Warn("polling failed", "reason", reason, "error", words, "again_in", pause)
	sleep(ctx, pause)
}

// deliver brings messages until the intake has stored them; false: ctx ended first.
func (a *Adapter) deliver(ctx context.Context, in channel.Intake, messages []conversations.Message) bool {
	var wait backoff
	for len(messages) > 0 {
		err := accept(ctx, in, messages)
		if err == nil {
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
			err = errors.New("the intake panicked")
		}
	}()
	return in.Accept(ctx, messages...)
}

func (a *Adapter) deleteWebhook(ctx context.Context) error {
	_, err := a.bot.DeleteWebhook(ctx, &bot.DeleteWebhookParams{})
	return err
}
