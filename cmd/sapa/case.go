package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"sapa/bot/casework"
	"sapa/bot/world"
	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

type caseCmd struct {
	List       caseListCmd       `cmd:"" help:"List cases, the newest first."`
	Search     caseSearchCmd     `cmd:"" help:"Find cases by number, NIK, phone or name, read from standard input: personal data does not belong on a command line."`
	Export     caseExportCmd     `cmd:"" help:"Write cases as a table for Excel or as CSV to standard output, masked. Why stands in the audit log."`
	Show       caseShowCmd       `cmd:"" help:"Show one case."`
	Decide     caseDecideCmd     `cmd:"" help:"Move a case on. The citizen is told, once."`
	Take       caseTakeCmd       `cmd:"" help:"Take a case, or give it to a colleague."`
	Release    caseReleaseCmd    `cmd:"" help:"Let a case go, so that others may take it."`
	Note       caseNoteCmd       `cmd:"" help:"Write a note for colleagues. The citizen never sees it."`
	Objections caseObjectionsCmd `cmd:"" help:"List the objections (sanggah) that wait for an answer."`
	Answer     caseAnswerCmd     `cmd:"" help:"Accept or reject the objection to a refusal. The citizen is told, once."`
	Priority   casePriorityCmd   `cmd:"" help:"Put a case before or behind others on its waiting list."`
	Items      caseItemsCmd      `cmd:"" help:"List what may be asked for when an application lacks something."`
	Supply     caseSupplyCmd     `cmd:"" help:"Note that something missing was brought to the office."`
}

// caseJSON is a case as scripts read it. Personal data is masked.
type caseJSON struct {
	Number    string       `json:"number"`
	Programme string       `json:"programme"`
	Status    string       `json:"status"`
	Region    string       `json:"region"`
	Year      int          `json:"year"`
	CreatedAt time.Time    `json:"created_at"`
	ChangedAt time.Time    `json:"changed_at"`
	DueAt     *time.Time   `json:"due_at,omitempty"`  // when the office wants to have moved it on
	WordBy    *time.Time   `json:"word_by,omitempty"` // until when the citizen was told to expect a word
	Channel   string       `json:"channel"`
	Officer   string       `json:"officer,omitempty"`
	NIK       string       `json:"nik,omitempty"`
	Warnings  []string     `json:"warnings,omitempty"`
	PastAid   []string     `json:"past_aid,omitempty"`
	DTSEN     string       `json:"dtsen,omitempty"` // what the extracts that were taken in say
	Files     int          `json:"files,omitempty"`
	Missing   []itemJSON   `json:"missing,omitempty"`
	Events    []eventJSON  `json:"events,omitempty"`
	Updates   []updateJSON `json:"updates,omitempty"`
}

// updateJSON is news to the citizen as scripts read it.
type updateJSON struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	Channel string    `json:"channel"`
	State   string    `json:"state"` // waiting, sent, delivered, read, gone, refused
}

func (h *house) updateJSON(u store.Update) updateJSON {
	out := updateJSON{ID: u.ID, At: u.At.In(h.place), Channel: u.Channel, State: string(u.State)}
	switch {
	case !u.Read.IsZero():
		out.State = "read"
	case !u.Delivered.IsZero():
		out.State = "delivered"
	case u.State == "":
		out.State = "waiting"
	}
	return out
}

type eventJSON struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind,omitempty"` // empty: a step
	From string    `json:"from,omitempty"`
	To   string    `json:"to"`
	Note string    `json:"note,omitempty"`
	By   string    `json:"by,omitempty"`
}

func (h *house) caseJSON(c store.CaseHead) caseJSON {
	out := caseJSON{Number: c.Number, Programme: c.Programme, Status: string(c.Status), Region: c.Region, Year: c.Year,
		CreatedAt: c.Opened.In(h.place), ChangedAt: c.Changed.In(h.place), Channel: string(c.Channel), Officer: c.Officer}
	if !c.Due.IsZero() && !c.Status.Closed() {
		due := c.Due.In(h.place)
		out.DueAt = &due
	}
	if !c.Word.IsZero() {
		word := c.Word.In(h.place)
		out.WordBy = &word
	}
	return out
}

// choosing says which cases.
type choosing struct {
	Programme string `help:"Only this programme: wrse, kube, lks, terencana."`
	Region    string `help:"Only this kab/kota, by code or name."`
	Status    string `help:"Only this status."`
	Officer   string `help:"Only those that this officer took, by login."`
	Overdue   bool   `help:"Only those whose next word is overdue, the oldest first."`
}

type caseListCmd struct {
	choosing
	Limit int  `default:"100" help:"At most so many, up to 1000."`
	JSON  bool `name:"json" help:"As a JSON array."`
}

// Run lists cases.
func (c *caseListCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	filter, err := c.filter()
	if err == nil && c.Limit < 1 {
		err = errors.New("--limit is at least 1")
	}
	if err != nil {
		return err
	}
	filter.Limit = c.Limit
	return inHouse(ctx, cfg, func(h *house) error {
		cases, err := h.db.Cases(ctx, filter)
		if err != nil {
			return err
		}
		rows := []caseJSON{}
		for _, x := range cases {
			rows = append(rows, h.caseJSON(x))
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			fmt.Fprintf(s.out, "%s\t%s\t%s\t%s\n", r.Number, r.Status, r.Region, r.CreatedAt.Format(time.DateTime))
		}
		return nil
	})
}

