package whatsapptest_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"

	"sapa/bot/channel/whatsapp/whatsapptest"
)

// echo answers every message from eight workers, as fast as it can.
func (b *bot) echo() {
	for range 8 {
		go func() {
			for {
				select {
				case heard := <-b.messages:
					_, _ = b.SendMessage(b.t.Context(), heard.Info.Chat, plain(heard.Message.GetConversation()), whatsmeow.SendRequestExtra{})
				case <-b.t.Context().Done():
					return
				}
			}
		}()
	}
}

// TestMoreContactsThanKeys is a first message of more people than the device has deposited one-time keys.
func TestMoreContactsThanKeys(t *testing.T) {
	t.Parallel()
	srv := whatsapptest.Start(t)
	b := linked(t, srv)
	srv.SpendPreKeys(10)
	const people = 40
	var answered atomic.Int64
	all := make([]*whatsapptest.Citizen, people)
	for i := range all {
		all[i] = srv.Citizen()
		all[i].Say(fmt.Sprint(i))
	}
	b.echo()
	ctx := patience(t)
	for i, c := range all {
		shown, err := c.Next(ctx)
		if err != nil {
			t.Fatalf("%d of %d answered: %v", answered.Load(), people, err)
		}
		if shown.Text == fmt.Sprint(i) {
			answered.Add(1)
		}
	}
	if answered.Load() != people || srv.Counts().Retries != 0 {
		t.Errorf("%d answered, %d retry receipts", answered.Load(), srv.Counts().Retries)
	}
	must(t, srv.Wait(ctx, "new keys", func() bool { return srv.Counts().PreKeys > 15 }))
}

// BenchmarkRoundTrip is a message and its answer, 32 people talking at once with a bare client.
func BenchmarkRoundTrip(b *testing.B) {
	srv := whatsapptest.Start(b)
	bot := newBot(b, srv)
	bot.pair()
	bot.echo()
	people := make([]*whatsapptest.Citizen, 32)
	for i := range people {
		people[i] = srv.Citizen()
		people[i].Say("kenalan")
		sees(b, people[i])
	}
	var left atomic.Int64
	left.Store(int64(b.N))
	began := time.Now()
	b.ResetTimer()
	var all sync.WaitGroup
	for _, c := range people {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				c.Say("halo")
				if _, err := c.Next(b.Context()); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "roundtrips/s")
}
