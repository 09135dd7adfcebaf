package telegram

import (
	"sync"
	"time"

	"sapa/bot/channel"
)

// health joins what listening and sending know. Listening sets a state that lasts; troubles of sending pass by themselves, so
// that an outbox which holds back while things are bad is let through again.
type health struct {
	mu       sync.Mutex
	state    channel.State // of listening
	reason   string
	cooling  time.Time // 429 until then
	trouble  string    // reason of the last trouble with sending
	until    time.Time // of trouble
	failures int       // sends in a row that did not reach the platform
}

const (
	troubleLasts   = 5 * time.Second
	troubleStrikes = 5 // failed sends in a row that count as an outage
)

func (h *health) set(state channel.State, reason string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.state, h.reason = state, reason
}

func (h *health) now() channel.Health {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	switch {
	case h.state != channel.Normal:
		return channel.Health{State: h.state, Reason: h.reason}
	case now.Before(h.until):
		return channel.Health{State: channel.Down, Reason: h.trouble, Until: h.until}
	case now.Before(h.cooling):
		return channel.Health{State: channel.Cooling, Reason: ReasonLimited, Until: h.cooling}
	}
	return channel.Health{State: channel.Normal}
}

// limited: the platform wants no message for so long.
func (h *health) limited(wait time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cooling = time.Now().Add(wait)
}

func (h *health) troubled(reason string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.trouble, h.until = reason, time.Now().Add(troubleLasts)
}

// failed counts a send that did not reach the platform.
func (h *health) failed() {
	h.mu.Lock()
	h.failures++
	many := h.failures >= troubleStrikes
	h.mu.Unlock()
	if many {
		h.troubled(ReasonUnreachable)
	}
}

func (h *health) sent() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failures, h.until = 0, time.Time{}
}
