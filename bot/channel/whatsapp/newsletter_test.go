package whatsapp_test

import (
	"slices"
	"testing"

	"sapa/bot/channel"
)

// A post in the office's own channel is sent like a message; sent again under its ID, it is the same post.
func TestPostInTheOwnChannel(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for range 2 {
		if _, err := o.Send(t.Context(), "siar.1.kanal-whatsapp", "120363990000000001@newsletter", channel.Outgoing{Text: "Pendaftaran dibuka"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.srv.Wait(t.Context(), "the post", func() bool { return len(o.srv.Posts()) > 0 }); err != nil {
		t.Fatal(err)
	}
	if got := o.srv.Posts(); !slices.Equal(got, []string{"Pendaftaran dibuka"}) {
		t.Errorf("the channel shows %q", got)
	}
}
