package main

import (
	"context"
	"fmt"
	"time"

	"sapa/store"
)

type officerCmd struct {
	Add     officerAddCmd     `cmd:"" help:"Add somebody of the office."`
	List    officerListCmd    `cmd:"" help:"List the people of the office."`
	Disable officerDisableCmd `cmd:"" help:"Let somebody in no more."`
}

type officerAddCmd struct {
	Login  string `arg:""`
	Name   string `required:""`
	Role   string `required:"" enum:"petugas,penyelia,admin,auditor"`
	Region string `help:"Kab/kota by code or name; the whole province when empty."`
}

// Run adds an officer.
func (c *officerAddCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		regions, err := which{Region: c.Region}.regions()
		if err != nil {
			return err
		}
		o := store.Officer{Login: c.Login, Name: c.Name, Role: store.Role(c.Role), Added: time.Now()}
		if len(regions) > 0 {
			o.Region = regions[0]
		}
		if err := h.db.AddOfficer(ctx, o, "cli", time.Now()); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s is added as %s\n", c.Login, c.Role)
		return nil
	})
}

type officerListCmd struct {
	JSON bool `name:"json"`
}

type officerJSON struct {
	Login    string     `json:"login"`
	Name     string     `json:"name"`
	Role     string     `json:"role"`
	Region   string     `json:"region,omitempty"`
	Disabled *time.Time `json:"disabled_at,omitempty"`
}

// Run lists officers.
func (c *officerListCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		officers, err := h.db.Officers(ctx)
		if err != nil {
			return err
		}
		rows := []officerJSON{}
		for _, o := range officers {
			row := officerJSON{Login: o.Login, Name: o.Name, Role: string(o.Role), Region: o.Region}
			if !o.Disabled.IsZero() {
				row.Disabled = &o.Disabled
			}
			rows = append(rows, row)
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			fmt.Fprintf(s.out, "%s\t%s\t%s\t%s\n", r.Login, r.Role, r.Region, r.Name)
		}
		return nil
	})
}

type officerDisableCmd struct {
	Login string `arg:""`
}

// Run disables an officer.
func (c *officerDisableCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		if err := h.db.DisableOfficer(ctx, c.Login, "cli", time.Now()); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s is disabled\n", c.Login)
		return nil
	})
}
