package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/bot/casework"
	"sapa/store"
)

type caseObjectionsCmd struct {
	Region string `help:"Only this kab/kota, by code or name."`
	JSON   bool   `name:"json" help:"As a JSON array."`
}

// objectionJSON is an objection as scripts read it. What the citizen wrote is not among it: case show tells it.
type objectionJSON struct {
	Number string     `json:"number"`
	At     time.Time  `json:"at"`
	Due    *time.Time `json:"due,omitempty"`
	File   bool       `json:"file"`
}

// Run lists open objections.
func (c *caseObjectionsCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	regions, err := which{Region: c.Region}.regions()
	if err != nil {
		return err
	}
	region := ""
	if len(regions) > 0 {
		region = regions[0]
	}
	return inHouse(ctx, cfg, func(h *house) error {
		all, err := h.db.Objections(ctx, region)
		if err != nil {
			return err
		}
		rows := []objectionJSON{}
		for _, o := range all {
			row := objectionJSON{Number: o.Number, At: o.At.In(h.place), File: o.File != ""}
			if !o.Due.IsZero() {
				due := o.Due.In(h.place)
				row.Due = &due
			}
			rows = append(rows, row)
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			fmt.Fprintf(s.out, "%s\t%s\n", r.Number, r.At.Format(time.DateTime))
		}
		return nil
	})
}

type caseAnswerCmd struct {
	Number string `arg:"" help:"Number of the case, for example WRSE-2026-000123."`
	Accept bool   `xor:"answer" required:"" help:"The case is examined again."`
	Reject bool   `xor:"answer" required:"" help:"The refusal stands; needs a --note."`
	To     string `help:"Where it is examined again." default:"diperiksa_kabkota"`
	Note   string `help:"The reason, in words the citizen understands."`
	acting
	JSON bool `name:"json" help:"As a JSON array of one."`
}

// Run answers the open objection of a case.
func (c *caseAnswerCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		before, err := h.caseNumbered(ctx, c.Number)
		if err != nil {
			return err
		}
		a := store.ObjectionAnswer{Number: before.Number, Accept: c.Accept, To: store.Status(c.To), Note: c.Note, By: c.As, At: time.Now()}
		after, err := h.desk().AnswerObjection(ctx, a)
		switch {
		case errors.Is(err, casework.ErrLacks):
			return errors.New("--reject needs a --note that tells the citizen why")
		case errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrTransition):
			return fmt.Errorf("case %s has no objection that waits for an answer", before.Number)
		case err != nil:
			return refusedStep(before.Number, err)
		case c.JSON:
			return writeJSON(s.out, []caseJSON{h.caseJSON(after.CaseHead)})
		}
		told, err := h.told(ctx, before.Contact)
		fmt.Fprintf(s.out, "%s: answered, the case is %s; %s\n", before.Number, after.Status, told)
		return err
	})
}
