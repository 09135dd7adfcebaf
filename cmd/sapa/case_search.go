package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/store"
)

type caseSearchCmd struct {
	Region string `help:"Only this kab/kota, by code or name."`
	acting
	JSON bool `name:"json" help:"As a JSON array."`
}

// Run reads one line and lists the cases that fit. That somebody searched is in the audit log, what for is not.
func (c *caseSearchCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	regions, err := which{Region: c.Region}.regions()
	if err != nil {
		return err
	}
	in := bufio.NewScanner(s.in)
	if !in.Scan() {
		return errors.New("write a number, a NIK, a phone number or a name on standard input")
	}
	what, region := store.ReadSearch(in.Text()), ""
	if len(regions) > 0 {
		region = regions[0]
	}
	return inHouse(ctx, cfg, func(h *house) error {
		if region == "" {
			if region, err = c.home(ctx, h); err != nil {
				return err
			}
		}
		if err := c.allow(ctx, h, region, store.RoleOfficer, store.RoleSupervisor, store.RoleAuditor); err != nil {
			return err
		}
		if err := h.db.Audit(ctx, store.AuditEntry{At: time.Now(), By: c.As, Action: "case.search", Object: region}); err != nil {
			return err
		}
		heads, err := h.db.SearchCases(ctx, what, region, 0)
		if err != nil {
			return err
		}
		rows := []caseJSON{}
		for _, x := range heads {
			rows = append(rows, h.caseJSON(x))
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			fmt.Fprintf(s.out, "%s\t%s\t%s\n", r.Number, r.Status, r.Region)
		}
		return nil
	})
}
