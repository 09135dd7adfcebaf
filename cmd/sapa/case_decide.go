package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/bot/casework"
	"sapa/store"
)

type caseDecideCmd struct {
	Number string `arg:"" help:"Number of the case, for example WRSE-2026-000123."`
	Status string `required:"" help:"Where the case goes: disetujui, perlu_dilengkapi, tidak_disetujui, ..."`
	Note   string `help:"The reason, or what is missing, in words the citizen understands."`
	lacking
	disbursing
	acting
	JSON bool `name:"json" help:"As a JSON array of one."`
}

// Run decides, and posts the citizen's message in the same transaction.
func (c *caseDecideCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	to := store.Status(c.Status)
	if !to.Known() {
		return noStatus(c.Status)
	}
	dec := store.Decision{To: to, Note: c.Note, By: c.As}
	return inHouse(ctx, cfg, func(h *house) error {
		var err error
		if dec.Disbursed, err = c.given(time.Now().In(h.place)); err != nil {
			return err
		}
		before, err := h.caseNumbered(ctx, c.Number)
		if err != nil {
			return err
		}
		dec.Number, dec.Expect, dec.At = before.Number, before.Status, time.Now()
		if dec.Missing, err = c.missing(h.desk(), before.Programme); err != nil {
			return err
		}
		after, err := h.desk().Decide(ctx, dec)
		if err != nil {
			return refusedStep(before.Number, lacks(to, err))
		}
		if c.JSON {
			return writeJSON(s.out, []caseJSON{h.caseJSON(after.CaseHead)})
		}
		told, err := h.told(ctx, before.Contact)
		fmt.Fprintf(s.out, "%s: %s -> %s; %s\n", before.Number, before.Status, after.Status, told)
		return err
	})
}

func (h *house) desk() *casework.Desk { return &casework.Desk{Store: h.db, Programmes: h.programmes} }

// lacks says which flag a step still needs.
func lacks(to store.Status, err error) error {
	var l *casework.LacksError
	var wrong *casework.GivenError
	switch {
	case errors.As(err, &wrong):
		return givenError(wrong)
	case !errors.As(err, &l):
		return err
	case l.Field == casework.FieldDisbursed:
		return fmt.Errorf("%s needs --form barang or --form uang, and may have --on, --amount, --what and --stage", to)
	case l.Field == casework.FieldMissing:
		return fmt.Errorf("%s needs --item, --ask or a --note that tells the citizen what is missing", to)
	}
	return fmt.Errorf("%s needs a --note that tells the citizen why", to)
}

// refusedStep says in an operator's words why a case did not move.
func refusedStep(number string, err error) error {
	var step *store.TransitionError
	var right *store.ForbiddenError
	var taken *store.TakenError
	switch {
	case errors.As(err, &step):
		return fmt.Errorf("case %s: %w", number, step)
	case errors.As(err, &right):
		return fmt.Errorf("case %s: %w", number, right)
	case errors.As(err, &taken):
		return fmt.Errorf("case %s: %w", number, taken)
	case errors.Is(err, store.ErrConflict):
		return fmt.Errorf("case %s was changed by somebody else meanwhile; look at it again", number)
	}
	return fmt.Errorf("case %s: %w", number, err)
}
