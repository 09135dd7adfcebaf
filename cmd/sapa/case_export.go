package main

import (
	"context"
	"errors"
	"fmt"

	"sapa/bot/casework"
	"sapa/bot/sheet"
	"sapa/store"
)

type caseExportCmd struct {
	choosing
	Year   int    `help:"Only this budget year."`
	Format string `enum:"csv,xlsx" default:"csv" help:"csv or xlsx."`
	Reason string `required:"" help:"What for; stands in the audit log, so no name, NIK or phone number."`
	Full   bool   `help:"With personal data in full. Of the people of the office, a penyelia may."`
	acting
}

// Run writes the table to standard output, and how many rows it has beside it.
func (c *caseExportCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	filter, err := c.filter()
	if err != nil {
		return err
	}
	filter.Year = c.Year
	return inHouse(ctx, cfg, func(h *house) error {
		if filter.Region, err = h.exportedRegion(ctx, c.As, filter.Region, c.Full); err != nil {
			return bare(err)
		}
		e := casework.Export{By: c.As, Reason: c.Reason, Full: c.Full, Format: sheet.Format(c.Format), Filter: filter, Now: h.now, Place: h.place, Words: h.words.Key}
		rows, err := e.Write(ctx, h.db, s.out)
		if errors.Is(err, casework.ErrReason) {
			return fmt.Errorf("--reason has %d to %d letters and no NIK or phone number", casework.ReasonLeast, casework.ReasonMost)
		}
		if err == nil {
			fmt.Fprintf(s.err, "%d cases\n", rows)
		}
		return err
	})
}

// exportedRegion is the kab/kota whose cases somebody takes away: their own, when they have one and name none.
func (h *house) exportedRegion(ctx context.Context, by, region string, full bool) (string, error) {
	if by == store.Operator {
		return region, nil
	}
	o, err := h.officer(ctx, by)
	if err != nil {
		return "", err
	}
	if region == "" {
		region = o.Region
	}
	return region, o.Exports(region, full)
}
