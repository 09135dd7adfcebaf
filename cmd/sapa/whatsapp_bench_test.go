package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"sapa/bot/channel/whatsapp"
	"sapa/bot/channel/whatsapp/whatsapptest"
	"sapa/store/redis/redistest"
)

// BenchmarkWhatsAppTurn measures whole turns in running Signal sessions through the real WhatsApp client against the fake server in this
// process: Sapa as serve wires it, with Redis, durable inbox and outbox, beside a bare echo with the same library. Both are up all the time
// and take turns, a slice each, so that a noisy machine is equally noisy for both.
//
//	go test -run '^$' -bench WhatsAppTurn -benchtime 4000x ./cmd/sapa
func BenchmarkWhatsAppTurn(b *testing.B) {
	tuneMemory() // as serve does; both run with it
	server := redistest.Start(b)
	for _, people := range []int{1, 50, 200} {
		b.Run(fmt.Sprintf("citizens=%d", people), func(b *testing.B) {
			echo, sapa := newWhatsappCrowd(b, people), newWhatsappCrowd(b, people)
			startWhatsappEcho(b, echo.srv)
			startWhatsappSapa(b, sapa.srv, server.URL())
			echo.greet(b)
			sapa.greet(b)
			b.ResetTimer()
			for i := range benchSlices {
				n := b.N*(i+1)/benchSlices - b.N*i/benchSlices
				echo.talk(b, n)
				sapa.talk(b, n)
			}
			b.StopTimer()
			e, s := echo.report(b, "echo"), sapa.report(b, "sapa")
			b.ReportMetric(s/e, "ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// benchSlices is how often the two that are measured take turns.
const benchSlices = 8

// whatsappCrowd is people on one server, and how long their turns took.
type whatsappCrowd struct {
	srv    *whatsapptest.Server
	people []*whatsapptest.Citizen
	lines  []int // that each person has said
	took   []time.Duration
	slices []float64 // turns/s of each
	cpu    time.Duration
}

func newWhatsappCrowd(b *testing.B, people int) *whatsappCrowd {
	c := &whatsappCrowd{srv: whatsapptest.Start(b), lines: make([]int, people)}
	c.srv.QuickPairing()
	for range people {
		c.people = append(c.people, c.srv.Citizen())
	}
	return c
}

// greet lets everybody begin, with the keys that it takes, before the clock runs.
func (c *whatsappCrowd) greet(b *testing.B) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := c.srv.WaitOnline(ctx); err != nil {
		b.Fatal(err)
	}
	var all sync.WaitGroup
	for _, p := range c.people {
		all.Go(func() {
			p.Say("menu")
			if _, err := p.Next(ctx); err != nil {
				b.Error(err)
			}
		})
	}
	all.Wait()
}

// talk lets the people hold n turns between them.
func (c *whatsappCrowd) talk(b *testing.B, n int) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	took := make([]time.Duration, n)
	var turn atomic.Int64
	var all sync.WaitGroup
	begun, worked := time.Now(), cpuTime()
	for i, p := range c.people {
		all.Go(func() {
			for at := turn.Add(1); at <= int64(n); at = turn.Add(1) {
				said := time.Now()
				p.Say(benchTalk[c.lines[i]%len(benchTalk)])
				c.lines[i]++
				if _, err := p.Next(ctx); err != nil {
					b.Error(err)
					return
				}
				took[at-1] = time.Since(said)
			}
		})
	}
	all.Wait()
	if n > 0 {
		c.slices = append(c.slices, float64(n)/time.Since(begun).Seconds())
	}
	c.cpu += cpuTime() - worked
	c.took = append(c.took, took...)
}

// report gives the median of the slices, in turns/s.
func (c *whatsappCrowd) report(b *testing.B, who string) float64 {
	slices.Sort(c.slices)
	slices.Sort(c.took)
	rate := (c.slices[(len(c.slices)-1)/2] + c.slices[len(c.slices)/2]) / 2
	b.ReportMetric(rate, who+"-turns/s")
	b.ReportMetric(float64(c.took[len(c.took)/2].Microseconds())/1000, who+"-p50-ms")
	b.ReportMetric(float64(c.took[(len(c.took)-1)*99/100].Microseconds())/1000, who+"-p99-ms")
	b.ReportMetric(float64(c.cpu.Microseconds())/float64(len(c.took)), who+"-cpu-us/turn")
	return rate
}

// bareStore opens the library's store so that it loses nothing on one machine (see package whatsapp), with nothing else added.
const bareStore = "?_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)&_txlock=immediate"

// startWhatsappEcho runs the least a bot can do with the library as it comes: repeat what it hears.
func startWhatsappEcho(b *testing.B, srv *whatsapptest.Server) {
	ctx := context.Background()
	devices, err := sqlstore.New(ctx, "sqlite", "file:"+filepath.Join(b.TempDir(), "echo.db")+bareStore, nil)
	if err != nil {
		b.Fatal(err)
	}
	device, err := devices.GetFirstDevice(ctx)
	if err != nil {
		b.Fatal(err)
	}
	cli := whatsmeow.NewClient(device, nil)
	cli.SetWebsocketHTTPClient(srv.HTTPClient())
	cli.SetPreLoginHTTPClient(srv.HTTPClient())
	cli.AddEventHandler(func(event any) {
		switch event := event.(type) {
		case *events.QR:
			go func() { // the library waits for us before it reads on
				if err := srv.ScanQR(event.Codes[0]); err != nil {
					b.Error(err)
				}
			}()
		case *events.Message:
			go func() {
				_, err := cli.SendMessage(ctx, event.Info.Chat, &waE2E.Message{Conversation: proto.String(event.Message.GetConversation())})
				if err != nil {
					b.Error(err)
				}
			}()
		}
	})
	if err := cli.Connect(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		cli.Disconnect()
		_ = devices.Close()
	})
}

func startWhatsappSapa(b *testing.B, srv *whatsapptest.Server, redisURL string) {
	ctx, cancel := context.WithCancel(context.Background())
	h, err := open(ctx, &Config{Data: b.TempDir(), RedisURL: redisURL, Timezone: "Asia/Makassar", LogLevel: "error", dialer: srv.HTTPClient()})
	if err != nil {
		b.Fatal(err)
	}
	h.log = slog.New(slog.DiscardHandler)
	redistest.Open(b, redisURL).FlushAll(ctx)
	pairWhatsapp(b, h, srv)
	w, leave, err := openWhatsapp(ctx, h, whatsapp.Options{})
	if err != nil {
		b.Fatal(err)
	}
	a, err := newApp(ctx, h, w)
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
		leave()
		if err := h.close(); err != nil {
			b.Error(err)
		}
	})
}

// pairWhatsapp links a device as `sapa pair` does.
func pairWhatsapp(b *testing.B, h *house, srv *whatsapptest.Server) {
	w, leave, err := openWhatsapp(context.Background(), h, whatsapp.Options{Pairing: scanned(b, srv)})
	if err != nil {
		b.Fatal(err)
	}
	defer leave()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := (&pairCmd{}).link(ctx, w, streams{out: io.Discard}); err != nil {
		b.Fatal(err)
	}
}
