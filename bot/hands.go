package bot

import "context"

// hands are goroutines that stay for the next piece of work: one whose stack has grown once need not grow it again for
// every message.
type hands struct {
	work  chan func()
	stay  chan struct{} // bounds how many wait for work
	ended <-chan struct{}
}

// mostIdle is how many goroutines wait for work. There are as many as there is work, but no more stay.
const mostIdle = 64

// newHands makes hands that stop waiting when ctx ends; work goes on to be done.
func newHands(ctx context.Context) *hands {
	return &hands{work: make(chan func()), stay: make(chan struct{}, mostIdle), ended: ctx.Done()}
}

// do does some work beside the caller.
func (h *hands) do(work func()) {
	select {
	case h.work <- work:
	default:
		go h.run(work)
	}
}

func (h *hands) run(work func()) {
	for {
		work()
		select {
		case h.stay <- struct{}{}:
		default:
			return
		}
		select {
		case work = <-h.work:
			<-h.stay
		case <-h.ended:
			<-h.stay
			return
		}
	}
}