// filter refuses what no case can match, so that an empty list means that there is none.
func (c choosing) filter() (store.CaseFilter, error) {
	f := store.CaseFilter{Programme: c.Programme, Status: store.Status(c.Status), Officer: c.Officer}
	if c.Overdue {
		f.Overdue, f.Oldest = time.Now(), true
	}
	if c.Programme != "" {
		if err := known(c.Programme); err != nil {
			return f, err
		}
	}
	if c.Status != "" && !f.Status.Known() {
		return f, noStatus(c.Status)
	}
	regions, err := which{Region: c.Region}.regions()
	if len(regions) > 0 {
		f.Region = regions[0]
	}
	return f, err
}

type caseShowCmd struct {
	Number string `arg:"" help:"Number of the case, for example WRSE-2026-000123."`
	JSON   bool   `name:"json" help:"As a JSON array of one."`
}

// Run shows a case with its history, personal data masked.
func (c *caseShowCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		out, err := h.wholeCase(ctx, c.Number)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeJSON(s.out, []caseJSON{out})
		}
		fmt.Fprintf(s.out, "%s  %s  %s  %s", out.Number, out.Programme, out.Status, everywhere([]string{out.Region}))
		if out.NIK != "" {
			fmt.Fprintf(s.out, "  NIK %s", out.NIK)
		}
		if out.Officer != "" {
			fmt.Fprintf(s.out, "  taken by %s", out.Officer)
		}
		fmt.Fprintf(s.out, "  %d files\n", out.Files)
		for _, w := range out.Warnings {
			fmt.Fprintf(s.out, "! %s\n", world.Warning(h.words, w))
		}
		for _, w := range out.PastAid {
			fmt.Fprintf(s.out, "! %s\n", w)
		}
		if out.DTSEN != "" {
			fmt.Fprintf(s.out, "DTSEN: %s\n", out.DTSEN)
		}
		for _, m := range out.Missing {
			fmt.Fprintf(s.out, "- %s\n", m)
		}
		for _, e := range out.Events {
			what := e.To
			if e.Kind != "" {
				what = "(" + e.Kind + ")"
			}
			fmt.Fprintln(s.out, strings.TrimRight(fmt.Sprintf("%s  %s  %s  %s", e.At.Format(time.DateTime), what, e.By, e.Note), " "))
		}
		for _, u := range out.Updates {
			fmt.Fprintf(s.out, "%s  news by %s: %s\n", u.At.Format(time.DateTime), u.Channel, u.State)
		}
		return nil
	})
}

func (h *house) wholeCase(ctx context.Context, number string) (caseJSON, error) {
	c, err := h.caseNumbered(ctx, number)
	if err != nil {
		return caseJSON{}, err
	}
	events, err := h.db.CaseLog(ctx, c.Number)
	if err != nil {
		return caseJSON{}, err
	}
	out := h.caseJSON(c.CaseHead)
	out.NIK, out.Warnings, out.Files = understand.Mask(c.Person.NIK), c.Warnings, len(c.Files)
	if out.Missing, err = h.itemsJSON(ctx, c.Number); err != nil {
		return caseJSON{}, err
	}
	past, err := casework.PastOf(ctx, h.db, c)
	if err != nil {
		return caseJSON{}, err
	}
	for _, r := range past.Aid {
		out.PastAid = append(out.PastAid, h.words.Words(casework.AidText(r)))
	}
	if c.Person.NIK != "" {
		out.DTSEN = h.words.Words(casework.RegistrationText(past.Registration))
	}
	updates, err := h.db.Updates(ctx, c.Number)
	if err != nil {
		return caseJSON{}, err
	}
	for _, u := range updates {
		out.Updates = append(out.Updates, h.updateJSON(u))
	}
	for _, e := range events {
		out.Events = append(out.Events, eventJSON{At: e.At.In(h.place), Kind: string(e.Kind), From: string(e.From), To: string(e.To), Note: e.Note, By: e.By})
	}
	return out, nil
}

// caseNumbered finds a case, and forgives how its number is typed.
func (h *house) caseNumbered(ctx context.Context, typed string) (store.Case, error) {
	number, ok := store.ParseNumber(typed)
	if !ok {
		return store.Case{}, fmt.Errorf("%q is no case number; one looks like WRSE-2026-000123", typed)
	}
	if strings.HasPrefix(number, store.ComplaintPrefix+"-") {
		return store.Case{}, fmt.Errorf("%s is the number of a complaint, not of a case", number)
	}
	c, err := h.db.CaseByNumber(ctx, number)
	if errors.Is(err, store.ErrNotFound) {
		return c, fmt.Errorf("there is no case %s", number)
	}
	return c, err
}

// told says whether news reaches a contact.
func (h *house) told(ctx context.Context, id conversations.ContactID) (string, error) {
	contact, err := h.db.Contact(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && contact.Stopped.IsZero() {
		return "the citizen is told", nil
	}
	return "the citizen asked for no news (STOP) and sees it under Cek status", err
}

func noStatus(s string) error {
	var all []string
	for _, s := range store.Statuses() {
		all = append(all, string(s))
	}
	return fmt.Errorf("no status is called %q; there are: %s", s, strings.Join(all, " "))
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
