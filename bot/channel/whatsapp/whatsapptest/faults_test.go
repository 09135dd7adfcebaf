package whatsapptest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"sapa/bot/channel/whatsapp/whatsapptest"
)

func TestReconnects(t *testing.T) {
	t.Parallel()
	for name, each := range map[string]struct {
		trouble func(*whatsapptest.Server)
		dials   int
	}{
		"drop":      {(*whatsapptest.Server).Drop, 1},
		"503":       {func(srv *whatsapptest.Server) { srv.StreamError(503) }, 1},
		"515":       {func(srv *whatsapptest.Server) { srv.StreamError(515) }, 1},
		"dial":      {func(srv *whatsapptest.Server) { srv.RefuseDials(1); srv.Drop() }, 2},
		"handshake": {func(srv *whatsapptest.Server) { srv.FailHandshakes(1); srv.Drop() }, 2},
		"503 login": {failLogin(whatsapptest.Failure{Reason: 503}), 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := quick(t)
			b := linked(t, srv)
			before := srv.Counts()
			each.trouble(srv)
			must(t, srv.WaitLogins(patience(t), before.Logins+1))
			must(t, srv.WaitOnline(patience(t)))
			id := srv.Citizen().Say("masih di sana?")
			if got := b.hear(); got.Info.ID != id {
				t.Fatalf("heard %s", got.Info.ID)
			}
			if dials := srv.Counts().Dials - before.Dials; dials != each.dials {
				t.Errorf("%d dials, want %d", dials, each.dials)
			}
		})
	}
}

func TestOfflineQueueOverRestarts(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	c := srv.Citizen()
	c.Say("sebelum")
	heard := b.hear()
	must(t, srv.WaitDrained(patience(t)))
	b.Disconnect()
	must(t, srv.WaitOffline(patience(t)))
	for i := range 3 {
		c.Say(fmt.Sprint("saat mati ", i))
	}
	again := openBot(t, srv, b.db)
	must(t, again.Connect())
	for i := range 3 {
		if got := again.hear().Message.GetConversation(); got != fmt.Sprint("saat mati ", i) {
			t.Fatalf("heard %q", got)
		}
	}
	if got := await[*events.OfflineSyncCompleted](again); got.Count != 3 {
		t.Fatalf("offline count %d", got.Count)
	}
	must(t, srv.WaitDrained(patience(t)))
	again.answer(heard, "sudah hidup")
	if shown := sees(t, c); shown.Text != "sudah hidup" {
		t.Fatalf("shown %+v", shown)
	}
}

func TestDropEveryAndRedeliver(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	srv.DropEvery(10)
	srv.RedeliverEvery(5, whatsapptest.Reencrypted)
	people := make([]*whatsapptest.Citizen, 5)
	for i := range people {
		people[i] = srv.Citizen()
	}
	const each = 10
	for n := range each {
		for _, c := range people {
			c.Say(fmt.Sprint(n))
		}
	}
	heard, total := map[string]int{}, 0
	for len(heard) < each*len(people) {
		heard[b.hear().Info.ID]++
		total++
	}
	must(t, srv.WaitDrained(patience(t)))
	if srv.Counts().Logins < 5 {
		t.Errorf("%d logins", srv.Counts().Logins)
	}
	if total == len(heard) && len(b.messages) == 0 {
		t.Error("no message came twice")
	}
	srv.RedeliverEvery(1, whatsapptest.SameCiphertext)
	srv.DropEvery(0)
	must(t, srv.WaitOnline(patience(t)))
	c := srv.Citizen()
	id := c.Say("sama")
	must(t, srv.WaitConfirmed(patience(t), id))
	srv.RedeliverEvery(0, whatsapptest.SameCiphertext)
	must(t, srv.Redeliver(id, whatsapptest.SameCiphertext))
	must(t, srv.Redeliver(id, whatsapptest.Reencrypted))
	last, times := c.Say("akhir"), 0
	for got := b.hear().Info.ID; got != last; got = b.hear().Info.ID {
		if got == id {
			times++
		}
	}
	if times != 2 {
		t.Fatalf("%d events; the same ciphertext is one event, however often it comes, and a new one another", times)
	}
}

