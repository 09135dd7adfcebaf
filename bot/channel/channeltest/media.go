package channeltest

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"sapa/bot/channel"
	"sapa/conversations"
)

// pixel is a real GIF of one pixel, padded at its end, where readers stop looking, to n bytes.
func pixel(n int) []byte {
	gif, err := base64.StdEncoding.DecodeString("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
	if err != nil {
		panic(err)
	}
	return append(gif, bytes.Repeat([]byte{0}, max(0, n-len(gif)))...)
}

func photoIn(t *testing.T, s *stage) {
	p := s.meet(t)
	camera, can := p.(Photographer)
	if !can {
		return
	}
	data := pixel(5000)
	camera.SendPhoto(data)
	m := s.first(t, 2)[1]
	if len(m.Media) != 1 || m.Media[0].Kind != conversations.Photo || m.Media[0].Ref == "" {
		t.Fatalf("a photo came as %+v", m.Media)
	}
	got, err := s.Adapter.Fetch(s.ctx, m.Media[0], 10_000)
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("fetched %d bytes of %d: %v", len(got), len(data), err)
	}
	if got, err = s.Adapter.Fetch(s.ctx, m.Media[0], int64(len(data))); err != nil || len(got) != len(data) {
		t.Errorf("a photo of exactly the limit: %d bytes, %v", len(got), err)
	}
	if _, err = s.Adapter.Fetch(s.ctx, m.Media[0], int64(len(data))-1); !errors.Is(err, channel.ErrTooLarge) {
		t.Errorf("a photo over the limit gave %v, want ErrTooLarge", err)
	}
	_, err = s.Adapter.Fetch(s.ctx, conversations.Media{Kind: conversations.Photo, Ref: "tidak-ada"}, 10_000)
	if err == nil {
		t.Error("a photo that does not exist was fetched")
	}
	for _, secret := range s.Secrets {
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Error("the error of Fetch shows a secret")
		}
	}
}

func photoOut(t *testing.T, s *stage) {
	if s.Files == nil {
		return
	}
	p := s.meet(t)
	data := pixel(900)
	s.Files("berkas-1", data, "image/gif")
	out := channel.Outgoing{Text: "Contoh *foto*", Media: &conversations.Media{Kind: conversations.Photo, Ref: "berkas-1", Mime: "image/gif"}}
	shown := s.deliver(t, p, "s.1.0", out)
	if !bytes.Equal(shown.Media, data) || shown.Text != "Contoh foto" {
		t.Errorf("shown %q with %d bytes of %d", shown.Text, len(shown.Media), len(data))
	}
	out.Media = &conversations.Media{Kind: conversations.Photo, Ref: "hilang"}
	_, err := s.Adapter.Send(s.ctx, "s.2.0", p.Address(), out)
	var send *channel.SendError
	if !errors.As(err, &send) {
		t.Errorf("a file that cannot be read gave %T, want a *channel.SendError", err)
	}
}
