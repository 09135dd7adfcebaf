package whatsapp_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/channeltest"
	"sapa/bot/channel/whatsapp"
	"sapa/bot/channel/whatsapp/whatsapptest"
	"sapa/conversations"
)

// office is a linked adapter that listens.
type office struct {
	*whatsapp.Adapter
	srv   *whatsapptest.Server
	inbox *channeltest.Inbox
	log   func() string
}

func newOffice(t *testing.T, change ...func(*whatsapp.Options)) *office {
	t.Helper()
	srv := whatsapptest.Start(t)
	srv.QuickPairing()
	log, read := channeltest.Log()
	opt := whatsapp.Options{Path: filepath.Join(t.TempDir(), "whatsapp.db"), Log: log, HTTPClient: srv.HTTPClient()}
	for _, c := range change {
		c(&opt)
	}
	pair(t, srv, opt)
	o := &office{Adapter: open(t, opt), srv: srv, inbox: &channeltest.Inbox{}, log: read}
	o.listen(t)
	if err := srv.WaitOnline(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.until(t, "normal", func() bool { return o.Health().State == channel.Normal })
	return o
}

func (o *office) listen(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = o.Listen(ctx, o.inbox)
	}()
	t.Cleanup(func() { cancel(); <-done })
}

func (o *office) until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Fatalf("not %s: health is %v", what, o.Health())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (o *office) heard(t *testing.T, n int) []conversations.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	got, err := o.inbox.First(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func address(c *whatsapptest.Citizen) conversations.Address {
	return conversations.Address(c.LID().String())
}

func hello(c *whatsapptest.Citizen, o *office, t *testing.T) {
	t.Helper()
	before := len(channeltest.Unique(o.inbox.Messages()))
	c.Say("halo")
	o.heard(t, before+1)
}

// A lost acknowledgement holds up the one it was for, and nobody else by two seconds or more.
func TestLostAcknowledgement(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	one, other := o.srv.Citizen(), o.srv.Citizen()
	for _, c := range []*whatsapptest.Citizen{one, other} { // their devices and keys are known from here on
		hello(c, o, t)
		if _, err := o.Send(t.Context(), "first "+c.PushName(), address(c), channel.Outgoing{Text: "Halo."}); err != nil {
			t.Fatal(err)
		}
	}
	one.LoseAcks(1, true)
	failed := make(chan error, 1)
	go func() {
		_, err := o.Send(t.Context(), "doubtful", address(one), channel.Outgoing{Text: "Satu."})
		failed <- err
	}()
	o.until(t, "under way", func() bool { return o.srv.Counts().Sends >= 3 })
	begun := time.Now()
	if _, err := o.Send(t.Context(), "other", address(other), channel.Outgoing{Text: "Dua."}); err != nil {
		t.Fatal(err)
	}
	took := time.Since(begun)
	if took >= 2*time.Second {
		t.Errorf("another citizen waited %v", took)
	}
	t.Logf("FIGURE WhatsApp: a lost acknowledgement delays another citizen by %v", took.Round(time.Millisecond))
	var doubt *channel.SendError
	if err := <-failed; !errors.As(err, &doubt) || doubt.Verdict != channel.Later || !doubt.Doubt {
		t.Errorf("the doubtful send ends with %v", err)
	}
	if _, err := o.Send(t.Context(), "doubtful", address(one), channel.Outgoing{Text: "Satu."}); err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, s := range one.Seen() {
		if s.Text == "Satu." {
			shown++
			if n := o.srv.SendsOf(s.ID); n != 2 {
				t.Errorf("it was sent %d times under one ID, want 2", n)
			}
		}
	}
	if shown != 1 {
		t.Errorf("it is shown %d times", shown)
	}
}

func TestRefusalsAreUnderstood(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := o.srv.Citizen()
	hello(c, o, t)
	for _, tt := range []struct {
		code    int
		verdict channel.Verdict
		all     bool
	}{{463, channel.Later, false}, {429, channel.Later, true}, {479, channel.Refused, false}} {
		o.srv.NackSends(tt.code, 1)
		_, err := o.Send(t.Context(), "x", address(c), channel.Outgoing{Text: "Halo."})
		var s *channel.SendError
		if !errors.As(err, &s) || s.Verdict != tt.verdict || s.All != tt.all || s.Doubt {
			t.Errorf("%d gives %+v", tt.code, err)
		}
	}
	if h := o.Health(); h.State != channel.Cooling {
		t.Errorf("after refusals the account is %v", h)
	}
	if _, err := o.Send(t.Context(), "y", "bukan alamat", channel.Outgoing{Text: "Halo."}); err == nil {
		t.Error("sent to an address that is none")
	}
}

// What the account suffers reaches the governor, and the adapter comes back by itself where that is possible.
func TestTroublesPass(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Log("sockets are not cut under the race detector: see whatsapptest")
		return
	}
	o := newOffice(t)
	normal := func() bool { return o.Health().State == channel.Normal && o.srv.Online() }
	for name, trouble := range map[string]func(){
		"dropped":           o.srv.Drop,
		"503":               func() { o.srv.StreamError(503) },
		"refused dials":     func() { o.srv.RefuseDials(2); o.srv.Drop() },
		"failed handshakes": func() { o.srv.FailHandshakes(2); o.srv.Drop() },
	} {
		logins := o.srv.Counts().Logins
		trouble()
		o.until(t, "back after "+name, func() bool { return o.srv.Counts().Logins > logins && normal() })
	}
	o.srv.Timelock(time.Now().Add(time.Hour))
	o.until(t, "locked", func() bool { return o.Health().State == channel.Locked })
	c := o.srv.Citizen()
	hello(c, o, t)
	if _, err := o.Send(t.Context(), "answer", address(c), channel.Outgoing{Text: "Dijawab."}); err != nil {
		t.Errorf("who writes is not answered under a time-lock: %v", err)
	}
	o.srv.EndTimelock()
	o.until(t, "normal again", normal)
	o.srv.Replace()
	o.until(t, "replaced", func() bool { return o.Health().Reason == whatsapp.ReasonReplaced })
}

