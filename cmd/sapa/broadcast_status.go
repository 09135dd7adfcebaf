package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"time"

	"sapa/bot/broadcast"
	"sapa/conversations"
	"sapa/store"
)

// broadcastJSON is a broadcast as scripts read it.
type broadcastJSON struct {
	Code     string                        `json:"code"`
	State    string                        `json:"state"`
	Title    string                        `json:"title"`
	Hash     string                        `json:"hash"`
	Author   string                        `json:"author"`
	Approver string                        `json:"approver,omitempty"`
	Urgent   bool                          `json:"urgent"`
	At       *time.Time                    `json:"at,omitempty"`
	Started  *time.Time                    `json:"started_at,omitempty"`
	Ended    *time.Time                    `json:"ended_at,omitempty"`
	People   int                           `json:"people"` // deliveries; before the start, who would be told now
	Sent     int                           `json:"sent"`
	Failed   int                           `json:"failed"`
	Left     int                           `json:"left"`
	Totals   store.Totals                  `json:"totals,omitempty"`
	Excluded map[store.Exclusion]int       `json:"excluded,omitempty"`
	Waits    []broadcastWaitJSON           `json:"waits,omitempty"`
	Reason   string                        `json:"reason,omitempty"` // why it paused itself
	Done     *time.Time                    `json:"forecast_done_at,omitempty"`
	Over     map[conversations.Channel]int `json:"over_budget,omitempty"` // people who must wait for another day
	Problems []string                      `json:"problems,omitempty"`
}

type broadcastWaitJSON struct {
	Why     string     `json:"why"`
	Channel string     `json:"channel,omitempty"`
	Until   *time.Time `json:"until,omitempty"`
}

func (h *house) when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(h.place)
	return &t
}

// broadcastJSON looks a broadcast over: before its start, whom it would reach and what it lacks.
func (h *house) broadcastJSON(ctx context.Context, s *broadcast.Service, code string) (broadcastJSON, error) {
	st, err := s.Status(ctx, code)
	if err != nil {
		return broadcastJSON{}, err
	}
	out := broadcastJSON{Code: st.Code, State: string(st.State), Title: st.Title, Hash: st.Hash(), Author: st.Author, Approver: st.Approver,
		Urgent: st.Urgent, At: h.when(st.At), Started: h.when(st.Started), Ended: h.when(st.Ended), Reason: string(st.Reason),
		People: st.Totals.All(), Sent: st.Totals.Sent(), Failed: st.Totals.In(store.DeliveryFailed, store.DeliveryGone), Left: st.Totals.Left(), Totals: st.Totals}
	for _, w := range st.Waits {
		out.Waits = append(out.Waits, broadcastWaitJSON{string(w.Why), string(w.Channel), h.when(w.Until)})
	}
	forecast := st.Forecast
	if st.State.Open() {
		reach, err := s.Reach(ctx, st.Broadcast)
		if err != nil {
			return out, err
		}
		out.People, out.Excluded = reach.People, reach.Excluded
		if forecast, err = s.Forecast(ctx, st.Broadcast, reach.Channels); err != nil {
			return out, err
		}
		var draft *broadcast.DraftError
		if errors.As(s.Check(st.Broadcast, reach), &draft) {
			for _, p := range draft.Problems {
				out.Problems = append(out.Problems, string(p.Code))
			}
		}
	}
	out.Done = h.when(forecast.End)
	for _, l := range forecast.Lines {
		if l.Over > 0 {
			if out.Over == nil {
				out.Over = map[conversations.Channel]int{}
			}
			out.Over[l.Channel] = l.Over
		}
	}
	return out, nil
}

// showBroadcast tells how a broadcast is, after words on what was done.
func (h *house) showBroadcast(ctx context.Context, s streams, b *broadcast.Service, code string, asJSON bool, words string) error {
	row, err := h.broadcastJSON(ctx, b, code)
	if err != nil {
		return broadcastError(code, err)
	}
	if asJSON {
		return writeJSON(s.out, []broadcastJSON{row})
	}
	if words != "" {
		fmt.Fprintln(s.out, words)
	}
	printBroadcast(s.out, row)
	return nil
}

