package whatsapptest_test

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"sapa/bot/channel/whatsapp/whatsapptest"
)

func TestIdentities(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	t.Run("a hidden identity without a number", func(t *testing.T) {
		c := srv.Citizen(whatsapptest.WithoutPN())
		c.Say("halo")
		heard := b.hear()
		if heard.Info.Chat != c.LID() || !heard.Info.SenderAlt.IsEmpty() {
			t.Fatalf("heard from %s (%s)", heard.Info.Chat, heard.Info.SenderAlt)
		}
		b.answer(heard, "ya")
		if shown := sees(t, c); shown.Text != "ya" {
			t.Fatalf("shown %+v", shown)
		}
	})
	t.Run("addressed by number", func(t *testing.T) {
		c := srv.Citizen(whatsapptest.PNAddressed())
		c.Say("halo")
		heard := b.hear()
		if heard.Info.Chat != c.JID() || heard.Info.SenderAlt.ToNonAD() != c.LID() {
			t.Fatalf("heard from %s (%s)", heard.Info.Chat, heard.Info.SenderAlt)
		}
		b.answer(heard, "ya")
		if shown := sees(t, c); shown.Text != "ya" {
			t.Fatalf("shown %+v", shown)
		}
	})
	t.Run("written to first, by number alone", func(t *testing.T) {
		c := srv.Citizen(whatsapptest.Devices(3))
		_, err := b.SendMessage(patience(t), c.JID(), plain("keputusan"))
		must(t, err)
		if shown := sees(t, c); shown.Text != "keputusan" {
			t.Fatalf("shown %+v", shown)
		}
		must(t, srv.Wait(patience(t), "a copy on each device", func() bool { return slices.Equal(c.Copies(), []int{1, 1, 1}) }))
	})
	t.Run("a number that nobody has", func(t *testing.T) {
		if _, err := b.SendMessage(patience(t), types.NewJID("628990000", types.DefaultUserServer), plain("x")); err == nil {
			t.Fatal("sent to a number that nobody has")
		}
	})
	t.Run("who is on WhatsApp", func(t *testing.T) {
		c := srv.Citizen()
		found, err := b.IsOnWhatsApp(patience(t), []string{"+" + c.JID().User, "+628990000"})
		must(t, err)
		if len(found) != 2 || !found[0].IsIn || found[0].JID != c.LID() || found[1].IsIn {
			t.Fatalf("found %+v", found)
		}
	})
}

