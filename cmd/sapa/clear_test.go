package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel/telegram/telegramtest"
	"sapa/store/redis/redistest"
)

// TestNothingInClear lets a person apply, be decided on and ask, at debug level, and then looks for what she said in every
// file, in Redis and in the log.
func TestNothingInClear(t *testing.T) {
	r := redistest.Start(t)
	srv := telegramtest.Start(t)
	data := t.TempDir()
	verb(t, data, "programme", "window", "wrse", "--open")
	p := serve(t, []string{"SAPA_DATA=" + data, "SAPA_TELEGRAM_TOKEN=" + telegramtest.Token, "SAPA_TELEGRAM_API=" + srv.URL(),
		"SAPA_REDIS_URL=" + r.URL(), "SAPA_LOG_LEVEL=debug"})
	defer p.kill()
	a := &applicant{user: telegramPhone{srv.User(81234567)}, nik: "6472085708799917", name: "Rusminah Contoh", patience: 20 * time.Second}
	number, err := a.apply(t.Context(), "/start wrse")
	if err != nil {
		t.Fatal(err)
	}
	log := verb(t, data, "case", "decide", number, "--status", "perlu_dilengkapi", "--note", "Foto rumah belum jelas")
	if text, err := a.hear(t.Context()); err != nil || !strings.Contains(text, number) {
		t.Fatalf("no unprompted news of %s: %q, %v", number, text, err)
	}
	a.user.say("cek status")
	if text, err := a.hear(t.Context()); err != nil || !strings.Contains(text, number) {
		t.Fatalf("no status of %s: %q, %v", number, text, err)
	}
	_, metrics, err := p.get(t.Context(), "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	redis := redisDump(t, r)
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	secrets := []string{a.nik, "64720857", "9917", "Rusminah", "rusminah", "RUSMINAH", "Kenanga", "99001234", "9900 1234", "81234567", "kerajinan", "pisau raut", "Foto rumah", "1979-08-17"}
	places := map[string][]byte{"log": []byte(p.out.all()), "verb": []byte(log), "metrics": []byte(metrics), "redis": redis}
	for name, content := range filesIn(t, data) {
		places[name] = content
	}
	if len(redis) < 100 || len(places) < 8 {
		t.Fatalf("looked in %d places, %d bytes of Redis: that is not all", len(places), len(redis))
	}
	for place, content := range places {
		for _, s := range secrets {
			if bytes.Contains(content, []byte(s)) && !harmless(s, place) {
				t.Errorf("%q stands in clear in %s", s, place)
			}
		}
	}
}

// harmless allows short digit runs in places full of other numbers, where only the long ones say anything.
func harmless(secret, place string) bool {
	return len(secret) <= 4 && (place == "metrics" || place == "log" || strings.HasSuffix(place, ".db") || strings.HasSuffix(place, "-wal"))
}

func filesIn(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// redisDump is every key with its serialised value.
func redisDump(t *testing.T, r *redistest.Server) []byte {
	t.Helper()
	c := r.Client()
	defer c.Close()
	ctx := context.Background()
	keys, err := c.Keys(ctx, "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, k := range keys {
		v, err := c.Dump(ctx, k).Result()
		if err != nil {
			t.Fatal(err)
		}
		fields, err := c.HGetAll(ctx, k).Result() // DUMP may compress
		if err != nil {
			t.Fatal(err)
		}
		out.WriteString(k + "\n" + v + "\n")
		for f, x := range fields {
			out.WriteString(f + "\n" + x + "\n")
		}
	}
	return out.Bytes()
}
