package telegram

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sapa/bot/channel"
	"sapa/conversations"
)

const (
	sendTime  = 30 * time.Second
	fetchTime = 2 * time.Minute
)

// Send implements channel.Adapter. Telegram knows no idempotency key, so id is not used: a retry after a SendError with
// Doubt may show the message twice. A text too long for a caption follows its photo as a message of its own.
func (a *Adapter) Send(ctx context.Context, _ string, to conversations.Address, out channel.Outgoing) (conversations.MessageID, error) {
	chat, err := strconv.ParseInt(string(to), 10, 64)
	if err != nil {
		return "", &channel.SendError{Verdict: channel.Refused, Err: errors.New("telegram: the address is not a chat")}
	}
	if at, bounded := ctx.Deadline(); !bounded || time.Until(at) > sendTime {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, sendTime)
		defer cancel()
	}
	markup, removes := a.keyboard(chat, out)
	sent, failed := a.deliverOut(ctx, string(to), out, markup)
	if failed != nil {
		return "", failed
	}
	a.health.sent()
	if removes {
		a.keys.drop(chat)
	}
	return conversations.MessageID("m" + string(to) + "." + strconv.Itoa(sent)), nil
}

// deliverOut makes the one or two calls that an Outgoing takes, and gives the message's ID. The error is nil or complete.
func (a *Adapter) deliverOut(ctx context.Context, chat string, out channel.Outgoing, markup any) (int, *channel.SendError) {
	if out.Media == nil {
		return a.sendText(ctx, chat, out.Text, markup)
	}
	if units(out.Text) <= captionLimit {
		return a.sendMedia(ctx, chat, *out.Media, out.Text, markup)
	}
	if sent, failed := a.sendMedia(ctx, chat, *out.Media, "", nil); failed != nil {
		return sent, failed
	}
	return a.sendText(ctx, chat, out.Text, markup)
}

func (a *Adapter) sendText(ctx context.Context, chat, words string, markup any) (int, *channel.SendError) {
	p := text{chat: chat, markup: markup}
	p.text, p.mode = marked(words)
	p.noPreview = strings.Contains(words, ".") || strings.Contains(words, "://") // nothing else can be taken for a link
	sent, err := a.say(ctx, p)
	if err != nil {
		return 0, a.sendError("sendMessage", err)
	}
	return sent, nil
}

// marked gives text as HTML, or as it is when it needs none.
func marked(text string) (string, models.ParseMode) {
	if html := HTML(text); html != text {
		return html, models.ParseModeHTML
	}
	return text, ""
}

// sendMedia sends a stored file: pictures as photos, everything else as a document.
func (a *Adapter) sendMedia(ctx context.Context, chat string, m conversations.Media, caption string, markup any) (int, *channel.SendError) {
	if a.opt.Files == nil {
		return 0, &channel.SendError{Verdict: channel.Refused, Err: errors.New("telegram: no files to send from")}
	}
	data, mime, err := a.opt.Files.Read(ctx, m.Ref)
	if err != nil {
		return 0, &channel.SendError{Verdict: channel.Later, Err: fmt.Errorf("telegram: read the file to send: %w", err)}
	}
	text, mode := marked(caption)
	ending, picture := fileEnding(mime)
	file := &models.InputFileUpload{Filename: "sapa" + ending, Data: bytes.NewReader(data)}
	method := "sendDocument"
	var sent *models.Message
	if picture && len(data) <= 10<<20 {
		method = "sendPhoto"
		sent, err = a.bot.SendPhoto(ctx, &bot.SendPhotoParams{ChatID: chat, Photo: file, Caption: text, ParseMode: mode, ReplyMarkup: markup})
	} else {
		sent, err = a.bot.SendDocument(ctx, &bot.SendDocumentParams{ChatID: chat, Document: file, Caption: text, ParseMode: mode, ReplyMarkup: markup})
	}
	if err != nil {
		return 0, a.sendError(method, err)
	}
	return sent.ID, nil
}

// fileEnding is the ending of a file's name by its type, and whether Telegram shows it as a photo.
func fileEnding(mime string) (string, bool) {
	kind, _, _ := strings.Cut(mime, ";")
	switch strings.TrimSpace(kind) {
	case "image/jpeg":
		return ".jpg", true
	case "image/png":
		return ".png", true
	case "image/webp":
		return ".webp", true
	case "image/gif":
		return ".gif", false
	case "application/pdf":
		return ".pdf", false
	case "text/plain":
		return ".txt", false
	case "text/csv":
		return ".csv", false
	}
	return ".bin", false
}

// Typing implements channel.Adapter. It never waits.
func (a *Adapter) Typing(ctx context.Context, to conversations.Address) {
	a.errands.run(ctx, func(ctx context.Context) {
		a.bot.SendChatAction(ctx, &bot.SendChatActionParams{ChatID: string(to), Action: models.ChatActionTyping}) //nolint:errcheck // best effort
	})
}