func TestFatesOfSends(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	lucky, other := srv.Citizen(), srv.Citizen()
	send := func(to *whatsapptest.Citizen, id string, wait time.Duration) error {
		_, err := b.SendMessage(patience(t), to.LID(), plain("x"), whatsmeow.SendRequestExtra{ID: id, Timeout: wait})
		return err
	}
	for _, code := range []int{463, 429, 479} {
		srv.NackSends(code, 1)
		if err := send(lucky, "", time.Second); !errors.Is(err, whatsmeow.ErrServerReturnedError) || !strings.Contains(err.Error(), fmt.Sprint(code)) {
			t.Errorf("%d: %v", code, err)
		}
	}
	other.NackSends(463, -1)
	must(t, send(lucky, "", time.Second))
	if err := send(other, "", time.Second); !errors.Is(err, whatsmeow.ErrServerReturnedError) {
		t.Errorf("nack for one person: %v", err)
	}
	other.NackSends(0, 0)
	sees(t, lucky)

	other.LoseAcks(1, true)
	if err := send(other, "3EB0AAAA", 200*time.Millisecond); !errors.Is(err, whatsmeow.ErrMessageTimedOut) {
		t.Errorf("lost ack: %v", err)
	}
	must(t, send(other, "3EB0AAAA", time.Second))
	must(t, srv.Wait(patience(t), "the repeat", func() bool {
		seen := other.Seen()
		return len(seen) == 1 && seen[0].ID == "3EB0AAAA" && seen[0].Times == 2
	}))
	srv.LoseAcks(1, false)
	if err := send(other, "3EB0BBBB", 200*time.Millisecond); !errors.Is(err, whatsmeow.ErrMessageTimedOut) {
		t.Errorf("lost message: %v", err)
	}
	if len(other.Seen()) != 1 || srv.SendsOf("3EB0BBBB") != 1 || srv.SendsOf("3EB0AAAA") != 2 {
		t.Errorf("seen %+v", other.Seen())
	}

	srv.DropOnSend(1, true)
	must(t, send(other, "3EB0CCCC", 10*time.Second)) // whatsmeow sends the frame again after its reconnect
	must(t, srv.Wait(patience(t), "the repeat", func() bool {
		seen := other.Seen()
		return len(seen) == 2 && seen[1].ID == "3EB0CCCC" && seen[1].Times == 2
	}))

	srv.DelayAcks(150 * time.Millisecond)
	began := time.Now()
	must(t, send(lucky, "", time.Second))
	if took := time.Since(began); took < 150*time.Millisecond {
		t.Errorf("a delayed ack after %v", took)
	}
	srv.LimitUsync(1)
	if err := send(srv.Citizen(), "", time.Second); err == nil || !strings.Contains(err.Error(), "429") {
		t.Errorf("usync 429: %v", err)
	}
}

func TestRetries(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	c := srv.Citizen()
	srv.CorruptNext(2)
	id := c.Say("rusak")
	heard := b.hear()
	if heard.Info.ID != id || srv.Counts().Retries != 2 {
		t.Fatalf("heard %s after %d retry receipts", heard.Info.ID, srv.Counts().Retries)
	}
	must(t, srv.WaitConfirmed(patience(t), id))

	sent := b.answer(heard, "jawaban")
	sees(t, c)
	c.AskAgain(sent)
	must(t, srv.Wait(patience(t), "the message again", func() bool { return c.Seen()[0].Times == 2 }))

	c.Reinstall()
	sent = b.answer(heard, "ke ponsel baru")
	if shown := sees(t, c); shown.ID != sent || shown.Text != "ke ponsel baru" {
		t.Fatalf("shown %+v", shown)
	}
	if c.Say("dari ponsel baru"); b.hear().Message.GetConversation() != "dari ponsel baru" {
		t.Fatal("no message from the new phone")
	}

	c.AnswerRetries(false)
	srv.CorruptNext(1)
	c.Say("hilang")
	await[*events.UndecryptableMessage](b)
	c.SetDelivered(false)
	b.answer(heard, "tanpa centang")
	sees(t, c)
	must(t, srv.WaitDrained(patience(t)))
}

