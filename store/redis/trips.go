package redis

import (
	"context"
	"sync"
	"time"

	driver "github.com/redis/go-redis/v9"
)

// most commands that share one trip to the server.
const trip = 128

// linger is how long what nobody waits for waits for others: the copies of one commit go together.
const linger = time.Millisecond

// trips carries commands of many goroutines together: those that wait while one trip is under way share the next, so
// that many pay for one write, one read and one wake-up.
type trips struct {
	client *driver.Client
	calls  chan *call
	quit   chan struct{}
	once   sync.Once
}

// call is one command that waits.
type call struct {
	cmd  driver.Cmder
	soon bool // somebody waits for it
	done chan struct{}
}

func newTrips(client *driver.Client) *trips {
	t := &trips{client: client, calls: make(chan *call, trip), quit: make(chan struct{})}
	go t.run()
	return t
}

// do carries a command and returns when it was answered, its error being in it, or when ctx has ended: then the command
// may be carried out all the same, and must not be looked at.
// Unless it is wanted soon, it may wait for others.
func (t *trips) do(ctx context.Context, cmd driver.Cmder, soon bool) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	c := &call{cmd, soon, make(chan struct{})}
	select {
	case t.calls <- c:
	case <-ctx.Done():
		return ctx.Err()
	case <-t.quit:
		return driver.ErrClosed
	}
	select {
	case <-c.done:
		return cmd.Err()
	case <-ctx.Done():
		return ctx.Err()
	case <-t.quit:
		return driver.ErrClosed
	}
}

func (t *trips) close() { t.once.Do(func() { close(t.quit) }) }

func (t *trips) run() {
	var waiting []*call
	for {
		select {
		case <-t.quit:
			return
		case c := <-t.calls:
			waiting = t.gather(append(waiting[:0], c))
			t.travel(waiting)
			clear(waiting)
		}
	}
}

// gather takes all who wait already, and whoever comes while nobody is in a hurry.
func (t *trips) gather(waiting []*call) []*call {
	over := time.NewTimer(linger)
	defer over.Stop()
	for soon := waiting[0].soon; !soon && len(waiting) < trip; {
		select {
		case c := <-t.calls:
			waiting, soon = append(waiting, c), c.soon
		case <-over.C:
			soon = true
		case <-t.quit:
			soon = true
		}
	}
	for len(waiting) < trip {
		select {
		case c := <-t.calls:
			waiting = append(waiting, c)
		default:
			return waiting
		}
	}
	return waiting
}

// travel makes one trip. The client's own time limits bound it: no caller's context does, as it would be everybody's.
func (t *trips) travel(waiting []*call) {
	ctx := context.Background()
	if len(waiting) == 1 {
		_ = t.client.Process(ctx, waiting[0].cmd) // the error is in the command
	} else {
		pipe := t.client.Pipeline()
		for _, c := range waiting {
			_ = pipe.Process(ctx, c.cmd) // only queued
		}
		_, _ = pipe.Exec(ctx) // every command has its own error
	}
	for _, c := range waiting {
		close(c.done)
	}
}
