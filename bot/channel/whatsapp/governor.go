package whatsapp

import (
	"sync"

	"go.mau.fi/whatsmeow/types/events"

	"sapa/bot/channel"
)

type (
	unlinked struct{}
	storing  struct{ ok bool }
)

// governor is a stand-in until the real one is merged.
type governor struct {
	mu sync.Mutex
	h  channel.Health
}

func (g *governor) start() { g.h = channel.Health{State: channel.Down, Reason: "health.starting"} }
func (g *governor) now() channel.Health {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.h
}
func (g *governor) event(e any) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch e := e.(type) {
	case *events.Connected:
		g.h = channel.Health{State: channel.Normal}
	case *events.Disconnected:
		g.h = channel.Health{State: channel.Down, Reason: "health.unreachable"}
	case storing:
		if e.ok {
			g.h = channel.Health{State: channel.Normal}
		} else {
			g.h = channel.Health{State: channel.Down, Reason: "health.storage"}
		}
	}
}
func (g *governor) sent(error) {}
