package whatsapp

import (
	"context"
	"time"
)

// backoff grows from half a second to half a minute.
type backoff struct{ last time.Duration }

func (b *backoff) next() time.Duration {
	b.last = min(max(2*b.last, 500*time.Millisecond), longestPause)
	return b.last
}

func (b *backoff) reset() { b.last = 0 }

// sleep waits; false: ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
