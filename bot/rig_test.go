package bot

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/locales"
)

// silent is a channel that hears nothing and takes everything.
type silent struct{}

func (silent) Name() conversations.Channel                        { return "telegram" }
func (silent) Shape() channel.Shape                               { return channel.Shape{Text: 4096} }
func (silent) Health() channel.Health                             { return channel.Health{State: channel.Normal} }
func (silent) Listen(ctx context.Context, _ channel.Intake) error { <-ctx.Done(); return nil }
func (silent) Typing(context.Context, conversations.Address)      {}
func (silent) Fetch(context.Context, conversations.Media, int64) ([]byte, error) {
	return nil, errors.New("nothing to fetch")
}
func (silent) Send(context.Context, string, conversations.Address, channel.Outgoing) (conversations.MessageID, error) {
	return "", nil
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func counters() *Metrics { return NewMetrics(prometheus.NewRegistry()) }

func catalogue(t testing.TB) *locales.Catalogue {
	t.Helper()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// noon is the time at which tests happen: a working day in Samarinda.
func noon() time.Time { return time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) }

func wita() *time.Location { return time.FixedZone("WITA", 8*60*60) }
