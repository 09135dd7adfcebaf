package bot

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
)

// photographer is a channel with a photo to fetch.
type photographer struct {
	*messenger
	tries int
	fetch func(ctx context.Context, try int) ([]byte, error)
	typed atomic.Int32
}

func (p *photographer) Fetch(ctx context.Context, m conversations.Media, limit int64) ([]byte, error) {
	if m.Ref != "ref" || limit != LargestFile {
		return nil, errors.New("asked for something else")
	}
	p.tries++
	return p.fetch(ctx, p.tries)
}

func (p *photographer) Typing(context.Context, conversations.Address) { p.typed.Add(1) }

func photo(kind conversations.MediaKind) func(*conversations.Message) {
	return func(m *conversations.Message) { m.Media = []conversations.Media{{Kind: kind, Ref: "ref"}} }
}

func TestFetch(t *testing.T) {
	t.Parallel()
	good := func(context.Context, int) ([]byte, error) { return []byte("gambar"), nil }
	tests := map[string]struct {
		kind    conversations.MediaKind
		awaited bool
		fetch   func(context.Context, int) ([]byte, error)
		tries   int
		kept    bool
		says    string
	}{
		"a case lacks": {conversations.Photo, false, good, 1, true, askName}, // no flow of this test takes it
		"photo":        {conversations.Photo, true, good, 1, true, "Foto {foto_usaha} diterima."},
		"document":     {conversations.Document, true, good, 1, true, "Foto {foto_usaha} diterima."},
		"nobody asked": {conversations.Photo, false, good, 0, false, askName},
		"voice note":   {conversations.Voice, true, good, 0, false, askPhoto},
		"flaky": {conversations.Photo, true, func(_ context.Context, try int) ([]byte, error) {
			if try < 3 {
				return nil, errors.New("reset")
			}
			return []byte("gambar"), nil
		}, 3, true, "Foto {foto_usaha} diterima."},
		"never comes": {conversations.Photo, true, func(context.Context, int) ([]byte, error) { return nil, errors.New("404") },
			3, false, "read.photo_lost"},
		"hangs": {conversations.Photo, true, func(ctx context.Context, _ int) ([]byte, error) { <-ctx.Done(); return nil, ctx.Err() },
			3, false, "read.photo_lost"},
		"too large": {conversations.Photo, true, func(context.Context, int) ([]byte, error) { return nil, channel.ErrTooLarge },
			1, false, "read.photo_large"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newShell(t, newMemory(), openWorld{awaits: name == "a case lacks"})
				p := &photographer{messenger: s.out, fetch: tt.fetch}
				s.talk.Adapters["telegram"] = p
				s.hear(t, "mulai dari awal")
				if tt.awaited {
					s.hear(t, "Siti Aminah")
				}
				s.hear(t, "", photo(tt.kind))
				begin := time.Now()
				s.lanes.Wait()
				said := s.store.said()
				if got := said[len(said)-1]; got != tt.says || p.tries != tt.tries || (len(s.files.kept) > 0) != tt.kept {
					t.Errorf("said %q after %d tries, kept %q", got, p.tries, s.files.kept)
				}
				if tt.kept && !slices.Equal(s.files.kept, []string{"gambar"}) {
					t.Errorf("kept %q", s.files.kept)
				}
				if slow := time.Since(begin) > slowTurn; slow != (p.typed.Load() > 0) {
					t.Errorf("a turn of %v showed %d times that an answer is written", time.Since(begin), p.typed.Load())
				}
			})
		})
	}
}
