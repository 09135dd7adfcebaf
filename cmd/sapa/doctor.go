package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/whatsapp"
	"sapa/store"
	"sapa/store/redis"
	"sapa/store/sqlite"
)

type doctorCmd struct{}

// Run looks at everything an installation needs and says, for each thing that is wrong, what to do. It fails when
// something must be mended; remarks alone do not make it fail.
func (c *doctorCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	d := &diagnosis{out: s.out}
	h, err := open(ctx, cfg)
	if err != nil {
		return fmt.Errorf("this installation cannot be opened: %w", err)
	}
	defer h.leave()
	d.result("database", h.db.Check(ctx), "restore the newest backup")
	d.files(cfg)
	d.audit(ctx, h)
	d.flows(ctx, h)
	d.windows(ctx, h)
	d.faults(ctx, h)
	d.promises(ctx, h)
	d.outside(ctx, h)
	d.whatsapp(h)
	switch d.wrong {
	case 0:
		return nil
	case 1:
		return errors.New("one thing must be mended")
	}
	return fmt.Errorf("%d things must be mended", d.wrong)
}

type diagnosis struct {
	out   io.Writer
	wrong int
}

func (d *diagnosis) result(part string, err error, remedy string) {
	if err == nil {
		fmt.Fprintf(d.out, "ok      %s\n", part)
		return
	}
	d.wrong++
	fmt.Fprintf(d.out, "WRONG   %s: %v\n        %s\n", part, err, remedy)
}

func (d *diagnosis) remark(part, words string) { fmt.Fprintf(d.out, "note    %s: %s\n", part, words) }

// files looks at who can read keys and data.
func (d *diagnosis) files(cfg *Config) {
	var err error
	for _, name := range []string{"key", "keyset", "sapa.db"} {
		info, e := os.Stat(filepath.Join(cfg.Data, name))
		if e == nil && info.Mode().Perm()&0o077 != 0 {
			err = errors.Join(err, fmt.Errorf("%s can be read by others (mode %04o)", name, info.Mode().Perm()))
		}
	}
	d.result("file modes", err, "chmod 600 the files named")
	if cfg.Key == "" {
		d.remark("master key", "it lies in the data folder beside what it protects; set SAPA_KEY to keep it elsewhere, and keep a copy")
	}
}

func (d *diagnosis) audit(ctx context.Context, h *house) {
	broken, err := h.db.VerifyAudit(ctx)
	if err == nil && broken > 0 {
		err = fmt.Errorf("the chain breaks at entry %d%s", broken, entryAt(ctx, h, broken))
	}
	d.result("audit log", err, "somebody changed the log: compare it with a backup")
}

// entryAt says what stands in the log at a place by now, to be compared with a backup.
func entryAt(ctx context.Context, h *house, seq int64) string {
	found, err := h.db.AuditPage(ctx, store.AuditFilter{Before: seq + 1, Limit: 1})
	if err != nil || len(found) == 0 || found[0].Seq != seq {
		return ", which is gone"
	}
	e := found[0]
	return ", which reads: " + strings.TrimSpace(fmt.Sprint(e.At.In(h.place).Format(time.DateTime), " ", e.By, " ", e.Action, " ", e.Object, " ", e.Detail))
}

func (d *diagnosis) flows(ctx context.Context, h *house) {
	flows, err := h.db.PublishedFlows(ctx)
	d.result("flows", err, "see the log")
	if len(flows) == 0 {
		d.remark("flows", "none is published yet; the first serve publishes those that ship with Sapa")
	}
}

// windows tells which programmes cannot be applied for.
func (d *diagnosis) windows(ctx context.Context, h *house) {
	year := time.Now().In(h.place).Year()
	table, err := h.db.ProgrammeTable(ctx, year)
	d.result("programmes", err, "see the log")
	open, unset, examples := 0, 0, 0
	for _, row := range table {
		if row.Open {
			open++
		}
		if row.Open && row.Quota < 0 {
			unset++
		}
		if row.Example {
			examples++
		}
	}
	if open == 0 {
		d.remark("programmes", fmt.Sprintf("every window of %d is closed, and citizens are told so; open one with: sapa programme window wrse --open", year))
	}
	if unset > 0 {
		d.remark("programmes", fmt.Sprintf("%d open windows have no quota", unset))
	}
	if examples > 0 {
		d.remark("programmes", fmt.Sprintf("%d windows are examples of --demo, not the office's own", examples))
	}
}

