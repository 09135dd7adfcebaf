package main

import (
	"context"
	"time"

	"sapa/bot/casework"
)

// officeEvery is how often the office's own chores are looked at.
const officeEvery = time.Minute

// officeChores does what nobody has to ask for: who waits for a promised word is told in time that it takes longer, and
// news that an address took no more goes elsewhere.
func (a *app) officeChores(ctx context.Context) error {
	tick := time.NewTicker(officeEvery)
	defer tick.Stop()
	for {
		a.officeOnce(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (a *app) officeOnce(ctx context.Context) {
	now := a.now().In(a.place)
	if _, err := casework.HoldLapsing(ctx, a.db, now); err != nil && ctx.Err() == nil {
		a.log.Error("promises that lapse could not be looked at", "err", err)
	}
	if err := a.tables.Resume(ctx); err != nil && ctx.Err() == nil {
		a.log.Error("imports could not go on", "err", err)
	}
	if _, err := a.db.IndexNames(ctx, 500); err != nil && ctx.Err() == nil {
		a.log.Error("names could not be indexed", "err", err)
	}
	if _, err := casework.Digest(ctx, a.db, now); err != nil && ctx.Err() == nil {
		a.log.Error("officers could not be told what waits", "err", err)
	}
	if _, err := casework.FreeSilent(ctx, a.db, now, a.cfg.Silence); err != nil && ctx.Err() == nil {
		a.log.Error("silent talks could not be given back to the bot", "err", err)
	}
	if _, err := casework.Reroute(ctx, a.db, now); err != nil && ctx.Err() == nil {
		a.log.Error("news that reached nobody could not be sent elsewhere", "err", err)
	}
}
