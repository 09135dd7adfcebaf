package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sapa/bot/channel"
	"sapa/conversations"
)

// attached is what came beside, or instead of, text; nil when nothing did, or only news about the chat itself.
func attached(m *message) []conversations.Media {
	media := func(kind conversations.MediaKind, ref, mime string, size int64) []conversations.Media {
		return []conversations.Media{{Kind: kind, Ref: ref, Mime: mime, Size: size}}
	}
	switch {
	case len(m.Photo) > 0:
		p := largest(m.Photo)
		return media(conversations.Photo, p.FileID, "image/jpeg", int64(p.FileSize))
	case m.Animation != nil: // carries a document too
		return media(conversations.Video, m.Animation.FileID, m.Animation.MimeType, m.Animation.FileSize)
	case m.Document != nil:
		return media(conversations.Document, m.Document.FileID, m.Document.MimeType, m.Document.FileSize)
	case m.Voice != nil:
		return media(conversations.Voice, m.Voice.FileID, m.Voice.MimeType, m.Voice.FileSize)
	case m.Audio != nil:
		return media(conversations.Voice, m.Audio.FileID, m.Audio.MimeType, m.Audio.FileSize)
	case m.Sticker != nil:
		return media(conversations.Sticker, m.Sticker.FileID, "", m.Sticker.FileSize)
	case m.Video != nil:
		return media(conversations.Video, m.Video.FileID, m.Video.MimeType, m.Video.FileSize)
	case m.VideoNote != nil:
		return media(conversations.Video, m.VideoNote.FileID, "", m.VideoNote.FileSize)
	case m.Location != nil, m.Venue != nil:
		return media(conversations.Location, "", "", 0)
	case m.Contact != nil:
		own := m.From != nil && m.Contact.UserID != 0 && m.Contact.UserID == m.From.ID
		return []conversations.Media{{Kind: conversations.Contact, Phone: m.Contact.PhoneNumber, Own: own}}
	case m.Story != nil, m.Poll != nil, m.Dice != nil, m.Game != nil, m.Checklist != nil, m.PaidMedia != nil, m.Invoice != nil:
		return media(conversations.Other, "", "", 0)
	}
	return nil
}

// largest is the biggest size of a photo that can still be fetched; sizes come in rising order.
func largest(sizes []models.PhotoSize) models.PhotoSize {
	best := sizes[0]
	for _, s := range sizes[1:] {
		if s.FileSize <= fileLimit && s.Width*s.Height >= best.Width*best.Height {
			best = s
		}
	}
	return best
}

// Fetch implements channel.Adapter.
func (a *Adapter) Fetch(ctx context.Context, m conversations.Media, limit int64) ([]byte, error) {
	if m.Size > limit {
		return nil, channel.ErrTooLarge
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	file, err := a.bot.GetFile(ctx, &bot.GetFileParams{FileID: m.Ref})
	switch {
	case err != nil && errors.Is(err, bot.ErrorBadRequest) && strings.Contains(err.Error(), "file is too big"):
		return nil, channel.ErrTooLarge
	case err != nil:
		return nil, fmt.Errorf("telegram getFile: %s", a.words(err))
	case file.FileSize > limit:
		return nil, channel.ErrTooLarge
	}
	return a.download(ctx, a.api+"/file/bot"+a.opt.Token+"/"+file.FilePath, limit)
}

func (a *Adapter) download(ctx context.Context, link string, limit int64) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
	if err != nil {
		return nil, errors.New("telegram download: the file's address is malformed")
	}
	resp, err := a.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("telegram download: %s", a.words(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("telegram download: answered %d", resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("telegram download: %s", a.words(err))
	case int64(len(data)) > limit:
		return nil, channel.ErrTooLarge
	}
	return data, nil
}