func (d *diagnosis) faults(ctx context.Context, h *house) {
	faults, err := h.db.Faults(ctx, time.Now().Add(-7*24*time.Hour), 10)
	d.result("talks", err, "see the log")
	waiting, err := h.db.Tickets(ctx)
	d.result("tickets", err, "see the log")
	if len(waiting) > 0 {
		d.remark("tickets", fmt.Sprintf("%d people asked for an officer; the first waits since %s; see: sapa ticket list", len(waiting), waiting[0].At.In(h.place).Format(time.DateTime)))
	}
	for _, f := range faults {
		d.remark("talks", fmt.Sprintf("flow %s, %s: %s", f.Flow, f.At.In(h.place).Format(time.DateTime), f.Problem))
	}
}

// promises tells what the office owes: overdue cases, objections, requests about data, and promises that nobody made yet.
func (d *diagnosis) promises(ctx context.Context, h *house) {
	now := time.Now()
	load, err := h.db.LoadOf(ctx, "", now)
	d.result("promises", err, "see the log")
	if load.Overdue > 0 {
		d.remark("promises", fmt.Sprintf("%d cases are past their time; see: sapa case list --overdue", load.Overdue))
	}
	if kept, err := h.db.KeptPromises(ctx, "", now.Add(-keptSpan), now); err == nil && kept.Due > 0 {
		d.remark("promises", fmt.Sprintf("%d of %d were kept in the last 90 days", kept.Kept, kept.Due))
	}
	if open, err := h.db.Objections(ctx, ""); err == nil && len(open) > 0 {
		d.remark("objections", fmt.Sprintf("%d wait for an answer, the first since %s", len(open), open[0].At.In(h.place).Format(time.DateTime)))
	}
	requests, err := h.db.DataRequests(ctx)
	if err == nil && len(requests) > 0 {
		d.remark("data requests", fmt.Sprintf("%d are open, the first is due %s", len(requests), requests[0].Due.In(h.place).Format(time.DateTime)))
	}
	all, err := h.db.Promises(ctx)
	if err == nil && !slices.ContainsFunc(all, func(p store.Promise) bool { return p.Set }) {
		d.remark("promises", "none was set, so citizens are told of no day; set one with: sapa promise set diperiksa_kabkota 10")
	}
}

// whatsapp tells how the account was when serve looked last, and who can read the device store.
func (d *diagnosis) whatsapp(h *house) {
	if h.cfg.Whatsapp != "on" {
		d.remark("whatsapp", "off; link the office's phone with 'sapa pair' and set SAPA_WHATSAPP=on")
		return
	}
	info, err := os.Stat(h.cfg.devices())
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = fmt.Errorf("whatsapp.db can be read by others (mode %04o)", info.Mode().Perm())
	}
	if errors.Is(err, os.ErrNotExist) {
		d.remark("whatsapp", h.words.Key(whatsapp.ReasonUnlinked))
		return
	}
	d.result("whatsapp device store", err, "chmod 600 it: it holds keys, phone numbers and what was sent of late in clear")
	last, at, err := whatsapp.LastHealth(h.cfg.devices())
	if err == nil && last.State != channel.Normal && last.State != channel.Careful && last.State != "" {
		err = fmt.Errorf("%s since %s%s", last.State, at.In(h.place).Format(time.DateTime), until(last, h.place))
	}
	d.result("whatsapp account", err, h.words.Key(last.Reason))
	if last.State == channel.Careful {
		d.remark("whatsapp account", string(last.State)+": "+h.words.Key(last.Reason))
	}
}

func until(last channel.Health, place *time.Location) string {
	if last.Until.IsZero() {
		return ""
	}
	return ", until " + last.Until.In(place).Format(time.DateTime)
}

// outside looks at Redis and at whether somebody serves.
func (d *diagnosis) outside(ctx context.Context, h *house) {
	if h.cfg.RedisURL == "" {
		d.remark("redis", "not configured; sessions are in SQLite, which is enough for one server")
	} else {
		shared, err := redis.Open(ctx, h.cfg.RedisURL, h.vault, sessionLife)
		if err == nil {
			err = errors.Join(shared.Ping(ctx), shared.Close())
		}
		d.result("redis", err, "start it; until then sessions are read from SQLite and nobody is lost")
	}
	if h.cfg.TelegramToken == "" {
		d.remark("telegram", "no SAPA_TELEGRAM_TOKEN; make a bot with @BotFather")
	}
	free, err := sqlite.Lock(filepath.Join(h.cfg.Data, "serve.lock"))
	if errors.Is(err, sqlite.ErrLocked) {
		fmt.Fprintf(d.out, "ok      serve is running\n")
		return
	}
	if err == nil {
		err = free()
	}
	if err != nil {
		d.result("serve", err, "look at who may write in the data folder")
		return
	}
	d.remark("serve", "not running in this data folder")
}
