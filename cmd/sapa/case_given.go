package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sapa/bot/casework"
	"sapa/store"
)

// disbursing says what was given.
type disbursing struct {
	Form   string `help:"Of disalurkan: barang or uang." enum:"barang,uang," default:""`
	On     string `help:"Of disalurkan: the day, as in 2026-09-30; today when not given." placeholder:"DAY"`
	Amount int64  `help:"Of disalurkan: rupiah; of goods their worth."`
	What   string `help:"Of disalurkan: what was given."`
	Stage  int    `help:"Of disalurkan: the stage of the programme."`
}

// given reads the flags; nil when none is set.
func (d disbursing) given(now time.Time) (*store.Disbursement, error) {
	if d == (disbursing{}) {
		return nil, nil
	}
	if d.Form == "" {
		return nil, errors.New("--on, --amount, --what and --stage go with --form barang or --form uang")
	}
	if d.On == "" {
		d.On = now.Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, d.On); err != nil {
		return nil, fmt.Errorf("--on %s is no day; one looks like 2026-09-30", d.On)
	}
	return &store.Disbursement{Day: d.On, Form: store.DisbursementForm(d.Form), Amount: d.Amount, What: d.What, Stage: d.Stage}, nil
}

// givenError says in an operator's words all that is wrong with what was given.
func givenError(e *casework.GivenError) error {
	said := map[casework.GivenProblem]string{
		casework.GivenNoDay: "--on is no day", casework.GivenLateDay: "--on has not come yet", casework.GivenEarlyDay: "--on is before the case was filed",
		casework.GivenNoForm: "--form is barang or uang", casework.GivenBadAmount: "--amount is rupiah, from 0 to 10000000000", casework.GivenNoAmount: "--form uang needs --amount",
		casework.GivenNoWhat: "--form barang needs --what", casework.GivenLongWhat: "--what is too long", casework.GivenBadStage: "--stage is a number from 1 to 20",
		casework.GivenNoStage: "--stage is not written down for this programme; see: sapa programme stage",
	}
	var all []string
	for _, p := range e.Problems {
		all = append(all, said[p])
	}
	return errors.New(strings.Join(all, "; "))
}

type programmeWaitingCmd struct {
	Programme string `arg:"" help:"wrse, kube, lks or terencana."`
	which
	JSON bool `name:"json" help:"As a JSON array."`
}

type waitingJSON struct {
	Place  int       `json:"place"`
	Number string    `json:"number"`
	Filed  time.Time `json:"filed_at"`
	Level  int       `json:"priority"`
	Why    string    `json:"why"`
}

// Run lists who waits, and why in this order.
func (c *programmeWaitingCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.one(ctx, cfg, c.Programme, func(h *house, region string, year int) error {
		if err := c.allow(ctx, h, region, store.RoleOfficer, store.RoleSupervisor, store.RoleAuditor); err != nil {
			return err
		}
		all, err := h.db.WaitingList(ctx, c.Programme, region, year, 1000)
		if err != nil {
			return err
		}
		rows := []waitingJSON{}
		for _, w := range all {
			why := "filed " + w.Opened.In(h.place).Format(time.DateTime)
			if w.Level != 0 {
				why = fmt.Sprintf("priority %d: %s; then %s", w.Level, w.Reason, why)
			}
			rows = append(rows, waitingJSON{w.Place, w.Number, w.Opened.In(h.place), w.Level, why})
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			fmt.Fprintf(s.out, "%d\t%s\t%s\n", r.Place, r.Number, r.Why)
		}
		return nil
	})
}

// one reads the one kab/kota that an act is about.
func (w which) one(ctx context.Context, cfg *Config, programme string, do func(h *house, region string, year int) error) error {
	if err := known(programme); err != nil {
		return err
	}
	return inHouse(ctx, cfg, func(h *house) error {
		regions, year, err := w.read(h)
		if err != nil {
			return err
		}
		if len(regions) != 1 {
			return errors.New("say which kab/kota: --region")
		}
		return do(h, regions[0], year)
	})
}

type programmePromoteCmd struct {
	Programme string `arg:"" help:"wrse, kube, lks or terencana."`
	which
}

// Run takes the first of a waiting list up, when a place is free.
func (c *programmePromoteCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.one(ctx, cfg, c.Programme, func(h *house, region string, year int) error {
		if err := c.allow(ctx, h, region, store.RoleSupervisor); err != nil {
			return err
		}
		got, err := h.desk().Promote(ctx, h.db, c.Programme, region, year, "", c.As, time.Now())
		switch {
		case errors.Is(err, store.ErrFull):
			return errors.New("no place is free; raise the quota first")
		case errors.Is(err, store.ErrNotFound):
			return errors.New("nobody waits")
		case err != nil:
			return bare(err)
		}
		fmt.Fprintf(s.out, "%s is examined now; the citizen is told\n", got.Number)
		return nil
	})
}

type programmeStageCmd struct {
	Programme string `arg:"" help:"wrse, kube, lks or terencana."`
	Stage     int    `arg:"" help:"1, 2, ..."`
	Planned   int    `required:"" help:"Persons, groups or institutions."`
	Realised  int    `help:"How many have it beside the cases that say so."`
	Target    string `help:"The day it shall be done, as in 2026-09-30."`
	Note      string `help:"For everyone to read."`
	which
}

// Run writes down a stage of handing out.
func (c *programmeStageCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	st := store.Stage{Programme: c.Programme, Stage: c.Stage, Planned: c.Planned, Realised: c.Realised, Note: c.Note}
	return c.one(ctx, cfg, c.Programme, func(h *house, region string, year int) (err error) {
		if c.Target != "" {
			if st.Target, err = time.ParseInLocation(time.DateOnly, c.Target, h.place); err != nil {
				return fmt.Errorf("--target %s is no day; one looks like 2026-09-30", c.Target)
			}
		}
		if err := c.allow(ctx, h, region, store.RoleSupervisor, store.RoleAdmin); err != nil {
			return err
		}
		st.Region, st.Year = region, year
		if err := h.db.SetStage(ctx, st, c.As, time.Now()); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "stage %d of %s %d is noted\n", c.Stage, c.Programme, year)
		return nil
	})
}

type casePriorityCmd struct {
	Number string `arg:"" help:"Number of the case, for example WRSE-2026-000123."`
	Level  int    `arg:"" help:"Higher is earlier; 0 is the time of filing alone."`
	Reason string `required:"" help:"Why; colleagues read it."`
	acting
}

// Run changes a case's place on waiting lists.
func (c *casePriorityCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		found, err := h.caseNumbered(ctx, c.Number)
		if err != nil {
			return err
		}
		err = h.db.SetPriority(ctx, store.Priority{Number: found.Number, Level: c.Level, Reason: c.Reason, By: c.As}, time.Now())
		if errors.Is(err, store.ErrInvalid) {
			return fmt.Errorf("a priority is a number from -%d to %d, with a reason", store.MostPriority, store.MostPriority)
		}
		if err != nil {
			return refusedStep(found.Number, err)
		}
		fmt.Fprintf(s.out, "%s has priority %d\n", found.Number, c.Level)
		return nil
	})
}
