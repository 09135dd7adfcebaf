package telegram_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sapa/bot/channel"
	"sapa/bot/channel/telegram"
	"sapa/bot/channel/telegram/telegramtest"
)

// hooked is a stage that listens by webhook; the handler is behind a real server.
func hooked(t *testing.T) (*stage, string) {
	t.Helper()
	var handler http.Handler
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(site.Close)
	s := newStage(t, func(o *telegram.Options) { o.Webhook = site.URL })
	handler = s.bot.Handler()
	return s, site.URL
}

func TestWebhook(t *testing.T) {
	t.Parallel()
	s, _ := hooked(t)
	u := s.srv.User(7)
	u.Say("sebelum bot hidup")
	s.inbox.Refuse(2)
	s.inbox.Panic(1)
	s.listen(t)
	s.health(t, channel.Normal, "")
	for _, text := range []string{"satu", "dua", "tiga"} {
		u.Say(text)
	}
	s.srv.Push(`"message":"nonsense"`)
	u.Say("empat")
	for i, want := range []string{"sebelum bot hidup", "satu", "dua", "tiga", "empat"} {
		if m := s.heard(t, i+1); m.Text != want {
			t.Errorf("message %d is %q, want %q", i, m.Text, want)
		}
	}
	s.until(t, "all confirmed", func() bool { return s.srv.Unconfirmed() == 0 })
	refused, taken := 0, 0
	for _, status := range s.srv.Pushed() {
		switch status {
		case http.StatusServiceUnavailable:
			refused++
		case http.StatusOK:
			taken++
		}
	}
	if refused != 3 || taken != 6 {
		t.Errorf("answered %v; want 503 three times, then 200 for each", s.srv.Pushed())
	}
	if s.srv.Count("getUpdates") != 0 {
		t.Error("polled beside the webhook")
	}
	if len(s.inbox.Messages()) != 5 || s.bot.SetAside() != 1 {
		t.Errorf("%d messages, %d set aside", len(s.inbox.Messages()), s.bot.SetAside())
	}
}

func TestWebhookStatus(t *testing.T) {
	t.Parallel()
	s, url := hooked(t)
	body := `{"update_id":5,"message":{"message_id":1,"date":1,"chat":{"id":7,"type":"private"},"from":{"id":7},"text":"palsu"}}`
	post := func(method, secret, body string) int {
		req, err := http.NewRequestWithContext(s.ctx, method, url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if secret != "" {
			req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	s.srv.Fail(telegramtest.Fault{Method: "deleteWebhook", Times: 0})
	if got := post(http.MethodPost, "salah", body); got != 401 {
		t.Errorf("wrong secret before listening: %d", got)
	}
	stop := s.listen(t)
	s.health(t, channel.Normal, "")
	_, secret := s.srv.Webhook()
	if len(secret) < 32 || strings.Contains(telegramtest.Token, secret) {
		t.Errorf("the derived secret is %q", secret)
	}
	for _, c := range []struct {
		name, method, secret, body string
		want                       int
	}{
		{"no secret", "POST", "", body, 401},
		{"wrong secret", "POST", secret[1:], body, 401},
		{"not a POST", "GET", secret, "", 405},
		{"too large", "POST", secret, body + strings.Repeat(" ", 1<<20), 413},
		{"no JSON", "POST", secret, "halo", 200},
		{"nothing in it", "POST", secret, `{"update_id":6}`, 200},
		{"right", "POST", secret, body, 200},
	} {
		if got := post(c.method, c.secret, c.body); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if got := s.inbox.Messages(); len(got) != 1 || got[0].Text != "palsu" {
		t.Errorf("accepted %d messages", len(got))
	}
	stop()
	if got := post("POST", secret, body); got != 503 {
		t.Errorf("after Listen ended: %d, want 503", got)
	}
}
