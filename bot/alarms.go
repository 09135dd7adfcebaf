package bot

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

type alarmClock interface {
	DueAlarms(ctx context.Context, now time.Time, limit int) ([]store.Alarm, error)
}

// Alarms wakes lanes at the times that talks asked for, in the hours when a message disturbs nobody.
type Alarms struct {
	clock alarmClock
	lanes *Lanes
	ours  map[conversations.Channel]channel.Adapter
	now   func() time.Time
	place *time.Location
	log   *slog.Logger
	mu    sync.Mutex
	rung  map[store.Alarm]time.Time // so that none rings again while its turn is under way
}

// NewAlarms makes alarms; Run makes them ring.
func NewAlarms(c alarmClock, l *Lanes, ours map[conversations.Channel]channel.Adapter, now func() time.Time, place *time.Location, log *slog.Logger) *Alarms {
	return &Alarms{clock: c, lanes: l, ours: ours, now: now, place: place, log: log, rung: map[store.Alarm]time.Time{}}
}

// Alarms ring from eight in the morning until eight in the evening.
const (
	firstHour = 8
	lastHour  = 20
)

// Run rings what falls due until the context ends.
func (a *Alarms) Run(ctx context.Context) error {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		if err := a.Ring(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("alarms could not be read", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Ring wakes the lanes of all alarms that are due now.
func (a *Alarms) Ring(ctx context.Context) error {
	now := a.now()
	if h := now.In(a.place).Hour(); h < firstHour || h >= lastHour {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forget(now)
	for limit := alarmsAtOnce; ; limit *= 2 {
		due, err := a.clock.DueAlarms(ctx, now, limit)
		if err != nil {
			return err
		}
		rang := a.ring(due, now)
		if rang > 0 || len(due) < limit {
			return nil
		}
		// Alarms that are not ours to ring stand before the others.
	}
}

// alarmsAtOnce is how many alarms are read at first.
const alarmsAtOnce = 200

// forget lets alarms ring again whose turn is over. It comes before the reading of what is due: an alarm that is still
// due after its turn was over has rung in vain.
func (a *Alarms) forget(now time.Time) {
	for k, at := range a.rung {
		if now.Sub(at) > time.Minute && !a.lanes.busy(k.Contact) {
			delete(a.rung, k)
		}
	}
}

// ring wakes lanes and tells how many. An alarm of somebody who is reachable nowhere rings, too: its turn takes it away,
// and what it says goes nowhere.
func (a *Alarms) ring(due []store.Alarm, now time.Time) int {
	rang := 0
	for _, alarm := range due {
		if _, ringing := a.rung[alarm]; ringing || alarm.Channel != "" && a.ours[alarm.Channel] == nil {
			continue
		}
		a.rung[alarm] = now
		a.lanes.Put(alarm.Contact, task{alarm: &alarm, came: now})
		rang++
	}
	return rang
}
