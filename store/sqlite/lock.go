package sqlite

import (
	"context"
	"errors"
	"time"
)

// ErrLocked: another process works in this data folder.
var ErrLocked = errors.New("data folder is in use by another process")

// waitLock is Lock that waits its turn until ctx ends.
func waitLock(ctx context.Context, file string) (free func() error, err error) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if free, err = Lock(file); !errors.Is(err, ErrLocked) {
			return free, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
		}
	}
}