func TestEndsOfADevice(t *testing.T) {
	t.Parallel()
	for name, each := range map[string]struct {
		trouble func(*whatsapptest.Server)
		check   func(*bot) bool
	}{
		"replaced": {(*whatsapptest.Server).Replace, func(b *bot) bool { await[*events.StreamReplaced](b); return true }},
		"unlinked": {(*whatsapptest.Server).Unlink, func(b *bot) bool { return !await[*events.LoggedOut](b).OnConnect }},
		"logged out": {failLogin(whatsapptest.Failure{Reason: 401}), func(b *bot) bool {
			return await[*events.LoggedOut](b).Reason == events.ConnectFailureLoggedOut
		}},
		"locked": {failLogin(whatsapptest.Failure{Reason: 403}), func(b *bot) bool {
			return await[*events.LoggedOut](b).Reason == events.ConnectFailureMainDeviceGone
		}},
		"banned for a time": {failLogin(whatsapptest.Failure{Reason: 402, Code: 101, Expire: time.Hour}), func(b *bot) bool {
			ban := await[*events.TemporaryBan](b)
			return ban.Code == events.TempBanSentToTooManyPeople && ban.Expire == time.Hour
		}},
		"outdated": {failLogin(whatsapptest.Failure{Reason: 405}), func(b *bot) bool { await[*events.ClientOutdated](b); return true }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := quick(t)
			b := linked(t, srv)
			each.trouble(srv)
			if !each.check(b) {
				t.Error("another event than expected")
			}
			must(t, srv.WaitOffline(patience(t)))
		})
	}
}

func failLogin(f whatsapptest.Failure) func(*whatsapptest.Server) {
	return func(srv *whatsapptest.Server) {
		srv.FailLogins(f, 1)
		srv.Drop()
	}
}

func TestTimelock(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	until := time.Now().Add(time.Hour).Truncate(time.Second)
	srv.Timelock(until)
	if lock := await[*events.NotifyAccountReachoutTimelock](b); !lock.IsActive || !lock.TimeEnforcementEnds.Time.Equal(until) {
		t.Fatalf("lock %+v", lock)
	}
	srv.EndTimelock()
	if lock := await[*events.NotifyAccountReachoutTimelock](b); lock.IsActive {
		t.Fatalf("lock %+v", lock)
	}
}

func TestMediaFaults(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	srv.FailUploads(1, 500)
	if _, err := b.Upload(patience(t), []byte("foto"), whatsmeow.MediaImage); err == nil {
		t.Error("upload in spite of 500")
	}
	srv.Citizen().SendPhoto([]byte("foto"), "")
	photo := b.hear().Message.GetImageMessage()
	srv.FailDownloads(1, 410)
	if _, err := b.Download(patience(t), photo); !errors.Is(err, whatsmeow.ErrMediaDownloadFailedWith410) {
		t.Errorf("download: %v", err)
	}
	if data, err := b.Download(patience(t), photo); err != nil || string(data) != "foto" {
		t.Errorf("download: %q, %v", data, err)
	}
	if n := srv.Counts(); n.Uploads != 1 || n.Downloads != 2 {
		t.Errorf("counts %+v", n)
	}
}

func TestSilence(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	srv.Silence()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := b.SendMessage(ctx, srv.Citizen().LID(), plain("x")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("sent into the silence: %v", err)
	}
	if !b.IsConnected() {
		t.Error("the socket is gone")
	}
	srv.Citizen().Say("terdengar setelah sambung ulang")
	b.ResetConnection()
	if got := b.hear().Message.GetConversation(); got != "terdengar setelah sambung ulang" {
		t.Errorf("heard %q", got)
	}
}

func TestPasskeyDemand(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := newBot(t, srv)
	must(t, b.Connect())
	await[*events.QR](b)
	must(t, srv.AskPasskey())
	if asked := await[*events.PairPasskeyRequest](b); asked.PublicKey == nil {
		t.Error("a demand without a key")
	}
}

func TestBotLogsItselfOut(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	must(t, b.Logout(patience(t)))
	if srv.Device() != types.EmptyJID {
		t.Error("still linked")
	}
}
