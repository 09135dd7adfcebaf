package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"path/filepath"
	"strings"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
)

// retryAfter is how long Listen waits before it brings a line again that the intake did not take.
const retryAfter = 50 * time.Millisecond

// Listen implements channel.Adapter. It ends when ctx does, or at the end of the input once everything is answered. A line
// being typed when ctx ends is lost with the terminal.
func (a *Adapter) Listen(ctx context.Context, in channel.Intake) error {
	lines := make(chan string)
	ended := make(chan error, 1)
	go read(ctx, a.opt.In, lines, ended)
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return nil
		case line := <-lines:
			if err := a.hear(ctx, in, n, line); err != nil {
				return err
			}
		case err := <-ended:
			if err != nil {
				return fmt.Errorf("terminal: read input: %w", err)
			}
			return a.idle(ctx)
		}
	}
}

// read sends every line, then the reason why there are no more (nil at the end of input). Nothing can interrupt a read from
// a terminal, so it stays behind in Read when ctx ends first.
func read(ctx context.Context, in io.Reader, lines chan<- string, ended chan<- error) {
	r := bufio.NewReader(in)
	for {
		line, err := r.ReadString('\n')
		if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) != "" {
			select {
			case lines <- line:
			case <-ctx.Done():
				return
			}
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			ended <- err
			return
		}
	}
}

// hear brings one line until it is taken, and waits for its answer.
func (a *Adapter) hear(ctx context.Context, in channel.Intake, n int, line string) error {
	if a.opt.Echo {
		a.mu.Lock()
		fmt.Fprintf(a.opt.Out, "> %s\n", line)
		a.mu.Unlock()
	}
	m := message(line)
	m.ID = conversations.MessageID(fmt.Sprintf("t%s.%d", a.opt.Run, n))
	m.Channel, m.From, m.At = Name, a.opt.Address, a.opt.Now()
	for {
		err := accept(ctx, in, m)
		if err == nil {
			return a.idle(ctx)
		}
		a.opt.Log.Error("the intake took nothing", "channel", string(Name), "again_in", retryAfter)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(retryAfter):
		}
	}
}

// idle waits for the bot; that ctx ended meanwhile is no failure.
func (a *Adapter) idle(ctx context.Context) error {
	if a.opt.Idle == nil {
		return nil
	}
	if err := a.opt.Idle(ctx); err != nil && ctx.Err() == nil {
		return fmt.Errorf("terminal: wait for the answer: %w", err)
	}
	return nil
}

// accept is Intake.Accept whose panic is an error like any other.
func accept(ctx context.Context, in channel.Intake, m conversations.Message) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("the intake panicked")
		}
	}()
	return in.Accept(ctx, m)
}

// message reads a line: "/foto PATH" and "/dokumen PATH" send a file, "/start WORD" opens a deep link, any other command is its
// name without the slash, everything else is text.
func message(line string) conversations.Message {
	rest, ok := strings.CutPrefix(line, "/")
	if !ok {
		return conversations.Message{Text: line}
	}
	name, arg, _ := strings.Cut(rest, " ")
	arg = strings.TrimSpace(arg)
	switch {
	case name == "foto" && arg != "":
		return attachment(conversations.Photo, arg)
	case name == "dokumen" && arg != "":
		return attachment(conversations.Document, arg)
	case name == "start" && arg != "":
		return conversations.Message{Start: arg}
	case name == "start", name == "", strings.Contains(name, "/"):
		return conversations.Message{Text: line}
	}
	return conversations.Message{Text: rest}
}

func attachment(kind conversations.MediaKind, path string) conversations.Message {
	return conversations.Message{Media: []conversations.Media{{Kind: kind, Ref: path, Mime: mime.TypeByExtension(filepath.Ext(path))}}}
}
