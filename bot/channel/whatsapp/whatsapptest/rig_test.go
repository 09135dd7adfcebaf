package whatsapptest_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types/events"
	waLog "go.mau.fi/whatsmeow/util/log"
	"google.golang.org/protobuf/proto"
	_ "modernc.org/sqlite"

	"sapa/bot/channel/whatsapp/whatsapptest"
)

const pragmas = "?_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=synchronous(NORMAL)&_txlock=immediate"

// bot is a bare whatsmeow client that keeps what happens to it.
type bot struct {
	*whatsmeow.Client
	t        testing.TB
	srv      *whatsapptest.Server
	db       string
	events   chan any // all but messages
	messages chan *events.Message
}

// patience is for a machine that others use too.
func patience(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// newBot makes a client with a store of its own, not yet connected.
func newBot(t testing.TB, srv *whatsapptest.Server) *bot {
	t.Helper()
	return openBot(t, srv, filepath.Join(t.TempDir(), "wa.db"))
}

func openBot(t testing.TB, srv *whatsapptest.Server, db string) *bot {
	t.Helper()
	var log waLog.Logger
	if testing.Verbose() {
		log = waLog.Stdout("bot", "DEBUG", false)
	}
	container, err := sqlstore.New(t.Context(), "sqlite", "file:"+db+pragmas, log)
	if err != nil {
		t.Fatal(err)
	}
	device, err := container.GetFirstDevice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := &bot{
		Client: whatsmeow.NewClient(device, log), t: t, srv: srv, db: db,
		events: make(chan any, 4096), messages: make(chan *events.Message, 4096),
	}
	b.SetWebsocketHTTPClient(srv.HTTPClient())
	b.SetPreLoginHTTPClient(srv.HTTPClient())
	b.SetMediaHTTPClient(srv.HTTPClient())
	b.SynchronousAck, b.EnableDecryptedEventBuffer, b.UseRetryMessageStore, b.ManualHistorySyncDownload = true, true, true, true
	b.AddEventHandler(func(event any) {
		if message, ok := event.(*events.Message); ok {
			b.messages <- message
			return
		}
		select {
		case b.events <- event:
		default:
		}
	})
	t.Cleanup(func() {
		b.Disconnect()
		_ = container.Close()
	})
	return b
}

// await is the next event of a kind; others are passed over.
func await[E any](b *bot) E {
	b.t.Helper()
	timeout := time.After(30 * time.Second)
	for {
		select {
		case event := <-b.events:
			if wanted, ok := event.(E); ok {
				return wanted
			}
		case <-timeout:
			var want E
			b.t.Fatalf("no %T", want)
			return want
		}
	}
}

// quick is a server for tests that are about something else than pairing.
func quick(t testing.TB) *whatsapptest.Server {
	t.Helper()
	srv := whatsapptest.Start(t)
	srv.QuickPairing()
	return srv
}

// linked is a bot that is paired by QR and online.
func linked(t testing.TB, srv *whatsapptest.Server) *bot {
	t.Helper()
	b := newBot(t, srv)
	b.pair()
	return b
}

func (b *bot) pair() {
	b.t.Helper()
	if err := b.Connect(); err != nil {
		b.t.Fatal(err)
	}
	if err := b.srv.ScanQR(await[*events.QR](b).Codes[0]); err != nil {
		b.t.Fatal(err)
	}
	await[*events.PairSuccess](b)
	await[*events.Connected](b)
	if err := b.srv.WaitOnline(patience(b.t)); err != nil {
		b.t.Fatal(err)
	}
}

// hear is the next message.
func (b *bot) hear() *events.Message {
	b.t.Helper()
	select {
	case message := <-b.messages:
		return message
	case <-time.After(30 * time.Second):
		b.t.Fatal("no message")
		return nil
	}
}

func plain(words string) *waE2E.Message { return &waE2E.Message{Conversation: proto.String(words)} }

// answer sends a text to where a message came from.
func (b *bot) answer(to *events.Message, words string) string {
	b.t.Helper()
	sent, err := b.SendMessage(patience(b.t), to.Info.Chat, plain(words))
	if err != nil {
		b.t.Fatal(err)
	}
	return sent.ID
}

// sees is the next thing on a citizen's screen.
func sees(t testing.TB, c *whatsapptest.Citizen) whatsapptest.Shown {
	t.Helper()
	shown, err := c.Next(patience(t))
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
