package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"sapa/bot/casework"
	"sapa/store"
)

// lacking says what the citizen is to send.
type lacking struct {
	Item []string `help:"What is missing, as in case items; may be given several times." placeholder:"ITEM" sep:"none"`
	Ask  []string `help:"What is missing in your own words; with foto: or tulisan: before it only a photo, or only words, will do." placeholder:"WORDS" sep:"none"`
}

// missing reads the flags.
func (l lacking) missing(desk *casework.Desk, programme string) ([]store.Missing, error) {
	out, err := desk.Pick(programme, l.Item...)
	if err != nil {
		return nil, fmt.Errorf("%w; there are those of: sapa case items %s", err, programme)
	}
	for i, words := range l.Ask {
		kind := store.MissingAny
		for _, k := range []store.MissingKind{store.MissingPhoto, store.MissingWords} {
			if rest, ok := strings.CutPrefix(words, string(k)+":"); ok {
				kind, words = k, rest
			}
		}
		if strings.TrimSpace(words) == "" {
			return nil, errors.New("--ask is empty")
		}
		out = append(out, casework.Own(i+1, kind, words))
	}
	return out, nil
}

// itemJSON is something missing as scripts read it, without what came: that is the citizen's.
type itemJSON struct {
	Item  string     `json:"item"`
	Kind  string     `json:"kind"`
	Name  string     `json:"name"`
	Ask   string     `json:"ask,omitempty"`
	GotAt *time.Time `json:"got_at,omitempty"`
	As    string     `json:"as,omitempty"` // foto, tulisan, kertas
}

func (i itemJSON) String() string {
	if i.GotAt == nil {
		return i.Item + ": " + i.Name + " (missing)"
	}
	return i.Item + ": " + i.Name + " (" + i.As + ", " + i.GotAt.Format(time.DateTime) + ")"
}

func (h *house) itemsJSON(ctx context.Context, number string) ([]itemJSON, error) {
	items, err := h.db.MissingOf(ctx, number)
	if err != nil {
		return nil, err
	}
	var out []itemJSON
	for _, m := range items {
		row := itemJSON{Item: m.Item, Kind: string(m.Kind), Name: m.Name}
		if !m.Got.IsZero() {
			at := m.Got.In(h.place)
			row.GotAt = &at
			switch {
			case m.File != "":
				row.As = "foto"
			case m.Paper:
				row.As = "kertas"
			default:
				row.As = "tulisan"
			}
		}
		out = append(out, row)
	}
	return out, nil
}

type caseItemsCmd struct {
	Programme string `arg:"" help:"wrse, kube, lks or terencana."`
	JSON      bool   `name:"json" help:"As a JSON array."`
}

// Run lists a programme's catalogue.
func (c *caseItemsCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	if err := known(c.Programme); err != nil {
		return err
	}
	return inHouse(ctx, cfg, func(h *house) error {
		rows := []itemJSON{}
		for _, m := range h.desk().Catalogue(c.Programme) {
			rows = append(rows, itemJSON{Item: m.Item, Kind: string(m.Kind), Name: m.Name, Ask: m.Ask})
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			fmt.Fprintf(s.out, "%s\t%s\t%s\n", r.Item, r.Kind, r.Name)
		}
		return nil
	})
}

type caseSupplyCmd struct {
	Number string `arg:"" help:"Number of the case, for example WRSE-2026-000123."`
	Item   string `arg:"" help:"What was brought, as in case show."`
	Text   string `help:"What was said, when it is words rather than paper."`
	acting
	JSON bool `name:"json" help:"As a JSON array of one."`
}

// Run notes something missing as brought. The last of it takes the case back to where it was.
func (c *caseSupplyCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		before, err := h.caseNumbered(ctx, c.Number)
		if err != nil {
			return err
		}
		after, err := h.db.Supply(ctx, store.Supply{Key: "cli." + rand.Text(), Number: before.Number, By: c.As, Item: c.Item,
			Text: c.Text, Paper: c.Text == "", At: time.Now()})
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("case %s was not asked for %s", before.Number, c.Item)
		}
		if err != nil {
			return refusedStep(before.Number, err)
		}
		if c.JSON {
			return writeJSON(s.out, []caseJSON{h.caseJSON(after.CaseHead)})
		}
		fmt.Fprintf(s.out, "%s: %s is noted; the case is %s\n", after.Number, c.Item, after.Status)
		return nil
	})
}
