package main

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"sapa/bot/broadcast"
	"sapa/bot/channel/telegram"
	"sapa/bot/channel/telegram/telegramtest"
	"sapa/conversations"
	"sapa/store"
	"sapa/store/sqlite"
)

// firstRecipient is the chat of the first of those whom a broadcast is for; people who only talk have smaller numbers.
const firstRecipient = 1_000_000

// sending is a running app with an office of two, and the people of a broadcast.
type sending struct {
	*app
	service *broadcast.Service
	srv     *telegramtest.Server
}

// startSending runs the program in this process over a fake Telegram that takes so many messages a second, for so many
// recipients, of whom so many, spread evenly, have blocked the bot.
func startSending(t *testing.T, cfg *Config, limits telegramtest.Limits, people, blocked int) *sending {
	t.Helper()
	srv := telegramtest.Start(t)
	srv.Limit(limits)
	cfg.Data, cfg.Timezone, cfg.LogLevel = t.TempDir(), "Asia/Makassar", "error"
	cfg.TelegramToken, cfg.TelegramAPI = telegramtest.Token, srv.URL()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	h, err := open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	introduce(t, h, srv, people)
	for i := range blocked {
		srv.User(int64(firstRecipient + i*people/blocked)).BlockUnheard()
	}
	tg, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: srv.URL(), Files: h.vault.Files(), Log: h.log})
	if err != nil {
		t.Fatal(err)
	}
	a, err := newApp(ctx, h, tg)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- a.run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		h.leave()
	})
	s, err := h.broadcasts()
	if err != nil {
		t.Fatal(err)
	}
	return &sending{a, s, srv}
}

// introduce makes people known who asked for news of WRSE, and who works in the office.
func introduce(t *testing.T, h *house, srv *telegramtest.Server, people int) {
	t.Helper()
	var wg sync.WaitGroup
	for part := range 200 {
		wg.Go(func() {
			for i := part; i < people; i += 200 {
				srv.User(int64(firstRecipient + i)).Known()
				if _, err := h.db.Introduce(t.Context(), time.Now(), telegram.Name, conversations.Address(strconv.Itoa(firstRecipient+i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	interested(t, h)
	hire(t, h)
}

// hire makes an office of an author and a penyelia.
func hire(t *testing.T, h *house) {
	t.Helper()
	for login, role := range map[string]store.Role{"ana": store.RoleOfficer, "lina": store.RoleSupervisor} {
		if err := h.db.AddOfficer(t.Context(), store.Officer{Login: login, Name: login, Role: role}, store.Operator, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
}

// interested notes for every contact that it wants news of WRSE.
func interested(t *testing.T, h *house) {
	t.Helper()
	err := h.db.Write(t.Context(), func(tx *sqlite.Tx) error {
		if _, err := tx.Exec(`UPDATE addresses SET heard_at = $1`, time.Now()); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO interests (contact, programme, year, region, at) SELECT CAST(id AS TEXT), 'wrse', 2026, '', 0 FROM contacts WHERE true ON CONFLICT DO NOTHING`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// approved gives a broadcast to whoever asked for news of WRSE that two people agreed on.
func approved(t *testing.T, s *broadcast.Service) store.Broadcast {
	t.Helper()
	b, err := s.Draft(t.Context(), "ana", store.BroadcastDraft{Title: "WRSE dibuka", Text: "Yth. {nama}, pendaftaran WRSE sudah dibuka.",
		Choices: []store.BroadcastChoice{{Call: "daftar_wrse"}}, Audience: store.Audience{Source: store.FromInterests, Programme: "wrse"}, Channel: len(s.Public) > 0})
	if err == nil {
		_, err = s.Submit(t.Context(), "ana", b.Code)
	}
	if err == nil {
		b, err = s.Approve(t.Context(), "lina", b.Code, b.Hash())
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// await waits until a broadcast is as wanted.
func await(t *testing.T, s *broadcast.Service, code string, patience time.Duration, wanted func(broadcast.Status) bool) broadcast.Status {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		st, err := s.Status(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		if wanted(st) {
			return st
		}
		if time.Now().After(end) {
			t.Fatalf("broadcast %s is %s after %v: %v, waits for %v", code, st.State, patience, st.Totals, st.Waits)
		}
	}
}

func done(st broadcast.Status) bool { return st.State == store.BroadcastDone }

// copies tells how many messages of a broadcast a person has.
func copies(u *telegramtest.User, code string) (n int) {
	for _, r := range u.Replies() {
		if isOf(r.Text, code) {
			n++
		}
	}
	return n
}

func isOf(text, code string) bool {
	return containsAll(text, fmt.Sprintf("Kode pesan: %s.", conversations.FormatCode(code)))
}
