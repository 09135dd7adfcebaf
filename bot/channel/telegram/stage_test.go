package telegram_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/channeltest"
	"sapa/bot/channel/telegram"
	"sapa/bot/channel/telegram/telegramtest"
	"sapa/conversations"
)

// stage is a server, a bot on it and what the bot took in.
type stage struct {
	ctx   context.Context
	srv   *telegramtest.Server
	bot   *telegram.Adapter
	inbox *channeltest.Inbox
	files *shelf
	log   func() string
}

// newStage makes a bot that does not listen yet. set may change its options.
func newStage(t *testing.T, set func(*telegram.Options)) *stage {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	log, read := channeltest.Log()
	s := &stage{ctx: ctx, srv: telegramtest.Start(t), inbox: &channeltest.Inbox{}, files: &shelf{}, log: read}
	opt := telegram.Options{Token: telegramtest.Token, API: s.srv.URL(), Files: s.files, Log: log, ShareLabel: "Bagikan nomor", GroupReply: "Saya hanya melayani chat pribadi."}
	if set != nil {
		set(&opt)
	}
	var err error
	if s.bot, err = telegram.New(opt); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if strings.Contains(read(), telegramtest.Token) {
			t.Error("the log shows the token")
		}
	})
	return s
}

// listening is newStage with Listen running until the test ends.
func listening(t *testing.T) *stage {
	t.Helper()
	s := newStage(t, nil)
	s.listen(t)
	return s
}

func (s *stage) listen(t *testing.T) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(s.ctx)
	done := make(chan error, 1)
	go func() { done <- s.bot.Listen(ctx, s.inbox) }()
	stop = func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Listen ended with %v", err)
		}
		done <- nil
	}
	t.Cleanup(stop)
	return stop
}

// heard waits for the n-th message.
func (s *stage) heard(t *testing.T, n int) conversations.Message {
	t.Helper()
	messages, err := s.inbox.First(s.ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	return messages[n-1]
}

// until waits for something no channel tells of.
func (s *stage) until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for !holds() {
		select {
		case <-s.ctx.Done():
			t.Fatalf("waited in vain: %s; log:\n%s", what, s.log())
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func (s *stage) health(t *testing.T, state channel.State, reason string) {
	t.Helper()
	s.until(t, "health "+string(state)+" "+reason, func() bool {
		h := s.bot.Health()
		return h.State == state && h.Reason == reason
	})
}

func (s *stage) reply(t *testing.T, u *telegramtest.User) telegramtest.Reply {
	t.Helper()
	r, err := u.WaitReply(s.ctx)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
