package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/telegram"
	"sapa/bot/channel/telegram/telegramtest"
	"sapa/bot/talks"
	"sapa/conversations"
	"sapa/conversations/seeds"
	"sapa/conversations/understand"
)

// TestTalksThroughTelegram plays every shipped talk through the whole program and the real Telegram client: what people
// get must be what the golden files say, message by message and button by button.
func TestTalksThroughTelegram(t *testing.T) {
	stage, err := talks.Load(seeds.Files, keeper())
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(seeds.Files, "*.telegram.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatal("no talk is there")
	}
	for _, name := range names {
		data, err := seeds.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, scenario := range strings.Split("\n"+string(data), "\n-- ")[1:] {
			if testing.Short() && i > 0 {
				break
			}
			title, body, _ := strings.Cut(scenario, "\n")
			t.Run(strings.TrimSuffix(name, ".telegram.txt")+"/"+title, func(t *testing.T) {
				t.Parallel()
				newTelegramTalk(t, stage).play(body)
			})
		}
	}
}

// telegramTalk is one scenario on a program of its own, whose clock the test holds.
type telegramTalk struct {
	t      *testing.T
	app    *app
	user   *telegramtest.User
	office talks.Office
	person conversations.ContactID
	clock  *atomic.Int64
	last   telegramtest.Reply
}

func newTelegramTalk(t *testing.T, stage *talks.Stage) *telegramTalk {
	t.Helper()
	srv := telegramtest.Start(t)
	h, err := open(t.Context(), &Config{Data: t.TempDir(), Timezone: "Asia/Makassar", LogLevel: "error"})
	if err != nil {
		t.Fatal(err)
	}
	h.log = slog.New(slog.DiscardHandler)
	x := &telegramTalk{t: t, user: srv.User(4711), clock: new(atomic.Int64)}
	x.clock.Store(talks.Start().UnixNano())
	h.now = x.now
	a, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: srv.URL(), Files: h.vault.Files(), ShareLabel: h.words.Key("ask.share")})
	if err != nil {
		t.Fatal(err)
	}
	if x.app, err = newApp(t.Context(), h, a); err != nil {
		t.Fatal(err)
	}
	if x.person, err = h.db.Introduce(t.Context(), x.now(), telegram.Name, "4711"); err != nil {
		t.Fatal(err)
	}
	other, err := h.db.Introduce(t.Context(), x.now(), telegram.Name, "4712")
	if err != nil {
		t.Fatal(err)
	}
	x.office = stage.Office(h.db, x.person, other)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- x.app.run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-done, h.close()); err != nil {
			t.Error(err)
		}
	})
	return x
}

func (x *telegramTalk) now() time.Time {
	return time.Unix(0, x.clock.Load()).In(talks.Start().Location())
}

func (x *telegramTalk) pass(d time.Duration) { x.clock.Add(int64(d)) }

