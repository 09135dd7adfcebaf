package console

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"sapa/bot"
	"sapa/bot/broadcast"
	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/locales"
	"sapa/store"
)

// lines is what officers do with broadcasts over both channels. The rig gives it store, words and clock.
func lines() *broadcast.Service {
	return &broadcast.Service{Lines: []broadcast.Line{
		{ReachChannel: store.ReachChannel{Channel: "telegram"}, Shape: channel.Shape{Buttons: 12, Label: 40, Text: 4096}, Pace: 100},
		{ReachChannel: store.ReachChannel{Channel: "whatsapp", Warm: 90 * 24 * time.Hour}, Shape: channel.Shape{Text: 4096}, Pace: 50, Budget: 150},
	}}
}

// post office takes letters as a platform does, and remembers when.
type postOffice struct {
	name conversations.Channel

	mu   sync.Mutex
	sent map[conversations.Address]map[string]int // by the ID of the message
	last time.Time
}

func (p *postOffice) Name() conversations.Channel { return p.name }
func (p *postOffice) Shape() channel.Shape        { return channel.Shape{Buttons: 12, Label: 40, Text: 4096} }
func (p *postOffice) Health() channel.Health      { return channel.Health{State: channel.Normal} }
func (p *postOffice) Listen(ctx context.Context, _ channel.Intake) error {
	<-ctx.Done()
	return nil
}
func (p *postOffice) Typing(context.Context, conversations.Address) {}
func (p *postOffice) Fetch(context.Context, conversations.Media, int64) ([]byte, error) {
	return nil, errors.New("nothing is sent in here")
}

// Send refuses addresses that begin with "tolak", and takes everything else.
func (p *postOffice) Send(_ context.Context, id string, to conversations.Address, _ channel.Outgoing) (conversations.MessageID, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if strings.HasPrefix(string(to), "tolak") {
		return "", &channel.SendError{Verdict: channel.Refused, Err: errors.New("chat not found")}
	}
	if p.sent[to] == nil {
		p.sent[to] = map[string]int{}
	}
	p.sent[to][id]++
	p.last = time.Now()
	return conversations.MessageID(id), nil
}

func (p *postOffice) count() (people, twice int, last time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, messages := range p.sent {
		people++
		for _, n := range messages {
			twice += n - 1
		}
	}
	return people, twice, p.last
}

// sending joins the service to a real outbox and runner, and lets the clock run.
func (r *rig) sending(s *broadcast.Service) *postOffice {
	r.t.Helper()
	p := &postOffice{name: "telegram", sent: map[conversations.Address]map[string]int{}}
	ctx, stop := context.WithCancel(context.Background())
	words, err := locales.Load()
	r.ok(err)
	outbox := bot.NewOutbox(ctx, r.db, words, map[conversations.Channel]channel.Adapter{"telegram": p}, r.now, slog.New(slog.DiscardHandler), bot.NewMetrics(prometheus.NewRegistry()))
	outbox.SetPace("telegram", bot.Pace{PerSecond: s.Lines[0].Pace})
	runner := broadcast.NewRunner(s, outbox, slog.New(slog.DiscardHandler))
	s.Measured = runner.Measured
	outbox.SetGate(runner.Gate)
	var running sync.WaitGroup
	running.Go(func() { _ = outbox.Run(ctx) })
	running.Go(func() { _ = runner.Run(ctx) })
	r.t.Cleanup(func() {
		stop()
		running.Wait()
	})
	return p
}

// crowd makes people who wrote on Telegram.
func (r *rig) crowd(n int, name string) {
	r.t.Helper()
	var all []conversations.Message
	for i := range n {
		all = append(all, conversations.Message{ID: conversations.MessageID(fmt.Sprint(name, "-", i)), Channel: "telegram", From: conversations.Address(fmt.Sprint(name, i)), At: r.now(), Text: "halo"})
	}
	_, err := r.db.Accept(r.context(), r.now(), all...)
	r.ok(err)
}

// until waits for something to become true.
func (r *rig) until(what string, yes func() bool) {
	r.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for begun := time.Now(); !yes(); <-tick.C {
		if time.Since(begun) > 30*time.Second {
			r.t.Fatalf("waited in vain for: %s", what)
		}
	}
}

// got tells how often an address was sent something.
func (p *postOffice) got(to conversations.Address) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.sent[to])
}

// casts makes a broadcast that waits for the second person, and one that is under way. It gives their codes.
func (r *rig) casts(s *broadcast.Service) (codes [2]string) {
	r.t.Helper()
	r.crowd(7, "pendengar")
	for i, a := range []store.Audience{{Source: store.FromCases, Programme: "wrse", Regions: []string{"64.72"}, Year: 2026}, {Source: store.FromAll}} {
		b, err := s.Draft(r.context(), "penyelia", store.BroadcastDraft{Title: []string{"Jadwal penyaluran WRSE", "Libur kantor"}[i], Audience: a, Urgent: i == 1,
			Text:    []string{"Yth. {nama}, permohonan {nomor} di {kabkota} disalurkan *Senin* di kecamatan.", "Kantor libur tanggal 25 Desember 2026."}[i],
			Choices: []store.BroadcastChoice{{Call: "cek_status"}, {Call: "pengumuman", Label: "Baca jadwal"}}})
		r.ok(err)
		_, err = s.Submit(r.context(), "penyelia", b.Code)
		r.ok(err)
		codes[i] = b.Code
	}
	b, err := s.Find(r.context(), codes[1])
	r.ok(err)
	_, err = s.Approve(r.context(), "penyelia2", codes[1], b.Hash())
	r.ok(err)
	_, err = s.Start(r.context(), "penyelia", codes[1])
	r.ok(err)
	_, err = r.db.FreezeBroadcast(r.context(), codes[1], []store.ReachChannel{{Channel: "telegram"}, {Channel: "whatsapp", Warm: 24 * time.Hour}}, r.now())
	r.ok(err)
	return codes
}
