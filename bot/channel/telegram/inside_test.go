package telegram

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/channeltest"
	"sapa/bot/channel/telegram/telegramtest"
	"sapa/conversations"
)

func TestReadingPanics(t *testing.T) {
	t.Parallel()
	srv := telegramtest.Start(t)
	a, err := New(Options{Token: telegramtest.Token, API: srv.URL()})
	if err != nil {
		t.Fatal(err)
	}
	a.read = func(u *update) (conversations.Message, bool) {
		if u.Message.Text == "racun" {
			panic("poison")
		}
		return a.translate(u)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	inbox := &channeltest.Inbox{}
	go a.Listen(ctx, inbox) //nolint:errcheck // ends with ctx
	u := srv.User(7)
	for _, text := range []string{"satu", "racun", "dua"} {
		u.Say(text)
	}
	got, err := inbox.First(ctx, 3)
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Text != "satu" || got[1].Text != "" || got[1].Media[0].Kind != conversations.Other || got[2].Text != "dua" {
		t.Errorf("came %+v", got)
	}
	if a.SetAside() != 1 {
		t.Errorf("set aside %d", a.SetAside())
	}
}

// TestClientPanics: even a client that panics does not end Listen.
func TestClientPanics(t *testing.T) {
	t.Parallel()
	srv := telegramtest.Start(t)
	c := &panicking{inner: Client()}
	a, err := New(Options{Token: telegramtest.Token, API: srv.URL(), HTTPClient: c})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	inbox := &channeltest.Inbox{}
	go a.Listen(ctx, inbox) //nolint:errcheck // ends with ctx
	srv.User(7).Say("halo")
	if _, err := inbox.First(ctx, 1); err != nil {
		t.Fatal(err)
	}
}

type panicking struct {
	inner interface {
		Do(*http.Request) (*http.Response, error)
	}
	polls int
}

func (p *panicking) Do(r *http.Request) (*http.Response, error) {
	if r.ContentLength > 0 { // a poll; the library's own requests come through a pipe
		if p.polls++; p.polls < 3 {
			panic("client panicked")
		}
	}
	return p.inner.Do(r)
}

func TestClientHonoursProxy(t *testing.T) {
	t.Parallel()
	c, ok := Client().(client)
	if !ok || c.transport.Proxy == nil || c.transport.MaxIdleConnsPerHost < 100 {
		t.Error("the client must keep many connections and take its proxy from the environment")
	}
}

// TestDownloadLimit: a file may be larger than it was said to be.
func TestDownloadLimit(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "sepuluh...") }))
	defer site.Close()
	a, err := New(Options{Token: telegramtest.Token})
	if err != nil {
		t.Fatal(err)
	}
	if data, err := a.download(t.Context(), site.URL, 10); err != nil || len(data) != 10 {
		t.Errorf("exactly the limit: %q, %v", data, err)
	}
	if _, err := a.download(t.Context(), site.URL, 9); !errors.Is(err, channel.ErrTooLarge) {
		t.Errorf("over the limit: %v", err)
	}
}
