package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"sapa/store"
)

type promiseCmd struct {
	List promiseListCmd `cmd:"" help:"In how many office days the next word on a case comes, and how many promises were kept."`
	Set  promiseSetCmd  `cmd:"" help:"Set a promise; citizens are told of it from then on."`
}

type promiseJSON struct {
	Status string `json:"status"`
	Days   int    `json:"days"`
	Set    bool   `json:"set"` // by the office, and told to citizens
}

type promiseListCmd struct {
	JSON bool `name:"json" help:"As a JSON array."`
}

// keptSpan is over which time kept promises are counted.
const keptSpan = 90 * 24 * time.Hour

// Run lists promises.
func (c *promiseListCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		all, err := h.db.Promises(ctx)
		if err != nil {
			return err
		}
		rows := []promiseJSON{}
		for _, p := range all {
			rows = append(rows, promiseJSON{p.Status, p.Days, p.Set})
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			by := "our default, not told to citizens"
			if r.Set {
				by = "set by the office"
			}
			fmt.Fprintf(s.out, "%s\t%d\t%s\n", r.Status, r.Days, by)
		}
		kept, err := h.db.KeptPromises(ctx, "", time.Now().Add(-keptSpan), time.Now())
		if err == nil && kept.Due > 0 {
			fmt.Fprintf(s.out, "kept in 90 days: %d of %d\n", kept.Kept, kept.Due)
		}
		return err
	})
}

type promiseSetCmd struct {
	Status string `arg:"" help:"A status as in promise list, or sanggah."`
	Days   string `arg:"" help:"Office days; 0 promises nothing."`
	acting
}

// Run sets a promise.
func (c *promiseSetCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	days, err := strconv.Atoi(c.Days)
	if err != nil {
		return fmt.Errorf("%q is no number of days", c.Days)
	}
	return inHouse(ctx, cfg, func(h *house) error {
		err := h.db.SetPromise(ctx, c.Status, days, c.As, time.Now())
		switch {
		case errors.Is(err, store.ErrInvalid):
			return fmt.Errorf("a promise is a status of: sapa promise list, and 0 to %d days", store.LongestPromise)
		case err != nil:
			return bare(err)
		}
		fmt.Fprintf(s.out, "%s: the next word within %d office days\n", c.Status, days)
		return nil
	})
}

// bare leaves of an error what an operator needs: who may not do it and why.
func bare(err error) error {
	var right *store.ForbiddenError
	if errors.As(err, &right) {
		return right
	}
	return err
}

type holidayCmd struct {
	List   holidayListCmd   `cmd:"" help:"List the days on which the office is closed."`
	Add    holidayAddCmd    `cmd:"" help:"Close the office on a day."`
	Remove holidayRemoveCmd `cmd:"" help:"Make a day an office day again."`
}

type holidayListCmd struct {
	JSON bool `name:"json" help:"As a JSON array."`
}

// Run lists holidays.
func (c *holidayListCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		all, err := h.db.Holidays(ctx)
		if err != nil {
			return err
		}
		type row struct {
			Day  string `json:"day"`
			Name string `json:"name"`
		}
		rows := []row{}
		for _, d := range all {
			rows = append(rows, row(d))
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			fmt.Fprintf(s.out, "%s\t%s\n", r.Day, r.Name)
		}
		return nil
	})
}

type holidayAddCmd struct {
	Day  string `arg:"" help:"As in 2026-08-17."`
	Name string `arg:"" help:"As in Hari Kemerdekaan."`
	acting
}

// Run adds a holiday.
func (c *holidayAddCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return setHoliday(ctx, cfg, s, store.Holiday{Day: c.Day, Name: c.Name}, c.As)
}

type holidayRemoveCmd struct {
	Day string `arg:"" help:"As in 2026-08-17."`
	acting
}

// Run removes a holiday.
func (c *holidayRemoveCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return setHoliday(ctx, cfg, s, store.Holiday{Day: c.Day}, c.As)
}

func setHoliday(ctx context.Context, cfg *Config, s streams, day store.Holiday, by string) error {
	return inHouse(ctx, cfg, func(h *house) error {
		err := h.db.SetHoliday(ctx, day, by, time.Now())
		switch {
		case errors.Is(err, store.ErrInvalid):
			return fmt.Errorf("%q is no day; one looks like 2026-08-17", day.Day)
		case err != nil:
			return bare(err)
		}
		fmt.Fprintf(s.out, "%s is noted\n", day.Day)
		return nil
	})
}
