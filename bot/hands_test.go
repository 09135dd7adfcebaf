package bot

import (
	"context"
	"sync"
	"testing"
)

func TestHandsDoAllWork(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	h := newHands(ctx)
	var mu sync.Mutex
	done := 0
	for range 3 { // more at once than may stay, and again with those that stayed
		var wg sync.WaitGroup
		for range 2 * mostIdle {
			wg.Add(1)
			h.do(func() {
				defer wg.Done()
				mu.Lock()
				defer mu.Unlock()
				done++
			})
		}
		wg.Wait()
	}
	cancel()
	last := make(chan struct{})
	h.do(func() { close(last) }) // also once the program ends
	<-last
	if done != 6*mostIdle {
		t.Errorf("%d of %d done", done, 6*mostIdle)
	}
}
