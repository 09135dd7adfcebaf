package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"sapa/bot/channel"
	"sapa/bot/channel/terminal"
)

// TestTalksInTheTerminal plays the talks of a person at the terminal, where choices are numbered.
func TestTalksInTheTerminal(t *testing.T) {
	most := 1000
	if testing.Short() {
		most = 1
	}
	typed := func(_, body string) bool {
		others := has(body, "@ kasus lain") && has(body, "@ putuskan") // all who sit at terminals read one screen
		return !others && !has(body, "+ suara", "+ stiker", "* lama")  // a keyboard has none of these
	}
	eachScenario(t, ".talk.txt", most, typed, func(t *testing.T, _, body string) {
		t.Parallel()
		stage(t, newTerminalWire(t), "terminal").play(body)
	})
}

// terminalWire is a person at the terminal.
type terminalWire struct {
	t     *testing.T
	in    *io.PipeReader
	keys  *io.PipeWriter
	shown chan string
}

func newTerminalWire(t *testing.T) *terminalWire {
	in, keys := io.Pipe()
	t.Cleanup(func() { keys.Close() })
	return &terminalWire{t: t, in: in, keys: keys, shown: make(chan string, 64)}
}

// Write is the screen: one answer at a time.
func (w *terminalWire) Write(p []byte) (int, error) {
	w.shown <- string(p)
	return len(p), nil
}

func (w *terminalWire) open(h *house) (channel.Adapter, error) {
	return terminal.New(terminal.Options{In: w.in, Out: w, Now: h.now}), nil
}

func (w *terminalWire) begin(*app) {}

func (w *terminalWire) say(text string) error {
	_, err := fmt.Fprintln(w.keys, text)
	return err
}

func (w *terminalWire) press(label string) error { return w.say(label) }

func (w *terminalWire) pressOld(string) error { return fmt.Errorf("a terminal has no buttons") }

func (w *terminalWire) send(kind string) error {
	path := filepath.Join(w.t.TempDir(), "berkas.jpg")
	if err := os.WriteFile(path, tinyPhoto(), 0o600); err != nil {
		return err
	}
	return w.say("/" + kind + " " + path)
}

func (w *terminalWire) hear(ctx context.Context) (message, error) {
	select {
	case text := <-w.shown:
		return message{text: text}, nil
	case <-ctx.Done():
		return message{}, ctx.Err()
	}
}
