package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
)

// LargestFile is how many bytes of a photo or document are kept.
const LargestFile = conversations.LargestFile

// fetch downloads and keeps the photo or document of a message, when the question that stands asks for one, or a case of
// the contact lacks something. Otherwise it is never looked at: a photo of a KTP that nobody asked for is not ours to have.
// What cannot be had leaves an empty Ref.
func (t *Talk) fetch(ctx context.Context, lib *conversations.Library, s conversations.Session, m *conversations.Message) error {
	if len(m.Media) == 0 {
		return nil
	}
	awaited := false
	if !conversations.AwaitsFile(lib, s) {
		var err error
		if awaited, err = t.World.AwaitsFiles(ctx, s.Contact); err != nil || !awaited {
			return err
		}
	}
	media := append([]conversations.Media{}, m.Media...)
	m.Media = media
	a := t.Adapters[m.Channel]
	for i := range media {
		if media[i].Kind != conversations.Photo && media[i].Kind != conversations.Document {
			continue
		}
		ref := media[i].Ref
		media[i].Ref = ""
		if a == nil || ref == "" {
			continue
		}
		media[i].Ref = ref
		data, err := t.download(ctx, a, media[i])
		media[i].Ref = ""
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, channel.ErrTooLarge) {
			media[i].Size = max(media[i].Size, LargestFile+1) // whatever the sender declared
			continue
		}
		if err != nil {
			t.Log.Warn("attachment could not be fetched", "channel", m.Channel, "err", err)
			continue
		}
		if media[i].Ref, err = t.Files.Put(data, media[i].Mime); err != nil {
			return fmt.Errorf("keep attachment: %w", err)
		}
		media[i].Awaited = awaited
	}
	return nil
}

// download tries a few times: on a bad line the second try often succeeds.
func (t *Talk) download(ctx context.Context, a channel.Adapter, m conversations.Media) ([]byte, error) {
	var err error
	for try := range 3 {
		if try > 0 {
			select {
			case <-time.After(time.Duration(try) * time.Second):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		one, cancel := context.WithTimeout(ctx, 30*time.Second)
		var data []byte
		data, err = a.Fetch(one, m, LargestFile)
		cancel()
		if err == nil || errors.Is(err, channel.ErrTooLarge) {
			return data, err
		}
	}
	return nil, err
}

// slowTurn is how long a turn may take before the person is shown that an answer is being written.
const slowTurn = 400 * time.Millisecond

func (t *Talk) typing(ctx context.Context, m mergedTask) *time.Timer {
	return time.AfterFunc(slowTurn, func() {
		if m.message == nil {
			return
		}
		if a := t.Adapters[m.message.Channel]; a != nil {
			a.Typing(ctx, m.message.From)
		}
	})
}