// play plays the lines of a scenario and holds every answer against those that follow in the file.
func (x *telegramTalk) play(body string) {
	x.t.Helper()
	lines := strings.Split(strings.TrimRight(body, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if line == "" || strings.HasPrefix(line, "#") || said(line) || strings.HasPrefix(line, "= ") {
			continue
		}
		var want []string
		for _, next := range lines[i+1:] {
			if !said(next) && !strings.HasPrefix(next, "= ") && next != "" {
				break
			}
			want = append(want, next)
		}
		if err := x.do(line, expected(want)); err != nil {
			x.t.Fatalf("%s: %v", line, err)
		}
	}
}

// said tells whether a line is part of what the bot says.
func said(line string) bool { return strings.HasPrefix(line, "< ") || strings.HasPrefix(line, "  ") }

// message is one message as a golden file writes it.
type message struct {
	text    string
	buttons []string
}

// expected reads the messages from the lines of a golden file.
func expected(lines []string) []message {
	var out []message
	for _, l := range lines {
		switch {
		case strings.HasPrefix(l, "< "):
			out = append(out, message{text: l[2:]})
		case strings.HasPrefix(l, "  [") && strings.HasSuffix(l, "]"):
			m := &out[len(out)-1]
			m.buttons = append(m.buttons, l[3:len(l)-1])
		case strings.HasPrefix(l, "  "):
			out[len(out)-1].text += "\n" + l[2:]
		}
	}
	for i := range out {
		var b strings.Builder
		for _, s := range channel.Spans(out[i].text) {
			b.WriteString(s.Text)
		}
		out[i].text = strings.TrimSpace(b.String())
	}
	return out
}

// do plays one line and waits for the messages that it must bring.
func (x *telegramTalk) do(line string, want []message) error {
	mark, rest, _ := strings.Cut(line, " ")
	switch mark {
	case "~":
		return x.wait(rest, want)
	case "@":
		if err := x.arrange(rest); err != nil {
			return err
		}
	default:
		x.pass(time.Minute)
		if err := x.send(mark, rest); err != nil {
			return err
		}
	}
	return x.hear(want)
}

// arrange lets the office act. What the person is told because of it stands in the outbox.
func (x *telegramTalk) arrange(line string) error {
	_, err := x.office.Arrange(x.t.Context(), line, x.now())
	return errors.Join(err, x.app.outbox.Scan(x.t.Context()))
}

// send does as the person does: types, presses, or sends a file.
func (x *telegramTalk) send(mark, rest string) error {
	switch mark {
	case ">":
		if n, ok := understand.Ordinal(rest); ok {
			if b := x.inline(); n >= 1 && n <= len(b) {
				return x.user.Tap(b[n-1].Data)
			}
		}
		x.user.Say(rest)
	case "*":
		if old, ok := strings.CutPrefix(rest, "lama: "); ok {
			x.user.TapOld(1, "1.0.0|"+old)
			return nil
		}
		return x.user.Tap(rest)
	case "+":
		return x.sendFile(rest)
	default:
		return fmt.Errorf("no line begins with %q", mark)
	}
	return nil
}

// inline is the keyboard under the newest message, unless its choices are words to type.
func (x *telegramTalk) inline() []telegramtest.Button {
	s, err := x.app.db.Session(x.t.Context(), x.person)
	if err != nil || s.Prompt == nil || s.Prompt.Typed {
		return nil
	}
	return slices.Concat(x.last.Buttons...)
}

func (x *telegramTalk) sendFile(kind string) error {
	switch kind {
	case "foto":
		x.user.SendPhoto(tinyPhoto(), "")
	case "dokumen":
		x.user.SendDocument([]byte("%PDF-1.4 contoh"), "surat.pdf", "application/pdf")
	case "suara":
		x.user.Send(`"voice":{"file_id":"v","file_unique_id":"v","duration":3}`)
	case "stiker":
		x.user.Send(`"sticker":{"file_id":"s","file_unique_id":"s","width":1,"height":1,"type":"regular","is_animated":false,"is_video":false}`)
	case "video":
		x.user.Send(`"video":{"file_id":"w","file_unique_id":"w","width":1,"height":1,"duration":3}`)
	case "lokasi":
		x.user.Send(`"location":{"latitude":-0.5,"longitude":117.1}`)
	default:
		return fmt.Errorf("nothing to send is called %q", kind)
	}
	return nil
}

// wait lets time pass hour by hour, so that alarms ring when they are due.
func (x *telegramTalk) wait(words string, want []message) error {
	var n int
	var unit string
	if _, err := fmt.Sscanf(words, "%d %s", &n, &unit); err != nil {
		return err
	}
	left := time.Duration(n) * map[string]time.Duration{"menit": time.Minute, "jam": time.Hour, "hari": 24 * time.Hour}[unit]
	for left > 0 {
		d := min(left, time.Hour)
		x.pass(d)
		left -= d
		if err := x.app.alarms.Ring(x.t.Context()); err != nil {
			return err
		}
		if err := x.app.idle(x.t.Context()); err != nil {
			return err
		}
	}
	return x.hear(want)
}

// hear waits for the messages that must come, and makes sure that no other does.
func (x *telegramTalk) hear(want []message) error {
	for _, w := range want {
		ctx, cancel := context.WithTimeout(x.t.Context(), 20*time.Second)
		got, err := x.user.WaitReply(ctx)
		cancel()
		if err != nil {
			return fmt.Errorf("no answer: %w", err)
		}
		x.last = got
		if strings.TrimSpace(got.Text) != w.text {
			return fmt.Errorf("the person reads\n%s\ninstead of\n%s", got.Text, w.text)
		}
		if labels := shownLabels(got); !slices.Equal(labels, w.buttons) {
			return fmt.Errorf("the person sees the buttons %q instead of %q", labels, w.buttons)
		}
	}
	return nil
}

func shownLabels(r telegramtest.Reply) []string {
	var out []string
	for _, b := range slices.Concat(r.Buttons...) {
		out = append(out, b.Label)
	}
	var share []string
	for _, k := range r.Keys {
		if k.Contact {
			share = append(share, k.Label)
		} else {
			out = append(out, k.Label)
		}
	}
	return append(out, share...)
}
