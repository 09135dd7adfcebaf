package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"sapa/bot/notice"
	"sapa/conversations/understand"
	"sapa/store"
)

type programmeCmd struct {
	List    programmeListCmd    `cmd:"" help:"List windows, quotas and places taken."`
	Window  programmeWindowCmd  `cmd:"" help:"Open or close a programme for a year, everywhere or in one kab/kota."`
	Quota   programmeQuotaCmd   `cmd:"" help:"Set how many places there are."`
	Stage   programmeStageCmd   `cmd:"" help:"Write down a stage of handing out."`
	Waiting programmeWaitingCmd `cmd:"" help:"List who waits, and why in this order."`
	Promote programmePromoteCmd `cmd:"" help:"Take the first who waits up for examination, when a place is free."`
}

// which names a year and the kab/kota that an act is about.
type which struct {
	Region string `help:"Kab/kota by code or name; all ten when empty."`
	Year   int    `help:"Budget year; this year when 0."`
	acting
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

// year gives the budget year.
func (w which) year(h *house) (int, error) {
	now := time.Now().In(h.place).Year()
	switch {
	case w.Year == 0:
		return now, nil
	case w.Year < 2000 || w.Year > now+10:
		return 0, fmt.Errorf("--year %d is no budget year", w.Year)
	}
	return w.Year, nil
}

// read gives the codes (nil: all ten) and the year.
func (w which) read(h *house) (regions []string, year int, err error) {
	if year, err = w.year(h); err == nil {
		regions, err = w.regions()
	}
	return regions, year, err
}

type programmeListCmd struct {
	Year int  `help:"Budget year; this year when 0."`
	JSON bool `name:"json" help:"As a JSON array."`
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
		year, err := which{Year: c.Year}.year(h)
		if err != nil {
			return err
		}
		table, err := h.db.ProgrammeTable(ctx, year)
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
			fmt.Fprintf(s.out, "%s\t%s\t%s\t%d\t%s\tquota %s\ttaken %d\twaiting %d%s\n", r.Programme, r.Region, everywhere([]string{r.Region}), r.Year, openWord(r.Open),
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
	Programme string `arg:"" help:"wrse, kube, lks or terencana."`
	Open      bool   `xor:"way" required:"" help:"Let people apply. Whoever asked to hear of it is told."`
	Close     bool   `xor:"way" required:"" help:"Let nobody apply."`
	which
}

// Run opens or closes.
func (c *programmeWindowCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		if err := known(c.Programme); err != nil {
			return err
		}
		regions, year, err := c.which.read(h)
		if err != nil {
			return err
		}
		if err := c.allowEach(ctx, h, regions, store.RoleAdmin); err != nil {
			return err
		}
		now := time.Now()
		if err := h.db.SetWindow(ctx, c.Programme, regions, year, c.Open, c.As, now); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s %d is %s in %s\n", c.Programme, year, openWord(c.Open), everywhere(regions))
		if !c.Open {
			return nil
		}
		told, err := notice.Tell(ctx, h.db, c.Programme, regions, year, nil, now)
		if told > 0 {
			fmt.Fprintf(s.out, "%d people who asked for it are told\n", told)
		}
		return err
	})
}

type programmeQuotaCmd struct {
	Programme string `arg:"" help:"wrse, kube, lks or terencana."`
	Places    string `arg:"" help:"Places in each kab/kota; \"none\" for not set."`
	which
}

// Run sets the quota.
func (c *programmeQuotaCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	places, err := places(c.Places)
	if err != nil {
		return err
	}
	return inHouse(ctx, cfg, func(h *house) error {
		if err := known(c.Programme); err != nil {
			return err
		}
		regions, year, err := c.which.read(h)
		if err != nil {
			return err
		}
		if err := c.allowEach(ctx, h, regions, store.RoleAdmin); err != nil {
			return err
		}
		if err := h.db.SetQuota(ctx, c.Programme, regions, year, places, c.As, time.Now()); err != nil {
			return err
		}
		if places == store.Unlimited {
			fmt.Fprintf(s.out, "%s %d has no quota in %s\n", c.Programme, year, everywhere(regions))
			return nil
		}
		fmt.Fprintf(s.out, "%s %d has %d places in %s\n", c.Programme, year, places, each(regions))
		return nil
	})
}

// places reads a number of places.
func places(word string) (int, error) {
	if word == "none" || word == "-1" {
		return store.Unlimited, nil
	}
	n, err := strconv.Atoi(word)
	if err != nil || n < 0 || n > mostPlaces {
		return 0, fmt.Errorf("a quota is a number of places from 0 to %d, or \"none\", not %q", mostPlaces, word)
	}
	return n, nil
}

// mostPlaces is more than any budget has; what is above is a slip.
const mostPlaces = 1_000_000

func known(programme string) error {
	if _, err := store.ProgrammeByID(programme); err != nil {
		return fmt.Errorf("no programme takes applications by the name %q; there are wrse, kube, lks, terencana", programme)
	}
	return nil
}

// each names the places that a quota is for.
func each(regions []string) string {
	if len(regions) == 0 {
		return "each of the ten kab/kota"
	}
	return everywhere(regions)
}

func everywhere(regions []string) string {
	if len(regions) == 0 {
		return "all ten kab/kota"
	}
	r, _ := understand.RegionNamed(regions[0])
	return r.Name
}
