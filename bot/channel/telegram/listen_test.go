package telegram_test

import (
	"strings"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/telegram"
	"sapa/bot/channel/telegram/telegramtest"
)

func TestOptions(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"", "  ", "1:a/b", "1:a b", "1:a?b"} {
		if _, err := telegram.New(telegram.Options{Token: token}); err == nil {
			t.Errorf("token %q was taken", token)
		} else if token != "" && strings.Contains(err.Error(), "1:a") {
			t.Errorf("the error shows the token: %v", err)
		}
	}
	a, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatalf("an API that cannot be reached stopped New: %v", err)
	}
	if h := a.Health(); h.State != channel.Down || h.Reason != telegram.ReasonStarting {
		t.Errorf("health before Listen: %+v", h)
	}
	if a.Shape().Share {
		t.Error("Shape.Share without a label for its button")
	}
}

// TestConfirmedOnlyWhenAccepted is the promise this package exists for.
func TestConfirmedOnlyWhenAccepted(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	u := s.srv.User(7)
	s.inbox.Refuse(-1)
	for range 150 { // more than one batch
		u.Say("halo")
	}
	s.listen(t)
	s.health(t, channel.Down, telegram.ReasonStorage)
	if n := s.srv.Unconfirmed(); n != 150 {
		t.Errorf("%d updates are unconfirmed, want all 150", n)
	}
	s.inbox.Refuse(0)
	s.heard(t, 150)
	s.health(t, channel.Normal, "")
	s.until(t, "all confirmed", func() bool { return s.srv.Unconfirmed() == 0 })
	if n := len(s.inbox.Messages()); n != 150 {
		t.Errorf("%d messages were accepted, want each once", n)
	}
	u.Say("lagi")
	s.heard(t, 151)
}

func TestPollFaults(t *testing.T) {
	t.Parallel()
	type fault = telegramtest.Fault
	for _, c := range []struct {
		name   string
		fault  fault
		state  channel.State
		reason string
	}{
		{"server errors", fault{Status: 502, HTML: true}, channel.Down, telegram.ReasonUnreachable},
		{"resets", fault{ResetBefore: true}, channel.Down, telegram.ReasonUnreachable},
		{"nonsense", fault{Status: 200, HTML: true}, channel.Down, telegram.ReasonUnreachable},
		{"conflict", fault{Status: 409, Description: "Conflict: terminated by other getUpdates request"}, channel.Down, telegram.ReasonConflict},
		{"token", fault{Status: 401}, channel.Down, telegram.ReasonUnauthorized},
		{"limited", fault{Status: 429, RetryAfter: 1}, channel.Cooling, telegram.ReasonLimited},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, nil)
			c.fault.Method, c.fault.Times = "getUpdates", -1
			s.srv.Fail(c.fault)
			s.listen(t)
			s.srv.User(7).Say("halo")
			s.health(t, c.state, c.reason)
			s.srv.Clear()
			s.heard(t, 1)
			s.health(t, channel.Normal, "")
		})
	}
}

func TestRetryAfterIsObeyed(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.srv.Fail(telegramtest.Fault{Method: "getUpdates", Status: 429, RetryAfter: 1})
	s.srv.User(7).Say("halo")
	begun := time.Now()
	s.listen(t)
	s.heard(t, 1)
	if took := time.Since(begun); took < time.Second {
		t.Errorf("polled again after %v, want at least the second it was told", took)
	}
}

func TestStartsBeforeThePlatform(t *testing.T) {
	t.Parallel()
	s := newStage(t, func(o *telegram.Options) {
		o.Commands = []telegram.Command{{Name: "menu", Description: "Menu utama"}}
	})
	s.srv.Down(true)
	s.srv.User(7).Say("halo")
	s.listen(t)
	s.health(t, channel.Down, telegram.ReasonUnreachable)
	s.srv.Down(false)
	s.heard(t, 1)
	s.until(t, "commands set", func() bool { return s.srv.Commands() == `[{"command":"menu","description":"Menu utama"}]` })
}

// TestWebhookLeftBehind: a webhook set by an earlier installation is taken away, also when it appears later.
func TestWebhookLeftBehind(t *testing.T) {
	t.Parallel()
	s := listening(t)
	s.srv.User(7).Say("halo")
	s.heard(t, 1)
	other, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: s.srv.URL(), Webhook: "http://127.0.0.1:1/hook"})
	if err != nil {
		t.Fatal(err)
	}
	go other.Listen(s.ctx, s.inbox) //nolint:errcheck // ends with ctx
	s.until(t, "the other's webhook", func() bool { return s.srv.Count("setWebhook") > 0 })
	s.srv.User(7).Say("masih di sana?")
	s.heard(t, 2)
	s.until(t, "webhook removed", func() bool { url, _ := s.srv.Webhook(); return url == "" })
	s.srv.User(7).Say("ya")
	s.heard(t, 3)
}

// TestTwoPollers: each drives the other away; what the operator reads says why.
func TestTwoPollers(t *testing.T) {
	t.Parallel()
	s := listening(t)
	s.health(t, channel.Normal, "")
	s.until(t, "polling", func() bool { return s.srv.Count("getUpdates") == 1 })
	two, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: s.srv.URL()})
	if err != nil {
		t.Fatal(err)
	}
	go two.Listen(s.ctx, s.inbox) //nolint:errcheck // ends with ctx
	s.health(t, channel.Down, telegram.ReasonConflict)
}
