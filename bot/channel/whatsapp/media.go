package whatsapp

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"sapa/bot/channel"
	"sapa/conversations"
)

// attachment is a photo or document as it came in.
type attachment interface {
	whatsmeow.DownloadableMessage
	GetMimetype() string
	GetFileLength() uint64
}

// mediaOf notes all that it takes to fetch a file later, after a restart too: where it lies and its keys.
func mediaOf(kind conversations.MediaKind, in attachment) conversations.Media {
	keys := &waE2E.DocumentMessage{DirectPath: proto.String(in.GetDirectPath()), MediaKey: in.GetMediaKey(),
		FileSHA256: in.GetFileSHA256(), FileEncSHA256: in.GetFileEncSHA256(), FileLength: proto.Uint64(in.GetFileLength())}
	ref, _ := proto.Marshal(keys) // a flat message of our own making
	return conversations.Media{Kind: kind, Ref: base64.RawURLEncoding.EncodeToString(ref), Mime: in.GetMimetype(), Size: int64(min(in.GetFileLength(), 1<<40))}
}

// Fetch implements channel.Adapter.
func (a *Adapter) Fetch(ctx context.Context, m conversations.Media, limit int64) ([]byte, error) {
	var keys waE2E.DocumentMessage
	ref, err := base64.RawURLEncoding.DecodeString(m.Ref)
	if err == nil {
		err = proto.Unmarshal(ref, &keys)
	}
	if err != nil || keys.GetDirectPath() == "" {
		return nil, errors.New("whatsapp: the file's reference cannot be read")
	}
	if keys.GetFileLength() > uint64(limit) {
		return nil, channel.ErrTooLarge
	}
	cli := a.client.Load()
	if cli == nil {
		return nil, errors.New("whatsapp: not connected")
	}
	var what whatsmeow.DownloadableMessage = &keys
	if m.Kind == conversations.Photo {
		what = &waE2E.ImageMessage{DirectPath: keys.DirectPath, MediaKey: keys.MediaKey, FileSHA256: keys.FileSHA256,
			FileEncSHA256: keys.FileEncSHA256, FileLength: keys.FileLength}
	}
	data, err := cli.Download(ctx, what)
	switch {
	case err != nil:
		return nil, fmt.Errorf("whatsapp: fetch a file: %s", redact(err))
	case int64(len(data)) > limit:
		return nil, channel.ErrTooLarge
	}
	return data, nil
}

// compose makes a message; a file is uploaded first.
func (a *Adapter) compose(ctx context.Context, cli *whatsmeow.Client, out channel.Outgoing) (*waE2E.Message, *channel.SendError) {
	if out.Media == nil {
		return &waE2E.Message{Conversation: proto.String(out.Text)}, nil
	}
	if a.opt.Files == nil {
		return nil, &channel.SendError{Verdict: channel.Refused, Err: errors.New("whatsapp: no files to send from")}
	}
	data, mime, err := a.opt.Files.Read(ctx, out.Media.Ref)
	if err != nil {
		return nil, &channel.SendError{Verdict: channel.Later, Err: fmt.Errorf("whatsapp: read the file to send: %w", err)}
	}
	picture := mime == "image/jpeg" || mime == "image/png"
	kind := whatsmeow.MediaDocument
	if picture {
		kind = whatsmeow.MediaImage
	}
	up, err := cli.Upload(ctx, data, kind)
	if err != nil {
		return nil, a.sendError(err)
	}
	if picture {
		return &waE2E.Message{ImageMessage: &waE2E.ImageMessage{Caption: proto.String(out.Text), Mimetype: proto.String(mime),
			URL: proto.String(up.URL), DirectPath: proto.String(up.DirectPath), MediaKey: up.MediaKey, FileEncSHA256: up.FileEncSHA256,
			FileSHA256: up.FileSHA256, FileLength: proto.Uint64(up.FileLength)}}, nil
	}
	return &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{Caption: proto.String(out.Text), Mimetype: proto.String(mime),
		FileName: proto.String("dokumen" + ending(mime)), URL: proto.String(up.URL), DirectPath: proto.String(up.DirectPath), MediaKey: up.MediaKey,
		FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256, FileLength: proto.Uint64(up.FileLength)}}, nil
}

// ending is the ending of a file's name by its type.
func ending(mime string) string {
	switch mime {
	case "application/pdf":
		return ".pdf"
	case "image/webp":
		return ".webp"
	case "text/plain":
		return ".txt"
	case "text/csv":
		return ".csv"
	}
	return ".bin"
}
