package telegram_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sapa/bot/channel"
	"sapa/bot/channel/telegram"
	"sapa/bot/channel/telegram/telegramtest"
	"sapa/conversations"
)

// BenchmarkEcho measures turns per second of a bot that repeats what it hears, with the fake Bot API server in the same
// process: the library alone with its own HTTP client and with ours, and this channel (which confirms only what was accepted).
//
//	go test -run xxx -bench Echo -benchtime 20000x ./bot/channel/telegram
func BenchmarkEcho(b *testing.B) {
	for _, users := range []int{1, 50, 500} {
		for _, e := range []struct {
			name string
			run  func(*testing.B, *telegramtest.Server)
		}{
			{"library, its client", func(b *testing.B, s *telegramtest.Server) {
				libraryEcho(b, s, &http.Client{Timeout: time.Minute})
			}},
			{"library, our client", func(b *testing.B, s *telegramtest.Server) { libraryEcho(b, s, telegram.Client()) }},
			{"channel", channelEcho},
		} {
			b.Run(fmt.Sprintf("users=%d/%s", users, e.name), func(b *testing.B) {
				srv := telegramtest.Start(b)
				e.run(b, srv)
				talk(b, srv, users)
			})
		}
	}
}

func libraryEcho(b *testing.B, srv *telegramtest.Server, client bot.HttpClient) {
	echo := func(ctx context.Context, lib *bot.Bot, u *models.Update) {
		if u.Message != nil {
			lib.SendMessage(ctx, &bot.SendMessageParams{ChatID: u.Message.Chat.ID, Text: u.Message.Text}) //nolint:errcheck // the turn then never ends
		}
	}
	lib, err := bot.New(telegramtest.Token, bot.WithServerURL(srv.URL()), bot.WithHTTPClient(30*time.Second, client), bot.WithDefaultHandler(echo),
		bot.WithErrorsHandler(func(error) {}))
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	b.Cleanup(cancel)
	go lib.Start(ctx)
}

// echo is an intake that answers in a goroutine per message, as the library does.
type echo struct{ a channel.Adapter }

func (e echo) Accept(ctx context.Context, messages ...conversations.Message) error {
	for _, m := range messages {
		go e.a.Send(ctx, string(m.ID), m.From, channel.Outgoing{Text: m.Text}) //nolint:errcheck // the turn then never ends
	}
	return nil
}

func (echo) Receive(context.Context, ...channel.Receipt) error { return nil }

func channelEcho(b *testing.B, srv *telegramtest.Server) {
	a, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: srv.URL()})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	b.Cleanup(cancel)
	go a.Listen(ctx, echo{a}) //nolint:errcheck // ends with ctx
}

// talk lets so many people hold b.N turns between them and reports turns per second and latencies.
func talk(b *testing.B, srv *telegramtest.Server, users int) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	first := srv.User(1)
	first.Say("halo")
	if _, err := first.WaitReply(ctx); err != nil { // warm: connected
		b.Fatal(err)
	}
	took := make([]time.Duration, b.N)
	var turn atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	begun, worked := time.Now(), cpu()
	for i := range users {
		wg.Go(func() {
			u := srv.User(int64(1000 + i))
			for n := turn.Add(1); n <= int64(b.N); n = turn.Add(1) {
				at := time.Now()
				u.Say("apa kabar, mau tanya bantuan")
				if _, err := u.WaitReply(ctx); err != nil {
					b.Error(err)
					return
				}
				took[n-1] = time.Since(at)
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(float64((cpu()-worked).Microseconds())/float64(b.N), "cpu-us/turn")
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/time.Since(begun).Seconds(), "turns/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(0, "ns/op")
}

// cpu is what the process has used so far: bot, server and people. On a busy machine it says more than the clock.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
