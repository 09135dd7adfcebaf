package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel/telegram/telegramtest"
	"sapa/store/redis/redistest"
)

// TestRedisOutage takes Redis away for twenty seconds under people who apply, and brings it back empty: /readyz says so
// meanwhile, everybody is answered, and no talk begins anew.
func TestRedisOutage(t *testing.T) {
	outage := 20 * time.Second
	if testing.Short() {
		outage = 2 * time.Second
	}
	r := redistest.Start(t)
	srv := telegramtest.Start(t)
	data := t.TempDir()
	verb(t, data, "programme", "window", "wrse", "--open")
	p := serve(t, []string{"SAPA_DATA=" + data, "SAPA_TELEGRAM_TOKEN=" + telegramtest.Token, "SAPA_TELEGRAM_API=" + srv.URL(), "SAPA_REDIS_URL=" + r.URL()})
	defer p.kill()
	ready(t, p, http.StatusOK)
	people := newCrowd(t.Context(), srv, 10)
	time.Sleep(500 * time.Millisecond)

	r.Kill()
	begun := time.Now()
	body := ready(t, p, http.StatusServiceUnavailable)
	if !strings.Contains(body, "redis") || !strings.Contains(body, "unavailable") {
		t.Errorf("/readyz does not name Redis: %s", body)
	}
	time.Sleep(outage - time.Since(begun))
	if err := r.Restart(); err != nil {
		t.Fatal(err)
	}
	ready(t, p, http.StatusOK)
	time.Sleep(500 * time.Millisecond)

	cases, repeats, failed := people.finish()
	for _, err := range failed {
		t.Errorf("somebody was not answered: %v", err)
	}
	if kept := casesKept(t, data); len(kept) != len(cases) {
		t.Errorf("people hold %d numbers, the office has %d cases", len(cases), len(kept))
	}
	if repeats > 0 {
		t.Errorf("%d messages came twice", repeats)
	}
	t.Logf("FIGURE redis away for %s: %d applications, %d people not answered", outage, len(cases), len(failed))
}

// ready waits until /readyz answers with a code.
func ready(t *testing.T, p *process, code int) string {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		got, body, err := p.get(t.Context(), "/readyz")
		if err == nil && got == code {
			return body
		}
		if time.Now().After(end) {
			t.Fatalf("/readyz answers %d %v, not %d: %s", got, err, code, body)
		}
	}
}
