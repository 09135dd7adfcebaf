package main

import (
	"encoding/json"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"sapa/bot/channel/telegram/telegramtest"
	"sapa/bot/channel/whatsapp"
	"sapa/bot/channel/whatsapp/whatsapptest"
	"sapa/conversations"
)

// bothChannels is the program with Telegram and WhatsApp, and a broadcast that was approved, on a data folder of its own.
type bothChannels struct {
	data     string
	env      []string
	telegram *telegramtest.Server
	whatsapp *whatsapptest.Server
	people   []*telegramtest.User
	citizens []*whatsapptest.Citizen
	code     string
	process  *process
}

// ownChannel is the office's channel on WhatsApp.
const ownChannel = "120363990000000001@newsletter"

// startBoth links the office's phone and makes people known on both channels.
func startBoth(t *testing.T, onTelegram, onWhatsapp int, env ...string) *bothChannels {
	t.Helper()
	b := &bothChannels{data: t.TempDir(), telegram: telegramtest.Start(t), whatsapp: whatsapptest.Start(t)}
	b.env = append([]string{"SAPA_DATA=" + b.data, "SAPA_TELEGRAM_TOKEN=" + telegramtest.Token, "SAPA_TELEGRAM_API=" + b.telegram.URL(),
		"SAPA_BROADCAST_HOURS=", "SAPA_WHATSAPP_DAILY_BUDGET=0", "SAPA_TELEGRAM_CHAT_GAP=0s", "SAPA_LOG_LEVEL=warn",
		"SAPA_WHATSAPP_CHANNEL=" + ownChannel}, env...)
	b.process = linked(t, b.whatsapp, b.data, b.env...)
	t.Cleanup(func() { b.process.kill() })
	h := b.house(t)
	defer h.leave()
	introduce(t, h, b.telegram, onTelegram)
	for i := range onTelegram {
		b.people = append(b.people, b.telegram.User(int64(firstRecipient+i)))
	}
	var wg sync.WaitGroup
	for range onWhatsapp {
		c := b.whatsapp.Citizen()
		b.citizens = append(b.citizens, c)
		wg.Go(func() {
			if _, err := h.db.Introduce(t.Context(), time.Now(), whatsapp.Name, conversations.Address(c.LID().String())); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	interested(t, h)
	s, err := h.broadcasts()
	if err != nil {
		t.Fatal(err)
	}
	b.code = approved(t, s).Code
	return b
}

// house opens the data folder beside the running program.
func (b *bothChannels) house(t *testing.T) *house {
	t.Helper()
	h, err := open(t.Context(), &Config{Data: b.data, Timezone: "Asia/Makassar", LogLevel: "error", TelegramToken: telegramtest.Token, Whatsapp: "on", WhatsappWarm: 90,
		WhatsappChannel: ownChannel})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// status is what sapa broadcast status tells.
func (b *bothChannels) status(t *testing.T) broadcastJSON {
	t.Helper()
	var rows []broadcastJSON
	if err := json.Unmarshal([]byte(verb(t, b.data, "broadcast", "status", b.code, "--json")), &rows); err != nil || len(rows) != 1 {
		t.Fatalf("%v, %v", rows, err)
	}
	return rows[0]
}

// until waits for the broadcast to be as wanted.
func (b *bothChannels) until(t *testing.T, patience time.Duration, wanted func(broadcastJSON) bool) broadcastJSON {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		st := b.status(t)
		if wanted(st) {
			return st
		}
		if time.Now().After(end) {
			t.Fatalf("after %v the broadcast is %+v\n%s", patience, st, b.process.out.all())
		}
	}
}

// told tells how many messages of the broadcast everybody has, by ID where the channel shows one, and how many came again.
func (b *bothChannels) told() (once, none, twice, repeats int) {
	for _, u := range b.people {
		n := copies(u, b.code)
		if n == 0 {
			none++
			continue
		}
		once++ // Telegram shows no ID of ours: a repeat is the same letter again
		repeats += n - 1
	}
	for _, c := range b.citizens {
		n := 0
		for _, m := range c.Seen() {
			if isOf(m.Text, b.code) {
				n++
				repeats += m.Times - 1
			}
		}
		switch n {
		case 0:
			none++
		case 1:
			once++
		default:
			twice++
		}
	}
	return once, none, twice, repeats
}

// TestBroadcastKill kills the program again and again under a broadcast over both channels: after the last start everybody
// has one message by its ID, and the totals are right.
func TestBroadcastKill(t *testing.T) {
	kills, onTelegram, onWhatsapp := 25, 4000, 1000
	if testing.Short() {
		kills, onTelegram, onWhatsapp = 3, 300, 60
	}
	b := startBoth(t, onTelegram, onWhatsapp, "SAPA_TELEGRAM_PER_SECOND=300", "SAPA_WHATSAPP_GAP=15ms")
	begun := time.Now()
	verb(t, b.data, "broadcast", "send", b.code, "--as", "ana")
	r := rand.New(rand.NewPCG(3, 4))
	midway := 0
	for range kills {
		time.Sleep(time.Duration(50+r.IntN(600)) * time.Millisecond)
		b.process.kill()
		if st := b.status(t); st.Left > 0 && st.Sent > 0 {
			midway++
		}
		b.process = serveTrusting(t, b.whatsapp, b.env)
	}
	people := onTelegram + onWhatsapp
	st := b.until(t, 2*time.Minute, func(st broadcastJSON) bool { return st.State == "selesai" })
	if err := b.process.stop(); err != nil {
		t.Errorf("serve ended badly: %v\n%s", err, b.process.out.all())
	}
	once, none, twice, repeats := b.told()
	if once != people || none+twice > 0 {
		t.Errorf("%d people have one message, %d none, %d two of different IDs", once, none, twice)
	}
	if st.Sent != people || st.Failed != 0 || st.Left != 0 || st.People != people {
		t.Errorf("the totals say %+v", st)
	}
	if posts := b.whatsapp.Posts(); len(posts) != 1 || !isOf(posts[0], b.code) {
		t.Errorf("the office's channel on WhatsApp shows %q", posts)
	}
	if midway < kills/3 {
		t.Errorf("only %d of %d kills fell into the sending", midway, kills)
	}
	t.Logf("FIGURE broadcast to %d on Telegram and %d on WhatsApp, killed %d times, %d of them while it was sending: %d people have one message by its ID, %d none, %d two; %d came again under the same ID; %.0f s",
		onTelegram, onWhatsapp, kills, midway, once, none, twice, repeats, time.Since(begun).Seconds())
}
