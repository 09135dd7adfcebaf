package broadcast

import (
	"context"
	"errors"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// A broadcast pauses itself when of the last so many deliveries this share came to nothing. A few that blocked us are
// usual; half of them are a wrong text, a broken platform or a number in trouble.
const (
	watchSpan  = 20
	watchShare = 0.5
)

// watch is what came of a broadcast since its start was last seen.
type watch struct {
	sent, failed int // at the last look
	good, bad    int // of the span under way
}

// watch counts what came of a broadcast's deliveries, and pauses it when too much came to nothing. Stop: it was paused.
func (r *Runner) watch(ctx context.Context, c *current, now time.Time) (stop bool, err error) {
	sent, failed := c.totals.Sent(), c.totals.In(store.DeliveryFailed, store.DeliveryGone)
	for channel, counts := range c.totals {
		r.measure(c.ID, channel, counts[store.DeliverySent]+counts[store.DeliveryDelivered]+counts[store.DeliveryRead], now)
	}
	w := r.watches[c.ID]
	if w == nil {
		r.watches[c.ID] = &watch{sent: sent, failed: failed}
		return false, nil
	}
	w.good, w.bad = w.good+max(0, sent-w.sent), w.bad+max(0, failed-w.failed)
	w.sent, w.failed = sent, failed
	if w.good+w.bad < watchSpan {
		return false, nil
	}
	stop = float64(w.bad) >= watchShare*float64(w.good+w.bad)
	w.good, w.bad = 0, 0
	if !stop {
		return false, nil
	}
	r.log.Warn("a broadcast pauses itself: too much came to nothing", "code", c.Code)
	_, err = r.service.Store.MoveBroadcast(ctx, store.BroadcastMove{Code: c.Code, Act: store.BroadcastPause, By: store.Program, At: now, Reason: store.PausedFailing})
	var state *store.BroadcastStateError
	if errors.As(err, &state) {
		err = nil // somebody was faster
	}
	return true, err
}

type paceKey struct {
	broadcast int64
	channel   conversations.Channel
}

// gauge measures the pace of sending over the last while.
type gauge struct {
	sent int
	at   time.Time
	pace float64 // a second
}

// gaugeSpan is how long sends are counted for one reading.
const gaugeSpan = 10 * time.Second

func (r *Runner) measure(broadcast int64, c conversations.Channel, sent int, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	g := r.paces[paceKey{broadcast, c}]
	if g == nil {
		r.paces[paceKey{broadcast, c}] = &gauge{sent: sent, at: now}
		return
	}
	if took := now.Sub(g.at); took >= gaugeSpan {
		g.pace, g.sent, g.at = float64(sent-g.sent)/took.Seconds(), sent, now
	}
}

// Measured gives how many messages of a broadcast a channel took in a second of late; 0 when that is not known.
func (r *Runner) Measured(broadcast int64, c conversations.Channel) float64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if g := r.paces[paceKey{broadcast, c}]; g != nil {
		return g.pace
	}
	return 0
}
