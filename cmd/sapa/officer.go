package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/store"
)

type officerCmd struct {
	Add     officerAddCmd     `cmd:"" help:"Add somebody of the office."`
	List    officerListCmd    `cmd:"" help:"List the people of the office."`
	Chat    officerChatCmd    `cmd:"" help:"Print a code that links an officer's chat account, once; or end the link."`
	Disable officerDisableCmd `cmd:"" help:"Let somebody in no more."`
	Reset   officerResetCmd   `cmd:"" help:"Print a link for a new password. The old one, the second factor and every sign-in end."`
}

type officerAddCmd struct {
	Login  string `arg:"" help:"Short name to sign in with, for example rina."`
	Name   string `required:"" help:"Name as colleagues read it."`
	Role   string `required:"" enum:"petugas,penyelia,admin,auditor" help:"petugas, penyelia, admin or auditor."`
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
		err = h.db.AddOfficer(ctx, o, "cli", time.Now())
		if errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("there is an officer %s already", c.Login)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s is added as %s\n", c.Login, c.Role)
		return h.link(ctx, s, c.Login, "cli")
	})
}

type officerResetCmd struct {
	Login string `arg:"" help:"As in officer list."`
}

// Run makes a link for a new password.
func (c *officerResetCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error { return h.link(ctx, s, c.Login, "cli") })
}

type officerListCmd struct {
	JSON bool `name:"json" help:"As a JSON array."`
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
			where, disabled := everywhere(nil), ""
			if r.Region != "" {
				where = everywhere([]string{r.Region})
			}
			if r.Disabled != nil {
				disabled = "\tdisabled " + r.Disabled.In(h.place).Format(time.DateTime)
			}
			fmt.Fprintf(s.out, "%s\t%s\t%s\t%s%s\n", r.Login, r.Role, where, r.Name, disabled)
		}
		return nil
	})
}

type officerDisableCmd struct {
	Login string `arg:"" help:"As in officer list."`
}

// Run disables an officer.
func (c *officerDisableCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		err := h.db.DisableOfficer(ctx, c.Login, "cli", time.Now())
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("there is no officer %s", c.Login)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s is disabled\n", c.Login)
		return nil
	})
}
