package whatsapp

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"sapa/bot/channel"
)

// The reasons of Health: keys of the message catalogue, which say what happened and what to do.
const (
	ReasonStarting    = "health.starting"
	ReasonStorage     = "health.storage"
	ReasonUnlinked    = "health.whatsapp.unlinked"
	ReasonUnreachable = "health.whatsapp.unreachable"
	ReasonSilent      = "health.whatsapp.silent"
	ReasonReplaced    = "health.whatsapp.replaced"
	ReasonLoggedOut   = "health.whatsapp.logged_out"
	ReasonOutdated    = "health.whatsapp.outdated"
	ReasonBanned      = "health.whatsapp.banned"
	ReasonTimelock    = "health.whatsapp.timelock"
	ReasonRestricted  = "health.whatsapp.restricted"
	ReasonLimited     = "health.whatsapp.limited"
	ReasonFailing     = "health.whatsapp.failing"
)

// News of our own beside the library's events.
type (
	unlinked struct{}            // there is no device; a phone must link one
	storing  struct{ done bool } // the intake took a message, or did not
)

// How long WhatsApp is given rest where it does not say itself.
const (
	timelockLasts   = 24 * time.Hour
	restrictedLasts = time.Hour
	limitedLasts    = 5 * time.Minute
	failingLasts    = 10 * time.Minute
	fewRestrictions = 3 // refusals with 463 within restrictedLasts that are no accident any more
)

// Shares of failed sends among the last window of them.
const (
	window       = 20
	leastFailed  = 3
	carefulShare = 0.2
	coolingShare = 0.5
)

// governor joins what events and sends tell of the account's health. It knows three things: how the connection stands, until
// when WhatsApp wants no news from us, and how many sends failed of late. The worst of them is the account's state.
type governor struct {
	mu      sync.Mutex
	clock   func() time.Time
	kept    func(channel.Health) // told when what must outlive a restart has changed; nil: nobody
	line    channel.Health       // of the connection
	stored  bool                 // the intake takes what comes in
	locked  channel.Health       // Locked until a time, or zero
	cooling channel.Health       // Cooling until a time, or zero
	refused []time.Time          // sends that were refused with 463
	failed  [window]bool
	sends   int
}

// start begins with what an earlier run left: a lock is not forgotten by starting anew.
func (g *governor) start(left channel.Health) {
	g.line, g.stored = channel.Health{State: channel.Down, Reason: ReasonStarting}, true
	if left.State == channel.Locked {
		g.locked = left
	}
}

// now gives the state.
func (g *governor) now() channel.Health {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.state(g.clock())
}

func (g *governor) state(now time.Time) channel.Health {
	switch {
	case g.line.State == channel.LoggedOut || g.line.State == channel.Outdated:
		return g.line
	case now.Before(g.locked.Until):
		return g.locked
	case g.line.State != channel.Normal:
		return g.line
	case !g.stored:
		return channel.Health{State: channel.Down, Reason: ReasonStorage}
	case now.Before(g.cooling.Until):
		return g.cooling
	case len(g.refused) > 0 && now.Sub(g.refused[len(g.refused)-1]) < restrictedLasts:
		return channel.Health{State: channel.Careful, Reason: ReasonRestricted}
	case g.share() >= carefulShare:
		return channel.Health{State: channel.Careful, Reason: ReasonFailing}
	}
	return channel.Health{State: channel.Normal}
}

// event takes an event of the library, or news of our own.
func (g *governor) event(event any) {
	g.change(func(now time.Time) {
		if h, ok := standing(event); ok {
			g.line = h
		}
		switch event := event.(type) {
		case storing:
			g.stored = event.done
		case *events.TemporaryBan:
			g.locked = channel.Health{State: channel.Locked, Reason: ReasonBanned, Until: now.Add(cmp.Or(event.Expire, afterBan))}
		case *events.NotifyAccountReachoutTimelock:
			g.locked = channel.Health{}
			if event.IsActive {
				until := event.TimeEnforcementEnds.Time
				if !until.After(now) {
					until = now.Add(timelockLasts)
				}
				g.locked = channel.Health{State: channel.Locked, Reason: ReasonTimelock, Until: until}
			}
		}
	})
}

// standing gives how the connection stands after an event; false: that did not change.
func standing(event any) (channel.Health, bool) {
	switch event.(type) {
	case *events.Connected, *events.KeepAliveRestored:
		return channel.Health{State: channel.Normal}, true
	case *events.Disconnected, *events.ConnectFailure, *events.StreamError:
		return channel.Health{State: channel.Down, Reason: ReasonUnreachable}, true
	case *events.KeepAliveTimeout:
		return channel.Health{State: channel.Down, Reason: ReasonSilent}, true
	case *events.StreamReplaced:
		return channel.Health{State: channel.Down, Reason: ReasonReplaced}, true
	case *events.LoggedOut:
		return channel.Health{State: channel.LoggedOut, Reason: ReasonLoggedOut}, true
	case unlinked:
		return channel.Health{State: channel.LoggedOut, Reason: ReasonUnlinked}, true
	case *events.ClientOutdated:
		return channel.Health{State: channel.Outdated, Reason: ReasonOutdated}, true
	case *events.TemporaryBan:
		return channel.Health{State: channel.Down, Reason: ReasonBanned}, true
	}
	return channel.Health{}, false
}

// sent takes the outcome of a send; nil: WhatsApp took it.
func (g *governor) sent(err error) {
	if errors.Is(err, context.Canceled) || errors.Is(err, whatsmeow.ErrNotConnected) || errors.Is(err, whatsmeow.ErrNotLoggedIn) {
		return // says nothing about the account
	}
	g.change(func(now time.Time) {
		g.failed[g.sends%window] = err != nil
		g.sends++
		switch refused(err) {
		case codeTimelock:
			g.restricted(now)
		case codeLimited:
			g.cool(now, ReasonLimited, limitedLasts)
		}
		if errors.Is(err, whatsmeow.ErrIQRateOverLimit) {
			g.cool(now, ReasonLimited, limitedLasts)
		}
		if g.share() >= coolingShare {
			g.cool(now, ReasonFailing, failingLasts)
			g.failed, g.sends = [window]bool{}, 0 // after the rest it is judged anew
		}
	})
}

// restricted counts a refusal to write to somebody first. One may be an old chat; several are a lock that nobody told us of.
func (g *governor) restricted(now time.Time) {
	g.refused = append(g.refused, now)
	for now.Sub(g.refused[0]) >= restrictedLasts {
		g.refused = g.refused[1:]
	}
	if len(g.refused) >= fewRestrictions && !now.Before(g.locked.Until) {
		g.locked = channel.Health{State: channel.Locked, Reason: ReasonRestricted, Until: now.Add(restrictedLasts)}
	}
}

func (g *governor) cool(now time.Time, reason string, lasts time.Duration) {
	g.cooling = channel.Health{State: channel.Cooling, Reason: reason, Until: now.Add(lasts)}
}

// share is how many of the last sends failed, from 0 to 1; a few say nothing.
func (g *governor) share() float64 {
	failed := 0
	for _, f := range g.failed {
		if f {
			failed++
		}
	}
	if failed < leastFailed {
		return 0
	}
	return float64(failed) / float64(min(g.sends, window))
}

// change applies news, and tells whoever keeps the state when it became another.
func (g *governor) change(apply func(now time.Time)) {
	g.mu.Lock()
	now := g.clock()
	before := g.state(now)
	apply(now)
	after, kept := g.state(now), g.kept
	g.mu.Unlock()
	if after != before && kept != nil {
		kept(after)
	}
}
