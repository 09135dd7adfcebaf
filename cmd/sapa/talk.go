package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"sapa/bot/channel/terminal"
)

type talkCmd struct {
	Transcript string `help:"Write what was said and answered to a file that 'sapa flow test' can replay." placeholder:"FILE"`
}

// Run talks with whoever sits at the terminal, or with a pipe. It answers only this terminal: a serve may run beside it.
func (t *talkCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	h, err := open(ctx, cfg)
	if err != nil {
		return err
	}
	defer h.close()
	in := s.in
	if t.Transcript != "" {
		f, err := os.Create(t.Transcript)
		if err != nil {
			return err
		}
		defer f.Close()
		in = io.TeeReader(s.in, &script{out: f})
	}
	var a *app
	tty := isTerminal(s.in)
	screen := terminal.New(terminal.Options{In: in, Out: s.out, Echo: !tty, Bold: tty, Log: h.log,
		Idle: func(ctx context.Context) error { return a.idle(ctx) }})
	cfg.Pause = 0
	if a, err = newApp(ctx, h, screen); err != nil {
		return err
	}
	return a.run(ctx)
}

// idle returns when everything heard has been answered and every answer sent.
func (a *app) idle(ctx context.Context) error {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for a.lanes.Busy() > 0 || a.outbox.Waiting() > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}

func isTerminal(r io.Reader) bool {
	f, ok := r.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// script writes each line that is read as a line of a written talk.
type script struct {
	out     io.Writer
	begun   bool
	partial []byte
}

// Write takes what the terminal read.
func (s *script) Write(p []byte) (int, error) {
	if !s.begun {
		s.begun = true
		if _, err := fmt.Fprintln(s.out, "-- sapa talk"); err != nil {
			return 0, err
		}
	}
	for _, b := range p {
		if b != '\n' {
			s.partial = append(s.partial, b)
			continue
		}
		if _, err := fmt.Fprintf(s.out, "> %s\n", s.partial); err != nil {
			return 0, err
		}
		s.partial = s.partial[:0]
	}
	return len(p), nil
}
