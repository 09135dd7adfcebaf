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
	N          int    // how many
	Path       string // below Root, of the page where it is mended; empty: there is none
}

type healthView struct {
	Checks   []check
	Channels []channelRow
	Faults   []store.Fault
}

type channelRow struct {
	Name   conversations.Channel
	State  channel.State
	Tag    string // "good", "warn" or "bad"
	Reason string // what happened and what to do
	Until  time.Time
}

// health shows how the program and the installation are. The command line's "sapa doctor" says the same, with remedies.
func (v *visit) health() error {
	var view healthView
	var err error
	if view.Checks, view.Faults, err = v.checks(v.r.Context(), true); err != nil {
		return err
	}
	if v.o.Works != nil {
		view.Channels = v.channels(v.o.Works)
	}
	return v.render(http.StatusOK, "health", view)
}

// checks looks at the installation; deep ones walk through all of the database and the audit log.
func (v *visit) checks(ctx context.Context, deep bool) ([]check, []store.Fault, error) {
	var out []check
	add := func(key string, good bool, otherwise string, n int) {
		c := check{Key: key, State: "good", N: n, Path: remedies()[key]}
		if !good {
			c.State = otherwise
		}
		out = append(out, c)
	}
	if deep {
		err := v.o.Store.Check(ctx)
		if err != nil {
			v.o.Log.ErrorContext(ctx, "console: the database has a defect", "err", err)
		}
		add("database", err == nil, "bad", 0)
		broken, err := v.o.Store.VerifyAudit(ctx)
		if err != nil {
			return nil, nil, err
		}
		add("audit", broken == 0, "bad", int(broken))
	}
	if err := v.windowsOpen(ctx, add); err != nil {
		return nil, nil, err
	}
	tickets, err := v.o.Store.Tickets(ctx)
	if err != nil {
		return nil, nil, err
	}
	add("tickets", len(tickets) == 0, "warn", len(tickets))
	faults, err := v.o.Store.Faults(ctx, v.now.Add(-faultSpan), 20)
	if err != nil {
		return nil, nil, err
	}
	add("faults", len(faults) == 0, "warn", len(faults))
	if w := v.o.Works; w != nil {
		add("outbox", w.Waiting() < lettersUsual, "warn", w.Waiting())
		ill := 0
		for _, h := range w.Channels() {
			if h.State != channel.Normal {
				ill++
			}
		}
		add("channels", ill == 0, "warn", ill)
	}
	return out, faults, nil
}

// faultSpan is how far back defects of flows are told of.
const faultSpan = 7 * 24 * time.Hour

// remedies are the pages where an admin mends what is not well.
func remedies() map[string]string {
	return map[string]string{"windows": "/program", "quotas": "/program", "faults": "/kesehatan", "outbox": "/kesehatan", "audit": "/jejak"}
}

// lettersUsual may well wait at any moment; more of them are a sign that a channel is stuck.
const lettersUsual = 200

func (v *visit) windowsOpen(ctx context.Context, add func(string, bool, string, int)) error {
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
	add("windows", open > 0, "warn", open)
	add("quotas", unset == 0, "warn", unset)
	return nil
}

func (v *visit) channels(w Works) []channelRow {
	var out []channelRow
	for name, h := range w.Channels() {
		out = append(out, v.channel(name, h))
	}
	slices.SortFunc(out, func(a, b channelRow) int { return strings.Compare(string(a.Name), string(b.Name)) })
	return out
}

// channel says in words how one channel is.
func (v *visit) channel(name conversations.Channel, h channel.Health) channelRow {
	row := channelRow{Name: name, State: h.State, Tag: "bad", Until: h.Until}
	switch h.State {
	case channel.Normal:
		row.Tag = "good"
	case channel.Careful, channel.Cooling:
		row.Tag = "warn"
	}
	if h.Reason != "" && v.o.Words.Has(h.Reason) {
		row.Reason = v.say(h.Reason)
	}
	return row
}
