package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"sapa/bot/casework"
	"sapa/conversations"
	"sapa/store"
)

type ticketCmd struct {
	List    ticketListCmd    `cmd:"" help:"List those who asked for an officer, the longest waiting first."`
	Show    ticketShowCmd    `cmd:"" help:"Show a ticket and its talk. It holds personal data, and is noted in the audit log."`
	Take    ticketTakeCmd    `cmd:"" help:"Lead the talk; the bot is silent meanwhile."`
	Say     ticketSayCmd     `cmd:"" help:"Say something to the citizen."`
	Release ticketReleaseCmd `cmd:"" help:"Put the ticket back for a colleague."`
	Close   ticketCloseCmd   `cmd:"" help:"End the ticket; the talk goes back to the bot."`
	Canned  ticketCannedCmd  `cmd:"" help:"List the ready-made answers."`
}

type ticketJSON struct {
	Number  string    `json:"number"`
	At      time.Time `json:"at"`
	Region  string    `json:"region,omitempty"`
	Officer string    `json:"officer,omitempty"`
}

func (h *house) counter() *casework.Counter {
	return &casework.Counter{Store: h.db, Silence: h.cfg.Silence}
}

type ticketListCmd struct {
	JSON bool `name:"json" help:"As a JSON array."`
}

// Run lists open tickets.
func (c *ticketListCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		all, err := h.db.Tickets(ctx)
		if err != nil {
			return err
		}
		rows := []ticketJSON{}
		for _, t := range all {
			rows = append(rows, ticketJSON{t.Number, t.At.In(h.place), t.Region, t.Officer})
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			fmt.Fprintf(s.out, "%s\t%s\t%s\t%s\n", r.Number, r.At.Format(time.DateTime), r.Region, r.Officer)
		}
		return nil
	})
}

// onTicket is a ticket that somebody does something with.
type onTicket struct {
	Number string `arg:"" help:"Number of the ticket, for example TKT-2026-0001."`
	acting
}

type ticketShowCmd struct {
	onTicket
	Last int `default:"30" help:"At most so many messages."`
}

// Run shows a ticket with its talk.
func (c *ticketShowCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		t, err := h.db.TicketByNumber(ctx, c.Number)
		if err != nil {
			return ticketError(c.Number, err)
		}
		region := t.Region
		if region == "" { // whoever's kab/kota is not known may be answered by anybody
			if region, err = c.home(ctx, h); err != nil {
				return err
			}
		}
		if err := c.allow(ctx, h, region, store.RoleOfficer, store.RoleSupervisor); err != nil {
			return err
		}
		if err := h.db.Audit(ctx, store.AuditEntry{At: time.Now(), By: c.As, Action: "ticket.view", Object: t.Number}); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s  %s  %s\n%s\n", t.Number, t.At.In(h.place).Format(time.DateTime), t.Officer, t.Reason)
		talk, err := h.db.Talk(ctx, t.Contact, c.Last)
		for _, u := range talk {
			fmt.Fprintf(s.out, "%s %s\n", u.At.In(h.place).Format(time.DateTime), h.uttered(u))
		}
		return err
	})
}

// uttered writes one message of a talk: what was heard behind ">", what was said behind "<".
func (h *house) uttered(u store.Utterance) string {
	switch {
	case u.Heard != nil && len(u.Heard.Media) > 0:
		return "> (" + string(u.Heard.Media[0].Kind) + ") " + u.Heard.Text
	case u.Heard != nil && u.Heard.Tap != nil:
		return "> [" + string(u.Heard.Tap.Choice) + "]"
	case u.Heard != nil:
		return "> " + u.Heard.Text
	case u.Said != nil:
		var texts []string
		for _, t := range u.Said.Texts {
			texts = append(texts, h.words.Words(t))
		}
		return "< " + strings.ReplaceAll(strings.Join(texts, "\n"), "\n", "\n  ")
	}
	return "(no longer kept)"
}

type ticketTakeCmd struct{ onTicket }

// Run takes a ticket.
func (c *ticketTakeCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.do(ctx, cfg, s, "is taken; the bot is silent", func(h *house) error {
		return h.counter().Take(ctx, c.Number, c.As, time.Now())
	})
}

type ticketSayCmd struct {
	onTicket
	Text   string `arg:"" optional:"" help:"What to say."`
	Canned string `help:"A ready-made answer, as in ticket canned." placeholder:"NAME"`
	Photo  string `help:"A photo or document to send." placeholder:"FILE"`
}

// Run says something to the citizen.
func (c *ticketSayCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.do(ctx, cfg, s, "is told", func(h *house) error {
		words := c.Text
		if c.Canned != "" {
			if words = h.words.Key("canned." + c.Canned); words == "" {
				return fmt.Errorf("no ready-made answer is called %q; see: sapa ticket canned", c.Canned)
			}
		}
		photo, err := h.photo(c.Photo)
		if err != nil {
			return err
		}
		return h.counter().Say(ctx, c.Number, c.As, rand.Text(), words, photo, time.Now())
	})
}

// photo keeps a file to be sent; nil when none is named.
func (h *house) photo(path string) (*conversations.Media, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the photo: %w", err)
	}
	if len(data) > conversations.LargestFile {
		return nil, fmt.Errorf("the file is larger than %d MB", conversations.LargestFile>>20)
	}
	mime := http.DetectContentType(data)
	id, err := h.vault.Files().Put(data, mime)
	kind := conversations.Document
	if strings.HasPrefix(mime, "image/") {
		kind = conversations.Photo
	}
	return &conversations.Media{Kind: kind, Ref: id, Mime: mime, Size: int64(len(data))}, err
}

type ticketReleaseCmd struct{ onTicket }

// Run releases a ticket.
func (c *ticketReleaseCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.do(ctx, cfg, s, "waits for a colleague", func(h *house) error {
		return h.counter().Release(ctx, c.Number, c.As, time.Now())
	})
}

type ticketCloseCmd struct{ onTicket }

// Run closes a ticket.
func (c *ticketCloseCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return c.do(ctx, cfg, s, "is closed", func(h *house) error {
		return h.counter().Close(ctx, c.Number, c.As, time.Now())
	})
}

func (c onTicket) do(ctx context.Context, cfg *Config, s streams, done string, act func(*house) error) error {
	return inHouse(ctx, cfg, func(h *house) error {
		if err := act(h); err != nil {
			return ticketError(c.Number, err)
		}
		number, _ := store.ParseNumber(c.Number)
		fmt.Fprintf(s.out, "%s %s\n", number, done)
		return nil
	})
}

// ticketError says in an operator's words what stood in the way.
func ticketError(number string, err error) error {
	var taken *store.TakenError
	switch {
	case errors.Is(err, casework.ErrWords):
		return errors.New("say something, in at most 3,500 letters")
	case errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("there is no ticket %s", number)
	case errors.As(err, &taken) && taken.By == "":
		return fmt.Errorf("take %s first", number)
	case errors.As(err, &taken):
		return fmt.Errorf("%s is %w", number, taken)
	case errors.Is(err, store.ErrConflict):
		return fmt.Errorf("%s is closed already", number)
	}
	return bare(err)
}

type ticketCannedCmd struct{}

// Run lists the ready-made answers.
func (c *ticketCannedCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		for _, key := range casework.Canned() {
			fmt.Fprintf(s.out, "%s\t%s\n", strings.TrimPrefix(key, "canned."), h.words.Key(key))
		}
		return nil
	})
}
