package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel/telegram/telegramtest"
	"sapa/bot/channel/whatsapp/whatsapptest"
	"sapa/conversations"
	"sapa/store"
)

// What a poster's QR code holds opens its flow on both channels through their real clients, and each talk that begins so is
// counted once, by the poster and the channel alone.
func TestPostersOpenTheirFlow(t *testing.T) {
	t.Parallel()
	for name, begin := range map[conversations.Channel]func(t *testing.T) *stagedTalk{
		"telegram": func(t *testing.T) *stagedTalk {
			srv := telegramtest.Start(t)
			return stage(t, &telegramWire{srv: srv, user: srv.User(4711)}, "4711")
		},
		"whatsapp": func(t *testing.T) *stagedTalk {
			srv := whatsapptest.Start(t)
			srv.QuickPairing()
			who := srv.Citizen()
			return stage(t, &whatsappWire{t: t, srv: srv, who: who}, conversations.Address(who.LID().String()))
		},
	} {
		t.Run(string(name), func(t *testing.T) {
			t.Parallel()
			x := begin(t)
			db := x.app.db
			p, err := db.PutPoster(t.Context(), store.Poster{Opens: "status", Region: "64.72", By: "cli", At: x.now()})
			if err != nil {
				t.Fatal(err)
			}
			link := works{x.app}.Links(t.Context(), conversations.TagStart(p.Opens, p.Tag))[name]
			_, word, ok := strings.Cut(link, "=")
			word = strings.TrimPrefix(word, "%23")
			if !ok || !strings.HasPrefix(link, map[conversations.Channel]string{"telegram": "https://t.me/sapa_test_bot?start=", "whatsapp": "https://wa.me/62"}[name]) {
				t.Fatalf("the link is %q", link)
			}
			for range 2 {
				if err := x.wire.say("/start " + word); err != nil {
					t.Fatal(err)
				}
				ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
				m, err := x.wire.hear(ctx)
				stop()
				if err != nil || !strings.Contains(m.text, "permohonan") {
					t.Fatalf("heard %q, %v", m.text, err)
				}
			}
			all, err := db.Posters(t.Context(), "")
			if err != nil || len(all) != 1 || all[0].Came() != 2 || all[0].Through(string(name)) != 2 {
				t.Errorf("counted %+v, %v", all, err)
			}
		})
	}
}
