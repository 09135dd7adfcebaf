package whatsapptest

import (
	"context"
	"fmt"
	"sync"
)

// bell wakes those who wait for a change.
type bell struct {
	state *bellState
}

type bellState struct {
	mu sync.Mutex
	ch chan struct{} // nil while nobody waits
}

func newBell() bell { return bell{state: &bellState{}} }

// ring wakes all who wait now.
func (b bell) ring() {
	b.state.mu.Lock()
	if b.state.ch != nil {
		close(b.state.ch)
		b.state.ch = nil
	}
	b.state.mu.Unlock()
}

// wait looks at cond now and after each ring.
func (b bell) wait(ctx context.Context, what string, cond func() bool) error {
	for {
		b.state.mu.Lock()
		if b.state.ch == nil {
			b.state.ch = make(chan struct{})
		}
		ch := b.state.ch
		b.state.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-ch:
		case <-ctx.Done():
			return fmt.Errorf("waited for %s: %w", what, ctx.Err())
		}
	}
}
