package main

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"sapa/bot/channel/telegram/telegramtest"
	"sapa/store"
	"sapa/store/redis/redistest"
)

// tinyPhoto is a real JPEG of a few pixels.
var tinyPhoto = sync.OnceValue(func() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for x := range 64 {
		for y := range 48 {
			img.Set(x, y, color.RGBA{uint8(4 * x), uint8(5 * y), 90, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
})

// TestKill kills the program a hundred times under fifty people who apply for WRSE on Telegram: every message must be
// answered, and every application must become one case.
func TestKill(t *testing.T) {
	kills := 100
	if testing.Short() {
		kills = 5
	}
	t.Run("redis", func(t *testing.T) {
		r := redistest.Start(t)
		killRun(t, kills, "SAPA_REDIS_URL="+r.URL())
	})
	t.Run("embedded", func(t *testing.T) { killRun(t, kills) })
}

// talkers are as many people as talk at once in the tests of the whole program.
const talkers = 50

// crowd is people who apply again and again, each time for another woman of the household.
type crowd struct {
	mu      sync.Mutex
	cases   []string
	repeats int
	failed  []error
	done    chan struct{} // closed: finish what is begun
	wg      sync.WaitGroup
}

func newCrowd(ctx context.Context, srv *telegramtest.Server, people int) *crowd {
	c := &crowd{done: make(chan struct{})}
	for i := range people {
		c.wg.Go(func() {
			a := &applicant{user: telegramPhone{srv.User(int64(5000 + i))}, name: "Siti Contoh", patience: time.Minute}
			for round := 0; ; round++ {
				select {
				case <-c.done:
					c.repeated(a.repeats)
					return
				default:
				}
				a.nik = madeUpNIK(i + round*people)
				number, err := a.apply(ctx, "/start wrse")
				c.note(number, err)
				if err != nil {
					return
				}
			}
		})
	}
	return c
}

func (c *crowd) repeated(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.repeats += n
}

func (c *crowd) note(number string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.failed = append(c.failed, err)
		return
	}
	c.cases = append(c.cases, number)
}

// finish lets everybody end the application begun, and tells what came of all.
func (c *crowd) finish() (cases []string, repeats int, failed []error) {
	close(c.done)
	c.wg.Wait()
	return c.cases, c.repeats, c.failed
}

func killRun(t *testing.T, kills int, env ...string) {
	srv := telegramtest.Start(t)
	data := t.TempDir()
	verb(t, data, "programme", "window", "wrse", "--open")
	env = append(env, "SAPA_DATA="+data, "SAPA_TELEGRAM_TOKEN="+telegramtest.Token, "SAPA_TELEGRAM_API="+srv.URL(), "SAPA_LOG_LEVEL=debug")
	p := serve(t, env)
	defer func() { p.kill() }()
	people := newCrowd(t.Context(), srv, talkers)
	r := rand.New(rand.NewPCG(1, 2))
	begun := time.Now()
	for range kills {
		time.Sleep(time.Duration(20+r.IntN(500)) * time.Millisecond)
		p.kill()
		p = serve(t, env)
	}
	cases, repeats, failed := people.finish()
	for _, err := range failed {
		t.Errorf("somebody was not answered: %v", err)
	}
	if err := p.stop(); err != nil {
		t.Errorf("serve ended badly: %v\n%s", err, p.out.all())
	}
	kept := casesKept(t, data)
	slices.Sort(cases)
	slices.Sort(kept)
	if !slices.Equal(cases, kept) {
		t.Errorf("people hold %d numbers, the office has %d cases", len(cases), len(kept))
	}
	if len(cases) < talkers {
		t.Errorf("only %d applications in all", len(cases))
	}
	t.Logf("FIGURE kill -9: %d kills, %d people, %d applications, %d cases, %d messages came twice, %d people not answered, %.0f s",
		kills, talkers, len(cases), len(kept), repeats, len(failed), time.Since(begun).Seconds())
}

// casesKept lists the numbers that the office has, and makes sure that nobody has two.
func casesKept(t *testing.T, data string) []string {
	t.Helper()
	h, err := open(t.Context(), &Config{Data: data, Timezone: "Asia/Makassar", LogLevel: "error"})
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	var out []string
	people := map[string]string{}
	for after := int64(0); ; {
		page, err := h.db.Cases(t.Context(), store.CaseFilter{Oldest: true, After: after, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page {
			after = c.ID
			out = append(out, c.Number)
			whole, err := h.db.CaseByNumber(t.Context(), c.Number)
			if err != nil {
				t.Fatal(err)
			}
			if other := people[whole.Person.NIK]; other != "" {
				t.Errorf("one person has %s and %s", other, c.Number)
			}
			people[whole.Person.NIK] = c.Number
		}
		if len(page) < 1000 {
			return out
		}
	}
}
