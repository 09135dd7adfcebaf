package whatsapp

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.mau.fi/util/jsontime"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/locales"
)

// at is a governor that is connected, at a time that the test moves.
type at struct {
	*governor
	time time.Time
}

func connected() *at {
	a := &at{governor: &governor{}, time: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)}
	a.clock = func() time.Time { return a.time }
	a.start(channel.Health{})
	a.event(&events.Connected{})
	return a
}

func nack(code int) error { return fmt.Errorf("%w %d", whatsmeow.ErrServerReturnedError, code) }

// TestGovernor is the table of all that can happen to an account: what the governor makes of it, whether news may go on,
// how long that lasts, and what the operator reads.
func TestGovernor(t *testing.T) {
	t.Parallel()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	repeat := func(n int, err error) func(*at) {
		return func(g *at) {
			for range n {
				g.sent(err)
			}
		}
	}
	event := func(e any) func(*at) { return func(g *at) { g.event(e) } }
	end := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name   string
		do     func(*at)
		state  channel.State
		reason string
		lasts  time.Duration // 0: until something else happens
		reads  string        // part of what the operator reads
	}{
		{"nothing", func(*at) {}, channel.Normal, "", 0, ""},
		{"time-lock", event(&events.NotifyAccountReachoutTimelock{IsActive: true, TimeEnforcementEnds: jsontime.UnixString{Time: end}}), channel.Locked, ReasonTimelock, 24 * time.Hour, "tetap dijawab"},
		{"time-lock without an end", event(&events.NotifyAccountReachoutTimelock{IsActive: true}), channel.Locked, ReasonTimelock, timelockLasts, "menunggu"},
		{"time-lock that ended", func(g *at) {
			g.event(&events.NotifyAccountReachoutTimelock{IsActive: true})
			g.event(&events.NotifyAccountReachoutTimelock{})
		}, channel.Normal, "", 0, ""},
		{"463 once", repeat(1, nack(463)), channel.Careful, ReasonRestricted, restrictedLasts, "tetap dijawab"},
		{"463 again and again", repeat(3, nack(463)), channel.Locked, ReasonRestricted, restrictedLasts, "ditahan"},
		{"429", repeat(1, nack(429)), channel.Cooling, ReasonLimited, limitedLasts, "lebih lambat"},
		{"479 once", repeat(1, nack(479)), channel.Normal, "", 0, ""},
		{"asking for devices too often", repeat(1, whatsmeow.ErrIQRateOverLimit), channel.Cooling, ReasonLimited, limitedLasts, "menunggu sebentar"},
		{"a few sends failed", func(g *at) { repeat(12, nil)(g); repeat(3, whatsmeow.ErrMessageTimedOut)(g) }, channel.Careful, ReasonFailing, 0, "Periksa HP"},
		{"half of all sends failed", repeat(5, whatsmeow.ErrMessageTimedOut), channel.Cooling, ReasonFailing, failingLasts, "ditahan"},
		{"temporary ban", event(&events.TemporaryBan{Code: 101, Expire: 3 * time.Hour}), channel.Locked, ReasonBanned, 3 * time.Hour, "Jangan mengirim"},
		{"temporary ban without an end", event(&events.TemporaryBan{Code: 104}), channel.Locked, ReasonBanned, afterBan, "Telegram"},
		{"stream replaced", event(&events.StreamReplaced{}), channel.Down, ReasonReplaced, 0, "Hentikan program itu"},
		{"logged out", event(&events.LoggedOut{}), channel.LoggedOut, ReasonLoggedOut, 0, "sapa pair"},
		{"never linked", event(unlinked{}), channel.LoggedOut, ReasonUnlinked, 0, "sapa pair"},
		{"outdated", event(&events.ClientOutdated{}), channel.Outdated, ReasonOutdated, 0, "versi terbaru"},
		{"disconnected", event(&events.Disconnected{}), channel.Down, ReasonUnreachable, 0, "Periksa jaringan"},
		{"refused to connect", event(&events.ConnectFailure{Reason: 500}), channel.Down, ReasonUnreachable, 0, "menyambung lagi"},
		{"silent", event(&events.KeepAliveTimeout{}), channel.Down, ReasonSilent, 0, "menyambung lagi"},
		{"cannot store", event(storing{}), channel.Down, ReasonStorage, 0, "ruang disk"},
		{"back again", func(g *at) { g.event(&events.Disconnected{}); g.event(&events.Connected{}) }, channel.Normal, "", 0, ""},
		{"locked and disconnected", func(g *at) {
			g.event(&events.NotifyAccountReachoutTimelock{IsActive: true})
			g.event(&events.Disconnected{})
		}, channel.Locked, ReasonTimelock, 0, "menunggu"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := connected()
			tt.do(g)
			h := g.now()
			if h.State != tt.state || h.Reason != tt.reason {
				t.Fatalf("is %s (%s), want %s (%s)", h.State, h.Reason, tt.state, tt.reason)
			}
			if tt.reads != "" && !strings.Contains(words.Words(conversations.Text{Key: h.Reason}), tt.reads) {
				t.Errorf("the operator reads %q, want %q in it", words.Key(h.Reason), tt.reads)
			}
			if tt.lasts == 0 {
				return
			}
			if g.time = g.time.Add(tt.lasts - time.Second); g.now().State != tt.state {
				t.Errorf("ends too early: %v", g.now())
			}
			g.time = g.time.Add(2 * time.Second)
			g.event(&events.Connected{})
			if s := g.now().State; s == tt.state || s != channel.Normal && s != channel.Careful {
				t.Errorf("does not end: %v", g.now())
			}
		})
	}
}

// A lock outlives the process, and lies where the doctor finds it.
func TestLockOutlivesARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "whatsapp.db")
	open := func() *Adapter {
		a, err := New(t.Context(), Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := open()
	a.health.event(&events.TemporaryBan{Code: 101, Expire: time.Hour})
	want := a.Health()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	kept, when, err := LastHealth(path)
	if err != nil || kept.State != channel.Locked || time.Since(when) > time.Minute {
		t.Fatalf("kept is %v of %v, %v", kept, when, err)
	}
	b := open()
	defer b.Close()
	if got := b.Health(); got.State != channel.Locked || !got.Until.Equal(want.Until) {
		t.Errorf("after a restart it is %v, want %v", got, want)
	}
}
