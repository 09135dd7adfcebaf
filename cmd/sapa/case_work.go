package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sapa/store"
)

type caseTakeCmd struct {
	Number string `arg:"" help:"Number of the case, for example WRSE-2026-000123."`
	To     string `help:"Login of a colleague who gets it; whoever acts when not given." placeholder:"LOGIN"`
	acting
}

// Run gives a case to somebody of the office. The second who takes one is told who has it.
func (c *caseTakeCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	a := store.Assignment{To: c.To, By: c.As, At: time.Now()}
	if a.To == "" {
		a.To = c.As
	}
	if a.To == store.Operator {
		return errors.New("say who takes it: --as LOGIN or --to LOGIN")
	}
	return inHouse(ctx, cfg, func(h *house) error {
		before, err := h.caseNumbered(ctx, c.Number)
		if err != nil {
			return err
		}
		if a.Number = before.Number; a.To != a.By {
			a.From = before.Officer
		}
		if err := h.db.Assign(ctx, a); err != nil {
			return refusedStep(a.Number, err)
		}
		fmt.Fprintf(s.out, "%s is taken by %s\n", a.Number, a.To)
		return nil
	})
}

type caseReleaseCmd struct {
	Number string `arg:"" help:"Number of the case, for example WRSE-2026-000123."`
	acting
}

// Run lets a case go.
func (c *caseReleaseCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		before, err := h.caseNumbered(ctx, c.Number)
		if err != nil {
			return err
		}
		err = h.db.Assign(ctx, store.Assignment{Number: before.Number, From: before.Officer, By: c.As, At: time.Now()})
		if err != nil {
			return refusedStep(before.Number, err)
		}
		fmt.Fprintf(s.out, "%s is taken by nobody\n", before.Number)
		return nil
	})
}

type caseNoteCmd struct {
	Number string `arg:"" help:"Number of the case, for example WRSE-2026-000123."`
	Text   string `arg:"" help:"The note."`
	acting
}

// Run writes a note on a case.
func (c *caseNoteCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	text := strings.TrimSpace(c.Text)
	if text == "" {
		return errors.New("the note is empty")
	}
	return inHouse(ctx, cfg, func(h *house) error {
		found, err := h.caseNumbered(ctx, c.Number)
		if err != nil {
			return err
		}
		if err := h.db.AddNote(ctx, store.CaseNote{Number: found.Number, Text: text, By: c.As, At: time.Now()}); err != nil {
			return refusedStep(found.Number, err)
		}
		fmt.Fprintf(s.out, "noted on %s\n", found.Number)
		return nil
	})
}
