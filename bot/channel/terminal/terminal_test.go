package terminal_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/channeltest"
	"sapa/bot/channel/terminal"
	"sapa/conversations"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, func(t *testing.T) channeltest.Rig {
		in, keys := io.Pipe()
		t.Cleanup(func() { keys.Close() })
		p := &person{keys: keys, screen: make(screen, 100), dir: t.TempDir()}
		log, read := channeltest.Log()
		return channeltest.Rig{
			Adapter: terminal.New(terminal.Options{In: in, Out: p.screen, Log: log}), Log: read,
			Person: func(testing.TB) channeltest.Person { return p },
		}
	})
}

// screen takes one Write per answer.
type screen chan string

func (s screen) Write(b []byte) (int, error) { s <- string(b); return len(b), nil }

type person struct {
	keys   *io.PipeWriter
	screen screen
	dir    string
}

func (p *person) Address() conversations.Address { return "terminal" }
func (p *person) Say(text string)                { io.WriteString(p.keys, text+"\n") }

func (p *person) SendPhoto(data []byte) {
	path := filepath.Join(p.dir, "foto rumah.gif")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		panic(err)
	}
	p.Say("/foto " + path)
}

func (p *person) Next(ctx context.Context) (channeltest.Shown, error) {
	select {
	case s := <-p.screen:
		return channeltest.Shown{Text: strings.TrimSuffix(s, "\n\n")}, nil
	case <-ctx.Done():
		return channeltest.Shown{}, ctx.Err()
	}
}

// answering is an intake that answers every message from elsewhere, as the bot does.
type answering struct {
	*channeltest.Inbox
	todo chan string
}

func (a answering) Accept(ctx context.Context, m ...conversations.Message) error {
	for _, x := range m {
		a.todo <- x.Text + x.Start
	}
	return a.Inbox.Accept(ctx, m...)
}

func TestPipe(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	in := answering{&channeltest.Inbox{}, make(chan string, 10)}
	var a *terminal.Adapter
	idle := func(ctx context.Context) error { // answers what was accepted, then it is idle
		for {
			select {
			case text := <-in.todo:
				if _, err := a.Send(ctx, "x", "terminal", channel.Outgoing{Text: "Jawaban *" + text + "*", Buttons: []channel.Button{{Label: "Ya"}, {Label: "Tidak"}}}); err != nil {
					return err
				}
			default:
				return nil
			}
		}
	}
	at := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	a = terminal.New(terminal.Options{In: strings.NewReader("halo\n\n/start wrse\r\n/status\nakhir"), Out: &out, Idle: idle, Echo: true, Run: "r", Now: func() time.Time { return at }})
	if err := a.Listen(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	turn := func(said, heard string) string { return "> " + said + "\nJawaban " + heard + "\n1. Ya\n2. Tidak\n\n" }
	if want := turn("halo", "halo") + turn("/start wrse", "wrse") + turn("/status", "status") + turn("akhir", "akhir"); out.String() != want {
		t.Errorf("written:\n%s\nwant:\n%s", out.String(), want)
	}
	m := in.Messages()
	if len(m) != 4 || m[0].ID != "tr.1" || m[1].Start != "wrse" || m[1].Text != "" || m[3].ID != "tr.4" || !m[3].At.Equal(at) {
		t.Errorf("brought %d messages: %+v", len(m), m)
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	a := terminal.New(terminal.Options{In: strings.NewReader("halo"), Out: io.Discard, Idle: func(context.Context) error { return broken }})
	if err := a.Listen(t.Context(), &channeltest.Inbox{}); !errors.Is(err, broken) {
		t.Errorf("a failing Idle gave %v", err)
	}
	r, w := io.Pipe()
	r.Close()
	a = terminal.New(terminal.Options{In: strings.NewReader(""), Out: w})
	_, err := a.Send(t.Context(), "x", "terminal", channel.Outgoing{Text: "halo"})
	var send *channel.SendError
	if !errors.As(err, &send) || send.Verdict != channel.Gone {
		t.Errorf("a closed output gave %v", err)
	}
}

func TestBold(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	a := terminal.New(terminal.Options{In: strings.NewReader(""), Out: &out, Bold: true})
	a.Send(t.Context(), "x", "terminal", channel.Outgoing{Text: "*Halo* NIK 6472********9901", Media: &conversations.Media{Kind: conversations.Photo, Mime: "image/png"}})
	if want := "\x1b[1mHalo\x1b[0m NIK 6472********9901\n📎 photo image/png\n\n"; out.String() != want {
		t.Errorf("written %q, want %q", out.String(), want)
	}
}
