package telegram_test

import (
	"errors"
	"strings"
	"testing"

	"sapa/bot/channel"
	"sapa/bot/channel/telegram/telegramtest"
	"sapa/conversations"
)

func TestFetch(t *testing.T) {
	t.Parallel()
	s := listening(t)
	u := s.srv.User(7)
	u.SendPhoto([]byte("foto rumah"), "ini rumah saya")
	m := s.heard(t, 1)
	if m.Text != "ini rumah saya" || len(m.Media) != 1 {
		t.Fatalf("came %+v", m)
	}
	photo := m.Media[0]
	undeclared := photo
	undeclared.Size = 0
	for _, c := range []struct {
		name  string
		media conversations.Media
		limit int64
		fault telegramtest.Fault
		want  string // in the error; "" for success
		large bool
	}{
		{"whole", photo, 100, telegramtest.Fault{}, "", false},
		{"declared too large", photo, 9, telegramtest.Fault{}, "", true},
		{"too large as getFile says", undeclared, 9, telegramtest.Fault{}, "", true},
		{"over what the platform gives out", photo, 100, telegramtest.Fault{Method: "getFile", Status: 400, Description: "Bad Request: file is too big"}, "", true},
		{"getFile fails", photo, 100, telegramtest.Fault{Method: "getFile", Status: 500}, "telegram getFile: server answered 500", false},
		{"download refused", photo, 100, telegramtest.Fault{Method: "file", Status: 404}, "telegram download: answered 404", false},
		{"download fails", photo, 100, telegramtest.Fault{Method: "file", Status: 502, HTML: true}, "telegram download: server answered 502", false},
		{"connection breaks", photo, 100, telegramtest.Fault{Method: "file", ResetBefore: true, Times: 3}, "telegram download: ", false},
	} {
		s.srv.Clear()
		if c.fault != (telegramtest.Fault{}) {
			s.srv.Fail(c.fault)
		}
		data, err := s.bot.Fetch(s.ctx, c.media, c.limit)
		switch {
		case c.large:
			if !errors.Is(err, channel.ErrTooLarge) {
				t.Errorf("%s: %v, want ErrTooLarge", c.name, err)
			}
		case c.want != "":
			if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), telegramtest.Token) || strings.Contains(err.Error(), "FILE") {
				t.Errorf("%s: %v, want %q", c.name, err, c.want)
			}
		case err != nil || string(data) != "foto rumah":
			t.Errorf("%s: %q, %v", c.name, data, err)
		}
	}
}
