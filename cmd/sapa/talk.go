package main

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"sapa/bot/channel/terminal"
)

type talkCmd struct {
	Transcript string `help:"Write what was said, and what the shipped flows answer to it, to a file that 'sapa flow test' can replay (as *.talk.txt)." placeholder:"FILE"`
}

// Run talks with whoever sits at the terminal, or with a pipe. It answers only this terminal: a serve may run beside it.
func (t *talkCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	h, err := open(ctx, cfg)
	if err != nil {
		return err
	}
	defer h.leave()
	in := s.in
	var said *script
	if t.Transcript != "" {
		if said, err = newScript(ctx, h, t.Transcript); err != nil {
			return err
		}
		in = io.TeeReader(s.in, said)
	}
	var a *app
	tty := isTerminal(s.in)
	screen := terminal.New(terminal.Options{In: in, Out: s.out, Echo: !tty, Bold: tty, Log: h.log,
		Idle: func(ctx context.Context) error { return a.idle(ctx) }})
	cfg.Pause = 0
	if a, err = newApp(ctx, h, screen); err != nil {
		return err
	}
	err = a.run(ctx)
	if said != nil {
		err = errors.Join(err, said.write(context.WithoutCancel(ctx)))
	}
	return err
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
