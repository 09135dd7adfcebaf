package webchat

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"sapa/bot/channel"
	"sapa/conversations"
)

// maxText is the longest text in either direction, in Unicode code points.
const maxText = 4096

// Send implements channel.Adapter. The message is delivered as soon as it stands in the talk: from there every page of
// this browser takes it, now or when it is back. The same id again changes nothing.
func (a *Adapter) Send(ctx context.Context, id string, to conversations.Address, out channel.Outgoing) (conversations.MessageID, error) {
	if err := a.showable(to, out); err != nil {
		return "", &channel.SendError{Verdict: channel.Refused, Err: err}
	}
	line := Line{ID: id, Text: out.Text, Buttons: out.Buttons, At: a.now()}
	if out.Media != nil {
		if err := a.attach(ctx, &line, *out.Media); err != nil {
			return "", err
		}
	}
	t, release := a.talks.use(to)
	defer release()
	t.add(line, false)
	return conversations.MessageID(id), nil
}

// showable tells what the page cannot show, now or later.
func (a *Adapter) showable(to conversations.Address, out channel.Outgoing) error {
	shape := a.Shape()
	switch {
	case !addressable(to):
		return errors.New("not an address of the web chat")
	case utf8.RuneCountInString(out.Text) > shape.Text:
		return errors.New("text too long")
	case len(out.Buttons) > shape.Buttons:
		return errors.New("too many buttons")
	case out.Media != nil && a.o.Files == nil:
		return errors.New("no files to read from")
	}
	return nil
}

// attach puts a stored file under a line once it is known to be there.
func (a *Adapter) attach(ctx context.Context, line *Line, m conversations.Media) error {
	_, mime, err := a.o.Files.Read(ctx, m.Ref)
	if err != nil {
		return &channel.SendError{Verdict: channel.Later, After: time.Minute, Err: fmt.Errorf("read file: %w", err)}
	}
	if m.Kind == conversations.Photo && picture(mime) {
		line.Photo = m.Ref
	} else {
		line.Document = m.Ref
	}
	return nil
}

// Typing implements channel.Adapter: pages that are open show three dots for a few seconds.
func (a *Adapter) Typing(_ context.Context, to conversations.Address) {
	if !addressable(to) {
		return
	}
	t, release := a.talks.use(to)
	defer release()
	t.typing()
}

// Fetch implements channel.Adapter: an upload was kept before its message was accepted.
func (a *Adapter) Fetch(ctx context.Context, m conversations.Media, limit int64) ([]byte, error) {
	if a.o.Files == nil {
		return nil, errors.New("web chat: no files to read from")
	}
	if m.Size > limit {
		return nil, channel.ErrTooLarge
	}
	data, _, err := a.o.Files.Read(ctx, m.Ref)
	if err != nil {
		return nil, fmt.Errorf("web chat: read upload: %w", err)
	}
	if int64(len(data)) > limit {
		return nil, channel.ErrTooLarge
	}
	return data, nil
}

// picture tells which kinds of file a browser shows as a picture.
func picture(mime string) bool {
	switch mime {
	case "image/jpeg", "image/png", "image/webp", "image/gif":
		return true
	}
	return false
}
