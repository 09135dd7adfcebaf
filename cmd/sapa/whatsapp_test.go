package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sapa/bot/channel/whatsapp/whatsapptest"
	"sapa/store"
)

// whatsappPhone is a citizen on WhatsApp.
type whatsappPhone struct{ *whatsapptest.Citizen }

func (p whatsappPhone) say(text string) {
	if word, ok := strings.CutPrefix(text, "/start "); ok {
		text = "#" + word
	}
	p.Say(text)
}
func (p whatsappPhone) sendPhoto(data []byte) { p.SendPhoto(data, "") }

func (p whatsappPhone) hear(ctx context.Context) (string, error) {
	s, err := p.Next(ctx)
	return asShown(s.Text), err
}

// linked starts the program on a fresh data folder and lets the office's phone scan the code that it prints.
func linked(t *testing.T, srv *whatsapptest.Server, data string, env ...string) *process {
	t.Helper()
	p := serveTrusting(t, srv, append(env, "SAPA_DATA="+data))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		_, code, found := strings.Cut(p.out.all(), "PAIR-QR ")
		if code, _, whole := strings.Cut(code, "\n"); found && whole {
			if err := srv.ScanQR(code); err != nil {
				t.Fatal(err)
			}
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err := srv.WaitOnline(ctx); err != nil {
		t.Fatalf("%v\n%s", err, p.out.all())
	}
	return p
}

// The shipped binary, with nothing but the settings of an office behind a proxy, reaches the server that stands where WhatsApp
// stands, and asks no other host. It trusts WhatsApp alone, so the handshake fails, and everything else goes on.
func TestWhatsappThroughAProxy(t *testing.T) {
	t.Parallel()
	srv := whatsapptest.Start(t)
	p := serve(t, []string{"SAPA_DATA=" + t.TempDir(), "SAPA_WHATSAPP=on", "HTTPS_PROXY=" + srv.ProxyURL(), "SSL_CERT_FILE=" + srv.CertFile()})
	defer p.kill()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := srv.Wait(ctx, "a dial", func() bool { return srv.Counts().Dials > 0 }); err != nil {
		t.Fatalf("%v\n%s", err, p.out.all())
	}
	if hosts := srv.RefusedHosts(); len(hosts) > 0 {
		t.Errorf("it also asks %v", hosts)
	}
	if code, _, err := p.get(t.Context(), "/healthz"); code != 200 || err != nil {
		t.Errorf("/healthz answers %d, %v", code, err)
	}
	if err := p.stop(); err != nil {
		t.Error(err)
	}
}

// TestWhatsappJourney is a woman who applies with a photo, asks how it stands, and is told the decision unasked. At the end
// nothing personal stands in the log or in any file.
func TestWhatsappJourney(t *testing.T) {
	t.Parallel()
	srv := whatsapptest.Start(t)
	data := t.TempDir()
	verb(t, data, "programme", "window", "wrse", "--open")
	p := linked(t, srv, data, "SAPA_LOG_LEVEL=debug")
	defer p.kill()
	who := srv.Citizen(whatsapptest.Named("Rusminah Contoh"))
	a := &applicant{user: whatsappPhone{who}, nik: "6472085708799917", name: "Rusminah Contoh", patience: 20 * time.Second}
	number, err := a.apply(t.Context(), "/start wrse")
	if err != nil {
		t.Fatalf("%v\n%s", err, p.out.all())
	}
	a.user.say("cek status")
	if text, err := a.hear(t.Context()); err != nil || !strings.Contains(text, number) {
		t.Fatalf("no status of %s: %q, %v", number, text, err)
	}
	verb(t, data, "case", "decide", number, "--status", "diperiksa_kabkota", "--note", "Berkas sudah lengkap")
	if text, err := a.hear(t.Context()); err != nil || !strings.Contains(text, number) {
		t.Fatalf("no unprompted news of %s: %q, %v", number, text, err)
	}
	seen := who.Seen()
	who.Read(seen[len(seen)-1].ID)
	u := update(t, data, number)
	if u.State != store.LetterSent || u.Delivered.IsZero() || u.Read.IsZero() {
		t.Errorf("the news is %q, delivered %v, read %v", u.State, u.Delivered, u.Read)
	}
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	for place, content := range map[string]string{"log": p.out.all()} {
		for _, s := range []string{a.nik, "9917", "Rusminah", "Kenanga", "99001234", "kerajinan", "pisau raut", "Berkas sudah", who.LID().User, who.JID().User, "1979-08-17"} {
			if strings.Contains(content, s) {
				t.Errorf("%q stands in clear in the %s", s, place)
			}
		}
	}
	for name, content := range filesIn(t, data) {
		if strings.HasPrefix(filepath.Base(name), "whatsapp.db") {
			continue // the library's own store, which holds phone numbers and what was sent of late
		}
		for _, s := range []string{a.nik, "Rusminah", "Kenanga", "kerajinan", who.LID().User, who.JID().User} {
			if strings.Contains(string(content), s) {
				t.Errorf("%q stands in clear in %s", s, name)
			}
		}
	}
}

// update waits until the newest news about a case is read, and gives it.
func update(t *testing.T, data, number string) (u store.Utterance) {
	t.Helper()
	h, err := open(t.Context(), &Config{Data: data, Timezone: "Asia/Makassar", LogLevel: "error"})
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	c, err := h.db.CaseByNumber(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end) && u.Read.IsZero(); time.Sleep(50 * time.Millisecond) {
		talk, err := h.db.Talk(t.Context(), c.Contact, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, said := range talk {
			if said.Case == number {
				u = said
			}
		}
	}
	return u
}

// TestWhatsappStorm: 100 people apply, 500 messages and more, while the socket drops after every 50 of them, each tenth comes
// again, and the program is killed three times.
func TestWhatsappStorm(t *testing.T) {
	people, kills := 100, 3
	if testing.Short() {
		people, kills = 10, 0 // to cut sockets under requests is a race within the library, harmless and reported
	}
	srv := whatsapptest.Start(t)
	data := t.TempDir()
	verb(t, data, "programme", "window", "wrse", "--open")
	p := linked(t, srv, data, "SAPA_LOG_LEVEL=error")
	defer func() { p.kill() }()
	if kills > 0 {
		srv.DropEvery(50)
	}
	srv.RedeliverEvery(10, whatsapptest.Reencrypted)
	var mu sync.Mutex
	var numbers []string
	var said int
	var failed []error
	var wg sync.WaitGroup
	begun := time.Now()
	for i := range people {
		who := srv.Citizen()
		wg.Go(func() {
			a := &applicant{user: whatsappPhone{who}, nik: madeUpNIK(i), name: "Siti Contoh", patience: 2 * time.Minute}
			number, err := a.apply(t.Context(), "#wrse")
			mu.Lock()
			defer mu.Unlock()
			said += len(a.heard)
			if err != nil {
				failed = append(failed, fmt.Errorf("person %d: %w", i, err))
				return
			}
			numbers = append(numbers, number)
		})
	}
	for range kills {
		time.Sleep(3 * time.Second)
		p.kill()
		p = serveTrusting(t, srv, []string{"SAPA_DATA=" + data, "SAPA_LOG_LEVEL=error"})
	}
	wg.Wait()
	for _, err := range failed {
		t.Errorf("not answered: %v", err)
	}
	if err := p.stop(); err != nil {
		t.Errorf("serve ended badly: %v\n%s", err, p.out.all())
	}
	kept := casesKept(t, data)
	if len(kept) != people || len(numbers) != people {
		t.Errorf("%d people hold %d numbers, the office has %d cases", people, len(numbers), len(kept))
	}
	t.Logf("FIGURE WhatsApp storm: %d people, %d messages answered, %d kills, %d logins, every tenth message twice: %d cases, %d people not answered, %.0f s",
		people, said, kills, srv.Counts().Logins, len(kept), len(failed), time.Since(begun).Seconds())
}
