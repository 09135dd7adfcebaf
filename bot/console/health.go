package console

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

type healthStore interface {
	Check(ctx context.Context) error
	Faults(ctx context.Context, since time.Time, limit int) ([]store.Fault, error)
	Tickets(ctx context.Context) ([]store.Ticket, error)
}

// Works tells how the running program is.
type Works interface {
	Channels() map[conversations.Channel]channel.Health
	Waiting() int // letters in hand that are not sent yet
	Busy() int    // contacts with something to answer
}

// check is one thing that is well or not, for words below "office.health.".
type check struct {
	Key, State string // state: "good", "warn" or "bad", for words below "office.state."
	Args       map[string]any
}

type healthView struct {
	Checks   []check
	Channels []channelRow
	Faults   []store.Fault
}

type channelRow struct {
	Name   conversations.Channel
	State  channel.State
	Reason string
	Good   bool
}

// health shows how the program and the installation are. The command line's "sapa doctor" says the same, with remedies.
func (v *visit) health() error {
	ctx := v.r.Context()
	view := healthView{}
	add := func(key string, good bool, otherwise string, args ...any) {
		c := check{Key: key, State: "good", Args: map[string]any{}}
		if !good {
			c.State = otherwise
		}
		for i := 0; i+1 < len(args); i += 2 {
			c.Args[args[i].(string)] = args[i+1]
		}
		view.Checks = append(view.Checks, c)
	}
	err := v.o.Store.Check(ctx)
	if err != nil {
		v.o.Log.ErrorContext(ctx, "console: the database has a defect", "err", err)
	}
	add("database", err == nil, "bad")
	broken, err := v.o.Store.VerifyAudit(ctx)
	if err != nil {
		return err
	}
	add("audit", broken == 0, "bad", "n", broken)
	if err := v.windowsOpen(ctx, add); err != nil {
		return err
	}
	tickets, err := v.o.Store.Tickets(ctx)
	if err != nil {
		return err
	}
	add("tickets", len(tickets) == 0, "warn", "n", len(tickets))
	if view.Faults, err = v.o.Store.Faults(ctx, v.now.Add(-7*24*time.Hour), 20); err != nil {
		return err
	}
	add("faults", len(view.Faults) == 0, "warn", "n", len(view.Faults))
	if w := v.o.Works; w != nil {
		add("outbox", w.Waiting() < 200, "warn", "n", w.Waiting())
		view.Channels = v.channels(w)
	}
	return v.render(http.StatusOK, "health", view)
}

func (v *visit) windowsOpen(ctx context.Context, add func(string, bool, string, ...any)) error {
	rows, err := v.o.Store.ProgrammeTable(ctx, v.now.In(v.o.Place).Year())
	if err != nil {
		return err
	}
	open, unset := 0, 0
	for _, r := range rows {
		if r.Open {
			open++
			if r.Quota == store.Unlimited {
				unset++
			}
		}
	}
	add("windows", open > 0, "warn", "n", open)
	add("quotas", unset == 0, "warn", "n", unset)
	return nil
}

func (v *visit) channels(w Works) []channelRow {
	var out []channelRow
	for name, h := range w.Channels() {
		row := channelRow{Name: name, State: h.State, Good: h.State == channel.Normal}
		if h.Reason != "" && v.o.Words.Has(h.Reason) {
			row.Reason = v.say(h.Reason)
		}
		out = append(out, row)
	}
	slices.SortFunc(out, func(a, b channelRow) int { return strings.Compare(string(a.Name), string(b.Name)) })
	return out
}
