package main

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sapa/bot/channel/telegram/telegramtest"
	"sapa/store"
)

func containsAll(text string, parts ...string) bool {
	return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(text, p) })
}

// TestBroadcastPace sends a broadcast over a platform that enforces Telegram's limits, twenty times as fast as they are,
// while fifty people talk with the bot: everybody is told once, the platform never has to ask for less, the limit is used,
// whoever blocked the bot is marked and left alone, and the people who talk hardly notice.
func TestBroadcastPace(t *testing.T) {
	const scale = 20
	people := 20_000
	if testing.Short() {
		people = 3000
	}
	blocked := people / 20
	platform := telegramtest.Real()
	limit := platform.PerSecond * scale
	s := startSending(t, &Config{TelegramPace: 29.5 * scale, TelegramPerChat: time.Second / scale},
		telegramtest.Limits{PerSecond: limit, PerChat: platform.PerChat * scale, Burst: platform.Burst}, people, blocked)
	quiet := talking(t, s.srv, 100, 4*time.Second)
	b := approved(t, s.service)
	if _, err := s.service.Start(t.Context(), "ana", b.Code); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	talk, stop := make(chan []time.Duration, 1), time.Duration(float64(people)/limit*float64(time.Second))
	go func() { talk <- talking(t, s.srv, 200, stop*9/10) }()
	rates, reads := watchPace(t, s, b.Code)
	busy := <-talk
	took := time.Since(begun)
	st := await(t, s.service, b.Code, time.Minute, done)
	wrong := 0
	for i := range people {
		want := 1
		if i%(people/blocked) == 0 {
			want = 0
		}
		if copies(s.srv.User(int64(firstRecipient+i)), b.Code) != want {
			wrong++
		}
	}
	if wrong > 0 || st.Totals.Sent() != people-blocked || st.Totals.In(store.DeliveryGone) != blocked || st.Totals.All() != people {
		t.Errorf("%d people were told not at all or twice; totals %v", wrong, st.Totals)
	}
	if n := s.srv.Count("429"); n > 0 {
		t.Errorf("the platform asked for less %d times", n)
	}
	rate := median(rates)
	usual, without := windows(busy), windows(quiet)
	t.Logf("FIGURE broadcast to %d: %d told once, %d had blocked the bot, %d answers of 429, %.0f messages/s of %.0f (%.1f %%, answers to the people who talk included), %.0f s, progress read in %v at most, p99 %v",
		people, st.Totals.Sent(), blocked, s.srv.Count("429"), rate, limit, 100*rate/limit, took.Seconds(), percentile(reads, 100).Round(100*time.Microsecond), percentile(reads, 99).Round(100*time.Microsecond))
	t.Logf("FIGURE 50 people who talk meanwhile: p99 %v of %d answers, %v of %d without a broadcast (%.2f x); of the median 5 s %v", percentile(busy, 99).Round(10*time.Microsecond), len(busy),
		percentile(quiet, 99).Round(10*time.Microsecond), len(quiet), percentile(busy, 99).Seconds()/percentile(quiet, 99).Seconds(), usual.Round(10*time.Microsecond))
	if testing.Short() {
		return // too little to measure
	}
	if rate < 0.97*limit {
		t.Errorf("only %.0f messages/s of %.0f", rate, limit)
	}
	// Other programs on the machine make single moments slow: what counts is how it usually is.
	if p := percentile(reads, 99); p > 100*time.Millisecond {
		t.Errorf("progress took %v to read", p)
	}
	if p := percentile(busy, 99); p > time.Second || usual > max(without*3/2, 100*time.Millisecond) {
		t.Errorf("p99 of answers is %v, of the median window %v, without a broadcast %v", p, usual, without)
	}
}

// watchPace reads the progress until all is done, and gives the messages per second of each second of the middle, and how
// long each reading of the progress took.
func watchPace(t *testing.T, s *sending, code string) (rates []float64, reads []time.Duration) {
	t.Helper()
	last, at := s.srv.Count("sendMessage"), time.Now()
	for {
		time.Sleep(100 * time.Millisecond)
		read := time.Now()
		st, err := s.service.Status(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		if !st.Frozen.IsZero() {
			reads = append(reads, time.Since(read))
		}
		switch {
		case done(st):
			return rates, reads
		case st.State == store.BroadcastPaused:
			t.Fatalf("it paused itself: %v", st.Totals)
		}
		if took := time.Since(at); took >= time.Second {
			n := s.srv.Count("sendMessage")
			if share := float64(st.Totals.Left()) / float64(max(1, st.Totals.All())); share > 0.1 && share < 0.9 {
				rates = append(rates, float64(n-last)/took.Seconds())
			}
			last, at = n, time.Now()
		}
	}
}

// talking lets fifty people talk for a while, each some answers a second, and gives how long every answer took.
func talking(t *testing.T, srv *telegramtest.Server, first int64, span time.Duration) []time.Duration {
	ctx, cancel := context.WithTimeout(t.Context(), span+10*time.Second)
	defer cancel()
	var mu sync.Mutex
	var took []time.Duration
	var wg sync.WaitGroup
	end := time.Now().Add(span)
	for i := range 50 {
		wg.Go(func() {
			u := srv.User(first + int64(i))
			for line := 0; time.Now().Before(end); line++ {
				at := time.Now()
				u.Say([]string{"menu", "5", "kerja", "batal"}[line%4])
				if _, err := u.WaitReply(ctx); err != nil {
					t.Errorf("no answer: %v", err)
					return
				}
				d := time.Since(at)
				mu.Lock()
				took = append(took, d)
				mu.Unlock()
				time.Sleep(400*time.Millisecond - d%(100*time.Millisecond))
			}
		})
	}
	wg.Wait()
	return took
}

// windows gives the median of the 99th percentiles of each 500 answers, which fifty people get in some five seconds.
func windows(took []time.Duration) time.Duration {
	var all []time.Duration
	for some := range slices.Chunk(took, 500) {
		if len(some) >= 250 {
			all = append(all, percentile(slices.Clone(some), 99))
		}
	}
	return percentile(all, 50)
}

func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return math.MaxInt64
	}
	all = slices.Sorted(slices.Values(all))
	return all[(len(all)-1)*p/100]
}

func median(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}
