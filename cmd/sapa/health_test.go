package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/whatsapp"
	"sapa/conversations"
)

// ill is a channel that is as the test says.
type ill struct {
	channel.Adapter
	name   conversations.Channel
	health *channel.Health
}

func (i ill) Name() conversations.Channel { return i.name }
func (i ill) Health() channel.Health      { return *i.health }

// TestOperatorsRead: for every state of WhatsApp, /readyz, /metrics and doctor say state, reason and what to do, and an ill WhatsApp
// alone takes nobody's Telegram away.
func TestOperatorsRead(t *testing.T) {
	t.Parallel()
	var now channel.Health
	w := ill{name: whatsapp.Name, health: &now}
	alone, both := operators(t, w), operators(t, w, ill{name: "telegram", health: &channel.Health{State: channel.Normal}})
	until := time.Date(2026, 11, 27, 1, 30, 0, 0, time.UTC)
	for _, x := range []struct {
		health channel.Health
		alone  int // what /readyz answers when WhatsApp is the only channel
		wrong  bool
		words  string
	}{
		{channel.Health{State: channel.Normal}, 200, false, ""},
		{channel.Health{State: channel.Careful, Reason: whatsapp.ReasonFailing}, 200, false, "Periksa HP kantor"},
		{channel.Health{State: channel.Cooling, Reason: whatsapp.ReasonLimited, Until: until}, 200, true, "mengirim lebih lambat"},
		{channel.Health{State: channel.Locked, Reason: whatsapp.ReasonTimelock, Until: until}, 200, true, "memulai percakapan baru"},
		{channel.Health{State: channel.Locked, Reason: whatsapp.ReasonBanned, Until: until}, 503, true, "memblokir nomor ini"},
		{channel.Health{State: channel.LoggedOut, Reason: whatsapp.ReasonLoggedOut}, 503, true, "dikeluarkan dari HP kantor"},
		{channel.Health{State: channel.LoggedOut, Reason: whatsapp.ReasonUnlinked}, 503, true, "Belum ada HP"},
		{channel.Health{State: channel.Outdated, Reason: whatsapp.ReasonOutdated}, 503, true, "Pasang Sapa versi terbaru"},
		{channel.Health{State: channel.Down, Reason: whatsapp.ReasonReplaced}, 503, true, "Hentikan program itu"},
		{channel.Health{State: channel.Down, Reason: whatsapp.ReasonUnreachable}, 503, true, "Periksa jaringan"},
	} {
		t.Run(string(x.health.State)+" "+x.health.Reason, func(t *testing.T) {
			now = x.health
			if code, body := both.get(t, "/readyz"); code != 200 || !strings.Contains(body, x.words) {
				t.Errorf("beside Telegram /readyz answers %d: %s", code, body)
			}
			code, body := alone.get(t, "/readyz")
			if code != x.alone {
				t.Errorf("alone /readyz answers %d: %s", code, body)
			}
			if !x.health.Until.IsZero() && !strings.Contains(body, "2026-11-27 09:30:00") {
				t.Errorf("/readyz does not say until when: %s", body)
			}
			want := `sapa_channel_state{channel="whatsapp",reason="` + x.health.Reason + `",state="` + string(x.health.State) + `"} 1`
			if _, body := alone.get(t, "/metrics"); !strings.Contains(body, want) {
				t.Errorf("/metrics lacks %s", want)
			}
			out, wrong := examined(t, x.health)
			if wrong != x.wrong || !strings.Contains(out, x.words) || wrong && !strings.Contains(out, string(x.health.State)) {
				t.Errorf("doctor finds fault: %v\n%s", wrong, out)
			}
		})
	}
}

type handler struct{ http.Handler }

// operators are the pages of a program with these channels.
func operators(t *testing.T, channels ...channel.Adapter) handler {
	t.Helper()
	h, err := open(t.Context(), &Config{Data: t.TempDir(), Timezone: "Asia/Makassar", LogLevel: "error"})
	if err != nil {
		t.Fatal(err)
	}
	h.log = slog.New(slog.DiscardHandler)
	a, err := newApp(t.Context(), h, channels...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		a.stopWork()
		if err := h.close(); err != nil {
			t.Error(err)
		}
	})
	mux := http.NewServeMux()
	a.pages(mux)
	return handler{mux}
}

func (h handler) get(t *testing.T, path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

// examined is what doctor writes about a health that serve left, and whether it calls it wrong.
func examined(t *testing.T, left channel.Health) (out string, wrong bool) {
	t.Helper()
	cfg := &Config{Data: t.TempDir(), Timezone: "Asia/Makassar", LogLevel: "error", Whatsapp: "on"}
	h, err := open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer h.leave()
	kept, err := json.Marshal(map[string]any{"state": left.State, "reason": left.Reason, "until": left.Until, "at": time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	for path, data := range map[string][]byte{cfg.devices(): nil, whatsapp.HealthFile(cfg.devices()): kept} {
		if err := os.WriteFile(filepath.Clean(path), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var b strings.Builder
	d := &diagnosis{out: &b}
	d.whatsapp(h)
	return b.String(), d.wrong > 0
}
