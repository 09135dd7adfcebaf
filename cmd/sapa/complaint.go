package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/bot/casework"
	"sapa/store"
)

type complaintCmd struct {
	List    complaintListCmd    `cmd:"" help:"List complaints, the newest first."`
	Show    complaintShowCmd    `cmd:"" help:"Show one. It holds personal data, and is noted in the audit log."`
	Take    complaintTakeCmd    `cmd:"" help:"Handle a complaint."`
	Answer  complaintAnswerCmd  `cmd:"" help:"Tell the citizen something."`
	Forward complaintForwardCmd `cmd:"" help:"Note that it went to another office; the citizen is told."`
	Lapor   complaintLaporCmd   `cmd:"" help:"Note its number at SP4N-LAPOR!."`
	Close   complaintCloseCmd   `cmd:"" help:"End a complaint with its result; the citizen is told."`
}

type complaintJSON struct {
	Number  string    `json:"number"`
	Status  string    `json:"status"`
	Region  string    `json:"region,omitempty"`
	At      time.Time `json:"at"`
	Officer string    `json:"officer,omitempty"`
	Lapor   string    `json:"lapor,omitempty"`
}

type complaintListCmd struct {
	Region string `help:"Only this kab/kota, by code or name."`
	Status string `help:"Only this status: diterima, ditangani, selesai."`
	acting
	JSON bool `name:"json" help:"As a JSON array."`
}

// Run lists complaints.
func (c *complaintListCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	regions, err := which{Region: c.Region}.regions()
	if err != nil {
		return err
	}
	f := store.ComplaintFilter{Status: store.ComplaintStatus(c.Status), Limit: 1000}
	if len(regions) > 0 {
		f.Region = regions[0]
	}
	return inHouse(ctx, cfg, func(h *house) error {
		all, err := h.db.ComplaintsFor(ctx, c.As, f)
		if err != nil {
			return bare(err)
		}
		rows := []complaintJSON{}
		for _, k := range all {
			rows = append(rows, complaintJSON{k.Number, string(k.Status), k.Region, k.At.In(h.place), k.Officer, k.Lapor})
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			fmt.Fprintf(s.out, "%s\t%s\t%s\t%s\t%s\n", r.Number, r.Status, r.Region, r.At.Format(time.DateTime), r.Officer)
		}
		return nil
	})
}

// onComplaint is a complaint that somebody does something with.
type onComplaint struct {
	Number string `arg:"" help:"Number of the complaint, for example ADU-2026-0001."`
	acting
}

type complaintShowCmd struct{ onComplaint }

// Run shows a complaint as the acting officer may read it.
func (c *complaintShowCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		k, err := h.db.ComplaintFor(ctx, c.As, c.Number)
		if err != nil {
			return complaintError(c.Number, err)
		}
		acts, err := h.db.ComplaintActs(ctx, k.Number)
		if err == nil {
			err = h.db.Audit(ctx, store.AuditEntry{At: time.Now(), By: c.As, Action: "complaint.view", Object: k.Number})
		}
		if err != nil {
			return err
		}
		name := k.Name
		switch {
		case k.Hidden:
			name = "(hidden from the office complained about)"
		case k.Anonymous:
			name = "(anonymous)"
		}
		fmt.Fprintf(s.out, "%s  %s  %s  %s\n%s\nwhere: %s\nwhen: %s\nabout: %s\nfrom: %s\n", k.Number, k.Status, k.Officer, k.Lapor, k.What, k.Where, k.When, k.Office, name)
		for _, a := range acts {
			fmt.Fprintf(s.out, "%s  %s  %s  %s\n", a.At.In(h.place).Format(time.DateTime), a.Kind, a.By, a.Text)
		}
		return nil
	})
}

