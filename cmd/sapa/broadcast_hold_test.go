package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestBroadcastPauseAndCancel pauses, resumes and cancels a broadcast from the command line beside the running program.
func TestBroadcastPauseAndCancel(t *testing.T) {
	people := 1500
	if testing.Short() {
		people = 600
	}
	b := startBoth(t, people, 0, "SAPA_TELEGRAM_PER_SECOND=150")
	verb(t, b.data, "broadcast", "send", b.code, "--as", "ana")
	b.until(t, 20*time.Second, func(st broadcastJSON) bool { return st.Sent > people/10 })

	verb(t, b.data, "broadcast", "pause", b.code, "--as", "ana")
	paused := time.Now()
	time.Sleep(2 * time.Second)
	held, _, _, _ := b.told()
	time.Sleep(time.Second)
	if later, _, _, _ := b.told(); later != held || held == people {
		t.Errorf("%d people were told two seconds after the pause, %d three seconds after", held, later)
	}
	last := b.lastSent()
	if st := b.status(t); st.State != "dijeda" || st.Sent != held {
		t.Errorf("%d were told, the status is %+v", held, st)
	}

	verb(t, b.data, "broadcast", "resume", b.code, "--as", "lina")
	b.until(t, 10*time.Second, func(st broadcastJSON) bool { return st.Sent > held+people/20 })
	out := verb(t, b.data, "broadcast", "cancel", b.code, "--as", "lina")
	st := b.until(t, 10*time.Second, func(st broadcastJSON) bool { return st.Left == 0 })
	told, none, twice, repeats := b.told()
	if st.State != "dibatalkan" || st.Sent != told || none != people-told || none == 0 || twice+repeats > 0 {
		t.Errorf("%d told, %d not, %d twice; the status is %+v", told, none, twice+repeats, st)
	}
	if withdrawn := st.People - st.Sent; withdrawn != none {
		t.Errorf("%d withdrawn, %d not told", withdrawn, none)
	}
	var said int
	if _, err := fmt.Sscanf(out, "%d people will not get it", &said); err != nil || said != none {
		t.Errorf("it says that %d people will not get it, and it is %d: %s", said, none, out)
	}
	t.Logf("FIGURE pause: the last message came %v after it was asked for; cancelled after %d of %d, %d withdrawn and told so",
		max(0, last.Sub(paused)).Round(time.Millisecond), told, people, said)
	if last.Sub(paused) > 2*time.Second {
		t.Errorf("a message came %v after the pause", last.Sub(paused))
	}
}

// lastSent is when the newest message reached anybody on Telegram.
func (b *bothChannels) lastSent() (last time.Time) {
	for _, u := range b.people {
		if at := u.Last().At; at.After(last) {
			last = at
		}
	}
	return last
}

// TestBroadcastTimelock locks the WhatsApp account in the middle of a broadcast: its part stops by itself, Telegram's goes
// on, whoever writes on WhatsApp is answered, and after the lock everything arrives.
func TestBroadcastTimelock(t *testing.T) {
	onTelegram, onWhatsapp, lasts := 400, 100, 8*time.Second
	if testing.Short() {
		onTelegram, onWhatsapp, lasts = 200, 50, 5*time.Second
	}
	b := startBoth(t, onTelegram, onWhatsapp, "SAPA_TELEGRAM_PER_SECOND=40", "SAPA_WHATSAPP_GAP=60ms")
	asker := b.whatsapp.Citizen()
	verb(t, b.data, "broadcast", "send", b.code, "--as", "ana")
	whatsapp := func(st broadcastJSON) int { return st.Totals["whatsapp"]["dikirim"] + st.Totals["whatsapp"]["sampai"] }
	b.until(t, 20*time.Second, func(st broadcastJSON) bool { return whatsapp(st) > onWhatsapp/5 })

	until := time.Now().Add(lasts)
	b.whatsapp.Timelock(until.Truncate(time.Second))
	time.Sleep(time.Second) // what was on its way
	before := b.status(t)
	asked := time.Now()
	asker.Say("menu")
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	answer, err := asker.Next(ctx)
	answered := time.Since(asked)
	if err != nil || !strings.Contains(answer.Text, "Apa yang dapat kami bantu") {
		t.Errorf("who writes on WhatsApp during the lock hears %q, %v", answer.Text, err)
	}
	time.Sleep(time.Until(until.Truncate(time.Second).Add(-500 * time.Millisecond)))
	locked := b.status(t)
	if whatsapp(locked) != whatsapp(before) || whatsapp(before) == onWhatsapp {
		t.Errorf("WhatsApp went on under the lock, from %d to %d", whatsapp(before), whatsapp(locked))
	}
	grown := locked.Totals["telegram"]["dikirim"] - before.Totals["telegram"]["dikirim"]
	if grown < 20 && locked.Totals["telegram"]["dikirim"] < onTelegram {
		t.Errorf("Telegram stood still: %v, then %v", before.Totals, locked.Totals)
	}
	st := b.until(t, time.Minute, func(st broadcastJSON) bool { return st.State == "selesai" })
	once, none, twice, repeats := b.told()
	if once != onTelegram+onWhatsapp || twice+repeats > 0 || st.Sent != once {
		t.Errorf("%d told once, %d not, %d twice; the status is %+v", once, none, twice+repeats, st)
	}
	t.Logf("FIGURE WhatsApp locked for %v in the middle of a broadcast: stood at %d of %d, Telegram went on by %d, a question on WhatsApp answered in %v, afterwards all %d told once",
		lasts, whatsapp(locked), onWhatsapp, grown, answered.Round(time.Millisecond), once)
}
