package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/bot/notice"
	"sapa/conversations/understand"
	"sapa/store"
)

type programmeCmd struct {
	List   programmeListCmd   `cmd:"" help:"List windows, quotas and places taken."`
	Window programmeWindowCmd `cmd:"" help:"Open or close a programme for a year, everywhere or in one kab/kota."`
	Quota  programmeQuotaCmd  `cmd:"" help:"Set how many places there are."`
}

// which names a year and the kab/kota that an act is about.
type which struct {
	Region string `help:"Kab/kota by code or name; all ten when empty."`
	Year   int    `help:"Budget year; this year when 0."`
	By     string `default:"cli" help:"Login of the officer."`
}

// regions gives the codes; nil means all ten.
func (w which) regions() ([]string, error) {
	if w.Region == "" {
		return nil, nil
	}
	if store.IsRegion(w.Region) {
		return []string{w.Region}, nil
	}
	found := understand.Regions(w.Region, "64")
	if len(found) != 1 || !store.IsRegion(found[0].Code) {
		return nil, fmt.Errorf("%q is no kab/kota of Kalimantan Timur", w.Region)
	}
	return []string{found[0].Code}, nil
}

func (w which) year(h *house) int {
	if w.Year == 0 {
		return time.Now().In(h.place).Year()
	}
	return w.Year
}

type programmeListCmd struct {
	Year int  `help:"Budget year; this year when 0."`
	JSON bool `name:"json"`
}

type programmeJSON struct {
	Programme string `json:"programme"`
	Region    string `json:"region"`
	Year      int    `json:"year"`
	Open      bool   `json:"open"`
	Quota     int    `json:"quota"` // -1: not set
	Taken     int    `json:"taken"`
	Waiting   int    `json:"waiting"`
	Example   bool   `json:"example"`
}

// Run lists the windows of all programmes.
func (c *programmeListCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		table, err := h.db.ProgrammeTable(ctx, which{Year: c.Year}.year(h))
		if err != nil {
			return err
		}
		rows := []programmeJSON{}
		for _, r := range table {
			rows = append(rows, programmeJSON{r.Programme, r.Region, r.Year, r.Open, r.Quota, r.Taken, r.Waiting, r.Example})
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			fmt.Fprintf(s.out, "%s\t%s\t%d\t%s\tquota %s\ttaken %d\twaiting %d%s\n", r.Programme, r.Region, r.Year, openWord(r.Open),
				quotaWord(r.Quota), r.Taken, r.Waiting, exampleWord(r.Example))
		}
		return nil
	})
}

func openWord(open bool) string {
	if open {
		return "open"
	}
	return "closed"
}

func quotaWord(n int) string {
	if n == store.Unlimited {
		return "not set"
	}
	return fmt.Sprint(n)
}

func exampleWord(example bool) string {
	if example {
		return "\t(example)"
	}
	return ""
}

type programmeWindowCmd struct {
	Programme string `arg:""`
	Open      bool   `xor:"way" required:""`
	Close     bool   `xor:"way" required:""`
	which
}

// Run opens or closes.
func (c *programmeWindowCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		if err := known(c.Programme); err != nil {
			return err
		}
		regions, err := c.regions()
		if err != nil {
			return err
		}
		now := time.Now()
		if err := h.db.SetWindow(ctx, c.Programme, regions, c.year(h), c.Open, c.By, now); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s %d is %s in %s\n", c.Programme, c.year(h), openWord(c.Open), everywhere(regions))
		if !c.Open {
			return nil
		}
		told, err := notice.Tell(ctx, h.db, c.Programme, regions, c.year(h), now)
		if told > 0 {
			fmt.Fprintf(s.out, "%d people who asked for it are told\n", told)
		}
		return err
	})
}

type programmeQuotaCmd struct {
	Programme string `arg:""`
	Places    int    `arg:"" help:"Places in each kab/kota; -1: not set."`
	which
}

// Run sets the quota.
func (c *programmeQuotaCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	if c.Places < store.Unlimited {
		return errors.New("a quota is a number of places, or -1 for not set")
	}
	return inHouse(ctx, cfg, func(h *house) error {
		if err := known(c.Programme); err != nil {
			return err
		}
		regions, err := c.regions()
		if err != nil {
			return err
		}
		if err := h.db.SetQuota(ctx, c.Programme, regions, c.year(h), c.Places, c.By, time.Now()); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s %d has %s places in %s\n", c.Programme, c.year(h), quotaWord(c.Places), everywhere(regions))
		return nil
	})
}

func known(programme string) error {
	if _, err := store.ProgrammeByID(programme); err != nil {
		return fmt.Errorf("%w; there are wrse, kube, lks, terencana", err)
	}
	return nil
}

func everywhere(regions []string) string {
	if len(regions) == 0 {
		return "all ten kab/kota"
	}
	r, _ := understand.RegionNamed(regions[0])
	return r.Name
}