func (c onComplaint) do(ctx context.Context, cfg *Config, s streams, kind store.ComplaintKind, text, done string) error {
	return inHouse(ctx, cfg, func(h *house) error {
		err := casework.ActOnComplaint(ctx, h.db, store.ComplaintAct{Number: c.Number, Kind: kind, Text: text, By: c.As, At: time.Now()})
		if err != nil {
			return complaintError(c.Number, err)
		}
		number, _ := store.ParseNumber(c.Number)
		fmt.Fprintf(s.out, "%s %s\n", number, done)
		return nil
	})
}

// complaintError says in an operator's words what stood in the way.
func complaintError(number string, err error) error {
	var taken *store.TakenError
	switch {
	case errors.Is(err, casework.ErrLacks):
		return errors.New("the words are empty")
	case errors.Is(err, casework.ErrLapor):
		return errors.New("a number of SP4N-LAPOR! has 4 to 12 digits")
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrInvalid):
		return fmt.Errorf("there is no complaint %s", number)
	case errors.As(err, &taken):
		return fmt.Errorf("%s is %w", number, taken)
	case errors.Is(err, store.ErrConflict):
		return fmt.Errorf("%s is closed already", number)
	}
	return bare(err)
}

type complaintTakeCmd struct{ onComplaint }

// Run takes a complaint.
func (c *complaintTakeCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	if c.As == store.Operator {
		return errors.New("say who takes it: --as LOGIN")
	}
	return c.do(ctx, cfg, s, store.ComplaintTake, "", "is taken by "+c.As)
}

// worded is something done with words.
type worded struct {
	onComplaint
	Text string `arg:"" help:"The words. Whoever complained reads them."`
}

type complaintAnswerCmd struct{ worded }

// Run answers a complaint.
func (c *complaintAnswerCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.do(ctx, cfg, s, store.ComplaintAnswer, c.Text, "is answered")
}

type complaintForwardCmd struct{ worded }

// Run notes where a complaint went.
func (c *complaintForwardCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.do(ctx, cfg, s, store.ComplaintForward, c.Text, "is forwarded")
}

type complaintLaporCmd struct{ worded }

// Run notes a number at SP4N-LAPOR!.
func (c *complaintLaporCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.do(ctx, cfg, s, store.ComplaintLapor, c.Text, "has that number at SP4N-LAPOR!")
}

type complaintCloseCmd struct{ worded }

// Run ends a complaint.
func (c *complaintCloseCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.do(ctx, cfg, s, store.ComplaintEnd, c.Text, "is closed")
}

type dataCmd struct {
	List  dataListCmd  `cmd:"" help:"List the requests of citizens about their data, the one due first before the others."`
	Close dataCloseCmd `cmd:"" help:"Note that a request was dealt with."`
}

type dataListCmd struct {
	JSON bool `name:"json" help:"As a JSON array."`
}

// Run lists open requests about data.
func (c *dataListCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		all, err := h.db.DataRequests(ctx)
		if err != nil {
			return err
		}
		type row struct {
			Number string    `json:"number"`
			Kind   string    `json:"kind"`
			At     time.Time `json:"at"`
			Due    time.Time `json:"due"`
		}
		rows := []row{}
		for _, r := range all {
			rows = append(rows, row{r.Number, r.Kind, r.At.In(h.place), r.Due.In(h.place)})
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			fmt.Fprintf(s.out, "%s\t%s\tdue %s\n", r.Number, r.Kind, r.Due.Format(time.DateTime))
		}
		return nil
	})
}

type dataCloseCmd struct {
	Number string `arg:"" help:"Number of the request, for example DATA-2026-0001."`
	acting
}

// Run closes a request about data.
func (c *dataCloseCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		region, err := c.home(ctx, h)
		if err == nil {
			err = c.allow(ctx, h, region, store.RoleAdmin)
		}
		if err != nil {
			return err
		}
		err = h.db.CloseDataRequest(ctx, c.Number, c.As, time.Now())
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("no request %s is open", c.Number)
		}
		if err == nil {
			fmt.Fprintf(s.out, "%s is closed\n", c.Number)
		}
		return err
	})
}
