package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"sapa/bot/channel/telegram"
	"sapa/bot/channel/telegram/telegramtest"
	"sapa/store"
	"sapa/store/redis/redistest"
)

// BenchmarkTurn measures whole turns through the real Telegram client against a fake Bot API server in this process:
// Sapa with Redis, durable inbox and outbox, beside a bare echo and a hard-coded state machine (one Redis GET and SET a
// turn, nothing durable), all with the same HTTP client and the same talk.
//
//	go test -run '^$' -bench Turn -benchtime 20000x ./cmd/sapa
func BenchmarkTurn(b *testing.B) {
	tuneMemory() // as serve does; all three run with it
	server := redistest.Start(b)
	for _, users := range []int{1, 50, 500} {
		for _, y := range []struct {
			name  string
			start func(b *testing.B, api, redisURL string)
		}{{"echo", startEcho}, {"hardcoded", startHardCoded}, {"sapa", startSapa}} {
			b.Run(fmt.Sprintf("users=%d/%s", users, y.name), func(b *testing.B) {
				srv := telegramtest.Start(b)
				y.start(b, srv.URL(), server.URL())
				measureTurns(b, srv, users)
			})
		}
	}
}

// benchFlow is the talk that the hard-coded machine holds, as a flow.
const benchFlow = `
flow: menu
title: Laporan
calls: [menu]
nodes:
  nama:
    say: "Silakan tulis nama Anda. Contoh: Siti Aminah."
    ask: {slot: nama, kind: nama, label: Nama}
    go: jenis
  jenis:
    say: "Terima kasih, {nama}. Apa yang ingin dilaporkan?"
    ask:
      slot: jenis
      kind: choice
      label: Jenis
      choices:
        - {id: jalan, label: Jalan rusak}
        - {id: air, label: Air bersih}
        - {id: lain, label: Lain-lain}
    go: jumlah
  jumlah:
    say: "Berapa keluarga yang terkena? Contoh: *10*."
    ask: {slot: jumlah, kind: jumlah, label: Jumlah, min: 1, max: 1000}
    go: setuju
  setuju:
    say: "Laporan {jenis} dari {nama} untuk {jumlah} keluarga. Sudah benar? Balas *YA* atau *TIDAK*."
    ask: {slot: setuju, kind: yesno, label: Setuju}
    go: nama
`

// benchTalk is what a person says, over and over.
var benchTalk = []string{"Siti Aminah", "2", "12", "ya"}

func startSapa(b *testing.B, api, redisURL string) {
	ctx, cancel := context.WithCancel(context.Background())
	h, err := open(ctx, &Config{Data: b.TempDir(), RedisURL: redisURL, Timezone: "Asia/Makassar", LogLevel: "error"})
	if err != nil {
		b.Fatal(err)
	}
	h.log = slog.New(slog.DiscardHandler)
	client := redistest.Open(b, redisURL)
	client.FlushAll(ctx)
	t, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: api, Files: h.vault.Files(), Log: h.log})
	if err != nil {
		b.Fatal(err)
	}
	a, err := newApp(ctx, h, t)
	if err != nil {
		b.Fatal(err)
	}
	publishBenchFlow(b, a)
	done := make(chan error, 1)
	go func() { done <- a.run(ctx) }()
	b.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			b.Error(err)
		}
		if err := h.close(); err != nil {
			b.Error(err)
		}
	})
}

// publishBenchFlow puts benchFlow in the place of the menu.
func publishBenchFlow(b *testing.B, a *app) {
	ctx := context.Background()
	published, err := a.db.PublishedFlows(ctx)
	if err != nil {
		b.Fatal(err)
	}
	expect := 0
	for _, f := range published {
		if f.ID == "menu" {
			expect = f.Revision
		}
	}
	if _, err := a.db.PublishFlow(ctx, store.FlowSource{ID: "menu", Source: []byte(benchFlow), By: "bench", At: time.Now(), Expect: expect}); err != nil {
		b.Fatal(err)
	}
	if err := a.flows.Renew(ctx); err != nil {
		b.Fatal(err)
	}
}

// measureTurns lets so many people hold b.N turns between them.
func measureTurns(b *testing.B, srv *telegramtest.Server, users int) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	var ready sync.WaitGroup
	for i := range users { // everybody has begun before the clock runs
		ready.Go(func() {
			u := srv.User(int64(1000 + i))
			u.Say("menu")
			if _, err := u.WaitReply(ctx); err != nil {
				b.Error(err)
			}
		})
	}
	ready.Wait()
	took := make([]time.Duration, b.N)
	var turn atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	begun, worked := time.Now(), cpuTime()
	for i := range users {
		wg.Go(func() {
			u := srv.User(int64(1000 + i))
			line := 0
			for n := turn.Add(1); n <= int64(b.N); n = turn.Add(1) {
				at := time.Now()
				u.Say(benchTalk[line%len(benchTalk)])
				line++
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
	elapsed := time.Since(begun)
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/elapsed.Seconds(), "turns/s")
	b.ReportMetric(float64((cpuTime()-worked).Microseconds())/float64(b.N), "cpu-us/turn")
	for _, p := range []int{50, 95, 99} {
		b.ReportMetric(float64(took[(len(took)-1)*p/100].Microseconds())/1000, "p"+strconv.Itoa(p)+"-ms")
	}
	b.ReportMetric(0, "ns/op")
}

// cpuTime is what this process has used: bot, server and people together.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
