package telegram

import (
	"context"
	"time"
)

// errands are small requests nobody waits for: a spinner stopped, "typing". They are bounded in number and time, and left out
// when too many run.
type errands struct{ slots chan struct{} }

const errandTime = 5 * time.Second

// run starts do beside the caller, or drops it; it reports which. do outlives ctx, but not errandTime.
func (e *errands) run(ctx context.Context, do func(context.Context)) bool {
	select {
	case e.slots <- struct{}{}:
	default:
		return false
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), errandTime)
		defer func() {
			recover() //nolint:errcheck // best effort, and nothing of ours depends on it
			cancel()
			<-e.slots
		}()
		do(ctx)
	}()
	return true
}