func printBroadcast(w io.Writer, r broadcastJSON) {
	fmt.Fprintf(w, "%s\t%s\t%s\tpeople %d\tsent %d\tfailed %d\tleft %d\thash %s\n", r.Code, r.State, r.Title, r.People, r.Sent, r.Failed, r.Left, r.Hash)
	for _, wait := range r.Waits {
		fmt.Fprintf(w, "\twaits: %s %s\n", wait.Why, wait.Channel)
	}
	if r.Done != nil {
		fmt.Fprintf(w, "\tdone about %s\n", r.Done.Format("2006-01-02 15:04"))
	}
	for channel, n := range r.Over {
		fmt.Fprintf(w, "\t%d people on %s wait for another day: the daily budget is less\n", n, channel)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(w, "\tproblem: %s\n", p)
	}
}

type broadcastStatusCmd struct {
	Code string `arg:"" optional:"" help:"Code of the broadcast; all of them when not given."`
	JSON bool   `name:"json" help:"As a JSON array."`
}

// Run tells how broadcasts are doing.
func (c *broadcastStatusCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return service(ctx, cfg, func(h *house, b *broadcast.Service) error {
		if c.Code != "" {
			return h.showBroadcast(ctx, s, b, c.Code, c.JSON, "")
		}
		all, err := b.List(ctx)
		if err != nil {
			return err
		}
		rows := []broadcastJSON{}
		for _, x := range all {
			row, err := h.broadcastJSON(ctx, b, x.Code)
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		if c.JSON {
			return writeJSON(s.out, rows)
		}
		for _, r := range rows {
			printBroadcast(s.out, r)
		}
		return nil
	})
}

type broadcastPreviewCmd struct {
	Code   string `arg:"" help:"Code of the broadcast."`
	People int    `default:"2" help:"For so many real people of the audience."`
}

// Run shows a broadcast as people will see it.
func (c *broadcastPreviewCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return service(ctx, cfg, func(_ *house, b *broadcast.Service) error {
		all, err := b.Preview(ctx, c.Code, min(max(c.People, 1), 20))
		if err != nil {
			return broadcastError(c.Code, err)
		}
		for i, p := range all {
			for _, shown := range p.Shown {
				fmt.Fprintf(s.out, "--- person %d on %s, %d of %d\n", i+1, shown.Channel, shown.Length, shown.Most)
				for _, m := range shown.Messages {
					fmt.Fprintln(s.out, m.Text)
					for _, button := range m.Buttons {
						fmt.Fprintf(s.out, "[%s]\n", button.Label)
					}
				}
			}
		}
		return nil
	})
}

type broadcastDeliveriesCmd struct {
	Code  string `arg:"" help:"Code of the broadcast."`
	State string `help:"Only this state: menunggu, antre, dikirim, sampai, dibaca, gagal, hilang, batal."`
}

// Run writes the deliveries as CSV, page by page.
func (c *broadcastDeliveriesCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	return service(ctx, cfg, func(h *house, b *broadcast.Service) error {
		out := csv.NewWriter(s.out)
		_ = out.Write([]string{"contact", "channel", "case", "state", "reason", "try", "at"}) // Flush tells
		f := store.DeliveryFilter{State: store.DeliveryState(c.State), Limit: 1000}
		for {
			page, err := b.Deliveries(ctx, c.Code, f)
			if err != nil {
				return broadcastError(c.Code, err)
			}
			for _, d := range page {
				at := ""
				if t := h.when(d.At); t != nil {
					at = t.Format(time.RFC3339)
				}
				_ = out.Write([]string{string(d.Contact), string(d.Channel), d.Case, string(d.State), d.Reason, fmt.Sprint(d.Try), at}) // Flush tells
				f.After = d.Place
			}
			if len(page) < f.Limit {
				out.Flush()
				return out.Error()
			}
		}
	})
}