func TestSilentServerIsNoticed(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Log("a server is silent for some 40 s: left to the long run")
		return
	}
	o := newOffice(t)
	logins := o.srv.Counts().Logins
	begun := time.Now()
	o.srv.Silence()
	o.until(t, "back", func() bool { return o.srv.Counts().Logins > logins && o.Health().State == channel.Normal })
	if took := time.Since(begun); took > 60*time.Second {
		t.Errorf("a silent server was noticed after %v", took)
	}
}

// Logged out, the adapter goes on and asks to be linked anew.
func TestLoggedOutAsksToBeLinked(t *testing.T) {
	t.Parallel()
	codes := make(chan string, 64)
	o := newOffice(t, func(opt *whatsapp.Options) {
		opt.Pairing = func(p whatsapp.Pairing) {
			if p.Kind == whatsapp.PairQR {
				codes <- p.Payload
			}
		}
	})
	for len(codes) > 0 { // those of the first linking
		<-codes
	}
	o.srv.Unlink()
	o.until(t, "logged out", func() bool { return o.Health().State == channel.LoggedOut })
	select {
	case code := <-codes:
		if err := o.srv.ScanQR(code); err != nil {
			t.Fatal(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("no new code is shown")
	}
	o.until(t, "linked again", func() bool { return o.Health().State == channel.Normal && o.srv.Online() })
	c := o.srv.Citizen()
	hello(c, o, t)
}

func TestPairByCode(t *testing.T) {
	t.Parallel()
	srv := whatsapptest.Start(t)
	number := srv.Account().User
	codes := make(chan string, 8)
	a := open(t, whatsapp.Options{Path: filepath.Join(t.TempDir(), "whatsapp.db"), HTTPClient: srv.HTTPClient(), Phone: "+" + number,
		Pairing: func(p whatsapp.Pairing) {
			if p.Kind == whatsapp.PairCode {
				codes <- p.Payload
			}
		}})
	o := &office{Adapter: a, srv: srv, inbox: &channeltest.Inbox{}}
	o.listen(t)
	select {
	case code := <-codes:
		if err := srv.EnterCode(number, code); err != nil {
			t.Fatal(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("no pairing code")
	}
	o.until(t, "linked", func() bool { return a.Health().State == channel.Normal })
	c := srv.Citizen()
	hello(c, o, t)
	if _, err := a.Send(t.Context(), "x", address(c), channel.Outgoing{Text: "Halo."}); err != nil {
		t.Error(err)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	srv := whatsapptest.Start(t)
	srv.QuickPairing()
	opt := whatsapp.Options{Path: filepath.Join(t.TempDir(), "whatsapp.db"), HTTPClient: srv.HTTPClient()}
	pair(t, srv, opt)
	a := open(t, opt)
	if err := a.Forget(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if linked, err := a.Linked(t.Context()); linked || err != nil {
		t.Errorf("linked is %v, %v", linked, err)
	}
	if !srv.Device().IsEmpty() {
		t.Error("the phone still lists the device")
	}
	if err := a.Forget(t.Context(), false); !errors.Is(err, whatsapp.ErrNotLinked) {
		t.Errorf("forgotten twice: %v", err)
	}
}

// Every kind of message becomes one of ours, or nothing.
func TestKindsOfMessages(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := o.srv.Citizen()
	hello(c, o, t)
	said := c.Say("satu")
	kinds := func(n int) conversations.Message { return o.heard(t, n)[n-1] }
	if m := kinds(2); m.Text != "satu" || m.From != address(c) || m.Also != conversations.Address(c.JID().String()) {
		t.Errorf("text came as %+v", m)
	}
	o.srv.Group(c, "grup")
	o.srv.Status(c, "status")
	o.srv.Broadcast(c, "siaran")
	o.srv.Newsletter("kabar")
	c.React(said, "👍")
	c.Revoke(said)
	for i, tt := range []struct {
		send func()
		kind conversations.MediaKind
	}{
		{func() { c.SendPhoto([]byte("\xff\xd8\xff\xe0 foto"), "judul") }, conversations.Photo},
		{func() { c.SendDocument([]byte("%PDF-1.4"), "a.pdf", "application/pdf", "") }, conversations.Document},
		{func() { c.SendVoice([]byte("OggS")) }, conversations.Voice},
		{func() { c.SendSticker([]byte("RIFF")) }, conversations.Sticker},
		{func() { c.SendVideo([]byte("mp4"), "") }, conversations.Video},
		{func() { c.SendLocation(-0.5, 117.1) }, conversations.Location},
		{func() { c.SendContact("Siti", "+62 812 9900 1234") }, conversations.Contact},
		{func() { c.SendViewOnce() }, conversations.Other},
	} {
		tt.send()
		m := kinds(3 + i)
		if len(m.Media) != 1 || m.Media[0].Kind != tt.kind {
			t.Fatalf("%s came as %+v", tt.kind, m)
		}
		if tt.kind == conversations.Contact && !strings.Contains(m.Media[0].Phone, "9900") {
			t.Errorf("the contact's number came as %q", m.Media[0].Phone)
		}
	}
	c.Edit(said, "dua")
	if m := kinds(11); m.Event != conversations.Edited || m.Text != "dua" {
		t.Errorf("an edit came as %+v", m)
	}
	c.Say("#wrse")
	if m := kinds(12); m.Start != "wrse" || m.Text != "" {
		t.Errorf("a link's word came as %+v", m)
	}
	o.srv.OwnPhone().Say(c, "Ini petugas.")
	if m := kinds(13); m.Event != conversations.Office || m.Text != "Ini petugas." || m.From != address(c) {
		t.Errorf("the office's own words came as %+v", m)
	}
}
