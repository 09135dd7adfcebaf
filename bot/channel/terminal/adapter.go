// Package terminal is the channel of `sapa talk`: one person at a keyboard, or a pipe of lines.
package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
)

// Name is this channel's name.
const Name conversations.Channel = "terminal"

// textLimit is Shape.Text: a terminal scrolls, so no answer need be split.
const textLimit = 100_000

// Options are what an Adapter needs to know. In and Out are required.
type Options struct {
	In  io.Reader // one message per line; its end ends Listen
	Out io.Writer // one Write per answer
	// Idle returns once everything accepted so far is answered. It is called after each line, so that a pipe of lines reads like
	// a conversation, and before Listen ends at the end of In. nil: nothing is waited for.
	Idle    func(ctx context.Context) error
	Echo    bool                  // repeat each line on Out after "> ", for input that is not typed
	Bold    bool                  // Out understands ANSI bold; otherwise the stars are left out
	Address conversations.Address // of the person; "" is "terminal"
	Run     string                // makes message IDs unique over runs; "" is taken from the clock
	Log     *slog.Logger          // nil: nothing is logged
	Now     func() time.Time      // nil: time.Now
}

// Adapter is the terminal channel.
type Adapter struct {
	opt Options
	mu  sync.Mutex // one answer, or echoed line, is written at a time
	out int        // answers written so far
}

var _ channel.Adapter = (*Adapter)(nil)

// New makes the adapter.
func New(opt Options) *Adapter {
	if opt.Address == "" {
		opt.Address = conversations.Address(Name)
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Run == "" {
		opt.Run = fmt.Sprintf("%x", opt.Now().UnixNano())
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	return &Adapter{opt: opt}
}

// Name implements channel.Adapter.
func (a *Adapter) Name() conversations.Channel { return Name }

// Shape implements channel.Adapter: no buttons, so that choices become a numbered list.
func (a *Adapter) Shape() channel.Shape { return channel.Shape{Text: textLimit} }

// Health implements channel.Adapter. A terminal is always well.
func (a *Adapter) Health() channel.Health { return channel.Health{State: channel.Normal} }

// Typing implements channel.Adapter. A terminal shows nothing of it.
func (a *Adapter) Typing(context.Context, conversations.Address) {}

// Send implements channel.Adapter: it writes the answer and an empty line. Buttons, which Shape does not ask for, are numbered.
func (a *Adapter) Send(_ context.Context, _ string, _ conversations.Address, out channel.Outgoing) (conversations.MessageID, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var b strings.Builder
	for _, s := range channel.Spans(out.Text) {
		if s.Bold && a.opt.Bold {
			b.WriteString("\x1b[1m" + s.Text + "\x1b[0m")
		} else {
			b.WriteString(s.Text)
		}
	}
	for i, button := range out.Buttons {
		fmt.Fprintf(&b, "\n%d. %s", i+1, button.Label)
	}
	if out.Media != nil {
		fmt.Fprintf(&b, "\n📎 %s %s", out.Media.Kind, out.Media.Mime)
	}
	b.WriteString("\n\n")
	if _, err := io.WriteString(a.opt.Out, b.String()); err != nil {
		return "", &channel.SendError{Verdict: channel.Gone, Err: errors.New("terminal: the output is closed")}
	}
	a.out++
	return conversations.MessageID(fmt.Sprintf("o%s.%d", a.opt.Run, a.out)), nil
}

// Fetch implements channel.Adapter: it reads the file that /foto or /dokumen named.
func (a *Adapter) Fetch(_ context.Context, m conversations.Media, limit int64) ([]byte, error) {
	f, err := os.Open(m.Ref)
	if err != nil {
		return nil, errors.New("terminal: the file cannot be opened")
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	switch {
	case err != nil:
		return nil, errors.New("terminal: the file cannot be read")
	case int64(len(data)) > limit:
		return nil, channel.ErrTooLarge
	}
	return data, nil
}