func TestKindsOfMessages(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	c := srv.Citizen()
	first := c.Say("awal")
	heard := b.hear()
	answer := b.answer(heard, "jawab")
	sees(t, c)

	picture := bytes.Repeat([]byte{0xff, 0xd8, 7}, 9000)
	download := func(m whatsmeow.DownloadableMessage) []byte {
		t.Helper()
		data, err := b.Download(patience(t), m)
		must(t, err)
		return data
	}
	for name, each := range map[string]struct {
		say   func() string
		check func(*events.Message) bool
	}{
		"reply": {func() string { return c.Reply(answer, "kutip") }, func(m *events.Message) bool {
			return m.Message.GetExtendedTextMessage().GetText() == "kutip" && m.Message.ExtendedTextMessage.ContextInfo.GetStanzaID() == answer
		}},
		"photo": {func() string { return c.SendPhoto(picture, "foto usaha") }, func(m *events.Message) bool {
			return m.Message.GetImageMessage().GetCaption() == "foto usaha" && bytes.Equal(download(m.Message.ImageMessage), picture)
		}},
		"document with caption": {func() string { return c.SendDocument(picture, "ktp.pdf", "application/pdf", "ini") }, func(m *events.Message) bool {
			return m.Message.GetDocumentMessage().GetFileName() == "ktp.pdf" && bytes.Equal(download(m.Message.DocumentMessage), picture)
		}},
		"document": {func() string { return c.SendDocument(picture, "ktp.pdf", "application/pdf", "") }, func(m *events.Message) bool {
			return m.Message.GetDocumentMessage().GetMimetype() == "application/pdf"
		}},
		"voice": {func() string { return c.SendVoice(picture) }, func(m *events.Message) bool {
			return m.Message.GetAudioMessage().GetPTT() && bytes.Equal(download(m.Message.AudioMessage), picture)
		}},
		"video": {func() string { return c.SendVideo(picture, "v") }, func(m *events.Message) bool {
			return bytes.Equal(download(m.Message.GetVideoMessage()), picture)
		}},
		"sticker": {func() string { return c.SendSticker(picture) }, func(m *events.Message) bool {
			return bytes.Equal(download(m.Message.GetStickerMessage()), picture)
		}},
		"location": {func() string { return c.SendLocation(-0.5, 117.1) }, func(m *events.Message) bool {
			return m.Message.GetLocationMessage().GetDegreesLongitude() == 117.1
		}},
		"contact": {func() string { return c.SendContact("Pak Budi", "+620") }, func(m *events.Message) bool {
			return m.Message.GetContactMessage().GetDisplayName() == "Pak Budi"
		}},
		"reaction": {func() string { return c.React(answer, "👍") }, func(m *events.Message) bool {
			return m.Message.GetReactionMessage().GetText() == "👍" && m.Message.ReactionMessage.Key.GetID() == answer
		}},
		"edit": {func() string { return c.Edit(first, "ubah") }, func(m *events.Message) bool {
			p := m.Message.GetProtocolMessage()
			return m.IsEdit && m.Info.Edit == types.EditAttributeMessageEdit && p.GetKey().GetID() == first && p.GetEditedMessage().GetConversation() == "ubah"
		}},
		"revoke": {func() string { return c.Revoke(first) }, func(m *events.Message) bool {
			p := m.Message.GetProtocolMessage()
			return m.Info.Edit == types.EditAttributeSenderRevoke && p.GetType() == waE2E.ProtocolMessage_REVOKE && p.GetKey().GetID() == first
		}},
		"old": {func() string { return c.SayAt("lama", time.Now().Add(-48*time.Hour)) }, func(m *events.Message) bool {
			return time.Since(m.Info.Timestamp) > 47*time.Hour
		}},
	} {
		id := each.say()
		if got := b.hear(); got.Info.ID != id || !each.check(got) {
			t.Errorf("%s: heard %s, want %s: %v", name, got.Info.ID, id, got.Message)
		}
	}
	must(t, srv.WaitDrained(patience(t)))
}

func TestWhatTheBotShows(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	c := srv.Citizen(whatsapptest.Devices(2))
	question := c.Say("halo")
	heard := b.hear()

	must(t, b.SendChatPresence(patience(t), heard.Info.Chat, types.ChatPresenceComposing, ""))
	must(t, b.MarkRead(patience(t), []string{question}, time.Now(), heard.Info.Chat, heard.Info.Sender))
	picture := bytes.Repeat([]byte("jpeg"), 12000)
	up, err := b.Upload(patience(t), picture, whatsmeow.MediaImage)
	must(t, err)
	sent, err := b.SendMessage(patience(t), heard.Info.Chat, &waE2E.Message{ImageMessage: &waE2E.ImageMessage{
		Caption: proto.String("bukti"), Mimetype: proto.String("image/jpeg"), URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey,
		FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256, FileLength: &up.FileLength,
	}})
	must(t, err)
	shown := sees(t, c)
	if shown.Kind != "image" || shown.Text != "bukti" || !bytes.Equal(shown.Media, picture) || shown.MediaError != nil {
		t.Fatalf("shown %s %q, %v", shown.Kind, shown.Text, shown.MediaError)
	}
	if got := c.Typing(); !slices.Equal(got, []string{"composing"}) {
		t.Errorf("typing %v", got)
	}
	must(t, srv.Wait(patience(t), "the read mark", func() bool { return slices.Equal(c.BotRead(), []string{question}) }))

	if got := await[*events.Receipt](b); got.Type != types.ReceiptTypeDelivered || !slices.Equal(got.MessageIDs, []string{sent.ID}) {
		t.Fatalf("receipt %+v", got)
	}
	poll, err := b.SendMessage(patience(t), heard.Info.Chat, b.BuildPollCreation("Pilih", []string{"satu", "dua"}, 1))
	must(t, err)
	if shown = sees(t, c); shown.Kind != "poll" || !slices.Equal(shown.Options, []string{"satu", "dua"}) {
		t.Fatalf("shown %+v", shown)
	}
	await[*events.Receipt](b)
	c.Read(sent.ID, poll.ID)
	if got := await[*events.Receipt](b); got.Type != types.ReceiptTypeRead || !slices.Equal(got.MessageIDs, []string{sent.ID, poll.ID}) {
		t.Fatalf("receipt %+v", got)
	}
	c.VotePoll(poll.ID, "dua")
	vote, err := b.DecryptPollVote(patience(t), b.hear())
	must(t, err)
	if want := whatsmeow.HashPollOptions([]string{"dua"}); len(vote.SelectedOptions) != 1 || !bytes.Equal(vote.SelectedOptions[0], want[0]) {
		t.Fatalf("vote %x", vote.SelectedOptions)
	}
	_, err = b.SendMessage(patience(t), heard.Info.Chat, b.BuildRevoke(heard.Info.Chat, types.EmptyJID, sent.ID))
	must(t, err)
	if shown = sees(t, c); shown.Kind != "revoke" || shown.Target != sent.ID {
		t.Fatalf("shown %+v", shown)
	}
}

func TestOwnPhoneAndCrowd(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := linked(t, srv)
	c := srv.Citizen()
	c.Say("halo")
	heard := b.hear()
	answer := b.answer(heard, "dari bot")
	sees(t, c)
	must(t, srv.Wait(patience(t), "the phone's copy", func() bool {
		seen := srv.OwnPhone().Seen()
		return len(seen) == 1 && seen[0].ID == answer && seen[0].Text == "dari bot"
	}))

	typed := srv.OwnPhone().Say(c, "dari petugas")
	heard = b.hear()
	if !heard.Info.IsFromMe || heard.Info.Chat != c.LID() || heard.Info.ID != typed || heard.Message.GetConversation() != "dari petugas" {
		t.Fatalf("heard %+v: %v", heard.Info, heard.Message)
	}
	if shown := sees(t, c); !shown.FromPhone || shown.Text != "dari petugas" {
		t.Fatalf("shown %+v", shown)
	}
	for server, say := range map[string]func() string{
		types.GroupServer:      func() string { return srv.Group(c, "grup") },
		types.BroadcastServer:  func() string { return srv.Status(c, "status") },
		types.NewsletterServer: func() string { return srv.Newsletter("kabar") },
	} {
		id := say()
		got := b.hear()
		for got.Message.GetSenderKeyDistributionMessage() != nil && got.Message.GetConversation() == "" {
			got = b.hear() // the key of the chat comes as a message of its own
		}
		if got.Info.ID != id || got.Info.Chat.Server != server || got.Message.GetConversation() == "" {
			t.Errorf("%s: heard %+v: %v", server, got.Info, got.Message)
		}
	}
	id := srv.OwnPhone().SendHistory(c, "dulu", "lebih dulu")
	heard = b.hear()
	if !heard.Info.IsFromMe || heard.Info.ID != id || heard.Info.Chat.User != srv.AccountLID().User {
		t.Fatalf("heard %+v", heard.Info)
	}
	history, err := b.DownloadHistorySync(patience(t), heard.Message.GetProtocolMessage().GetHistorySyncNotification(), true)
	if err != nil || len(history.Conversations) != 1 || len(history.Conversations[0].Messages) != 2 {
		t.Fatalf("history %v, %v", history, err)
	}
	c.Call()
	if call := await[*events.CallOffer](b); call.From != c.LID() {
		t.Errorf("call from %s", call.From)
	}
	id = c.SendViewOnce()
	if gone := await[*events.UndecryptableMessage](b); !gone.IsUnavailable || gone.Info.ID != id {
		t.Errorf("view once: %+v", gone)
	}
	must(t, srv.WaitDrained(patience(t)))
	if failed := srv.OwnPhone().Failed(); failed != 0 {
		t.Errorf("the phone could not decrypt %d copies", failed)
	}
}

func TestNextEndsWithItsContext(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := srv.Citizen().Next(ctx); err == nil {
		t.Fatal("a message out of nothing")
	}
}
