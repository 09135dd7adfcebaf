package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/talks"
	"sapa/conversations"
	"sapa/conversations/seeds"
	"sapa/conversations/understand"
)

// wire is a person's end of a channel: the real client of the person's platform, or what stands for it.
type wire interface {
	// open gives the adapter at our end.
	open(h *house) (channel.Adapter, error)
	// begin is called once the program runs.
	begin(a *app)
	say(text string) error
	press(label string) error
	pressOld(choice string) error
	send(kind string) error
	hear(ctx context.Context) (message, error)
}

// message is one message as its reader sees it.
type message struct {
	text    string
	buttons []string
}

// stagedTalk is one scenario on a program of its own, whose clock the test holds.
type stagedTalk struct {
	t      *testing.T
	app    *app
	wire   wire
	office talks.Office
	person conversations.ContactID
	clock  *atomic.Int64
	last   message
}

// eachScenario runs the scenarios that fit of the golden files of one ending, at most so many of each file.
func eachScenario(t *testing.T, ending string, most int, fits func(name, body string) bool, play func(t *testing.T, name, body string)) {
	t.Helper()
	names, err := fs.Glob(seeds.Files, "*"+ending)
	if err != nil || len(names) == 0 {
		t.Fatalf("no talks end in %s: %v", ending, err)
	}
	for _, name := range names {
		data, err := seeds.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		name, left := strings.TrimSuffix(name, ending), most
		for _, scenario := range strings.Split("\n"+string(data), "\n-- ")[1:] {
			title, body, _ := strings.Cut(scenario, "\n")
			if left > 0 && fits(name, body) {
				left--
				t.Run(name+"/"+title, func(t *testing.T) { play(t, name, body) })
			}
		}
	}
}

// has tells whether a scenario holds a line that begins so.
func has(body string, beginnings ...string) bool {
	return slices.ContainsFunc(beginnings, func(b string) bool { return strings.Contains("\n"+body, "\n"+b) })
}

var shipped = sync.OnceValues(func() (*talks.Stage, error) { return talks.Load(seeds.Files, keeper()) })

// stage sets a scenario up: a fresh office at the beginning of all talks, and the program with one channel. Without an
// address the person becomes known by writing.
func stage(t *testing.T, w wire, address conversations.Address) *stagedTalk {
	t.Helper()
	h, err := open(t.Context(), &Config{Data: t.TempDir(), Timezone: "Asia/Makassar", LogLevel: "error"})
	if err != nil {
		t.Fatal(err)
	}
	h.log = slog.New(slog.DiscardHandler)
	x := &stagedTalk{t: t, wire: w, clock: new(atomic.Int64)}
	x.clock.Store(talks.Start().UnixNano())
	h.now = x.now
	a, err := w.open(h)
	if err != nil {
		t.Fatal(err)
	}
	if x.app, err = newApp(t.Context(), h, a); err != nil {
		t.Fatal(err)
	}
	other, err := h.db.Introduce(t.Context(), x.now(), a.Name(), "somebody else")
	if err != nil {
		t.Fatal(err)
	}
	x.person = "2" // whoever comes next
	if address != "" {
		if x.person, err = h.db.Introduce(t.Context(), x.now(), a.Name(), address); err != nil {
			t.Fatal(err)
		}
	}
	s, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	x.office = s.Office(h.db, x.person, other)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- x.app.run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-done, h.close()); err != nil {
			t.Error(err)
		}
	})
	w.begin(x.app)
	return x
}

func (x *stagedTalk) now() time.Time {
	return time.Unix(0, x.clock.Load()).In(talks.Start().Location())
}

func (x *stagedTalk) pass(d time.Duration) { x.clock.Add(int64(d)) }

// play plays the lines of a scenario and holds every answer against those that follow in the file.
func (x *stagedTalk) play(body string) {
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
func (x *stagedTalk) do(line string, want []message) error {
	mark, rest, _ := strings.Cut(line, " ")
	var err error
	switch mark {
	case "~":
		err = x.wait(rest)
	case "@":
		_, err = x.office.Arrange(x.t.Context(), rest, x.now())
		err = errors.Join(err, x.app.outbox.Scan(x.t.Context())) // where what the person is told stands
	default:
		x.pass(time.Minute)
		err = x.act(mark, rest)
	}
	if err != nil {
		return err
	}
	return x.hear(want)
}

// act does as the person does: types, presses, or sends a file.
func (x *stagedTalk) act(mark, rest string) error {
	switch mark {
	case ">":
		if n, ok := understand.Ordinal(rest); ok && n >= 1 && n <= len(x.last.buttons) && !x.typed() {
			return x.wire.press(x.last.buttons[n-1])
		}
		return x.wire.say(rest)
	case "*":
		if old, ok := strings.CutPrefix(rest, "lama: "); ok {
			return x.wire.pressOld(old)
		}
		return x.wire.press(rest)
	case "+":
		return x.wire.send(rest)
	}
	return fmt.Errorf("no line begins with %q", mark)
}

// typed tells whether numbers are answers of their own to the question that stands.
func (x *stagedTalk) typed() bool {
	s, err := x.app.db.Session(x.t.Context(), x.person)
	return err != nil || s.Prompt == nil || s.Prompt.Typed
}

// wait lets time pass hour by hour, so that alarms ring when they are due.
func (x *stagedTalk) wait(words string) error {
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
		if err := errors.Join(x.app.alarms.Ring(x.t.Context()), x.app.idle(x.t.Context())); err != nil {
			return err
		}
	}
	return nil
}

// hear waits for the messages that must come, and holds them against the file.
func (x *stagedTalk) hear(want []message) error {
	for _, w := range want {
		ctx, cancel := context.WithTimeout(x.t.Context(), 20*time.Second)
		got, err := x.wire.hear(ctx)
		cancel()
		if err != nil {
			return fmt.Errorf("no answer: %w; it should be\n%s", err, w.text)
		}
		x.last = got
		if squeezed(got.text) != squeezed(w.text) {
			return fmt.Errorf("the person reads\n%s\ninstead of\n%s", got.text, w.text)
		}
		if !slices.Equal(got.buttons, w.buttons) {
			return fmt.Errorf("the person sees the buttons %q instead of %q", got.buttons, w.buttons)
		}
	}
	return nil
}

// squeezed leaves out what a page lays out in its own way: blanks and line ends.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }
