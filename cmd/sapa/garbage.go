package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How large the heap may grow before garbage is collected: to a floor, which a quiet service never fills with what is in
// use, and beyond it to twice of what is. Small heaps are collected as often as large ones otherwise, for nothing.
const (
	heapFloor = 72 << 20 // bytes
	leastMore = 100      // percent of what is in use
	mostMore  = 1000
)

// tuneMemory sets how often garbage is collected, unless the operator did (GOGC): anew after each collection, by what it
// left.
func tuneMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(leastMore)
		afterCollection(&collection{more: leastMore})
	}
}

// collection is the setting under which the garbage collector runs. It is garbage itself, so that the end of each
// collection is noticed by its clean-up.
type collection struct{ more int }

func afterCollection(c *collection) {
	runtime.AddCleanup(c, func(had int) {
		more := moreThan(inUse())
		if more*10 > had*12 || more*12 < had*10 || more == leastMore && had != leastMore { // setting it stops the world for a moment
			debug.SetGCPercent(more)
			had = more
		}
		afterCollection(&collection{more: had})
	}, c.more)
}

// moreThan gives by how many percent a heap may grow of which so many bytes are in use.
func moreThan(inUse uint64) int {
	if inUse == 0 || inUse >= heapFloor {
		return leastMore
	}
	return int(min(mostMore, max(leastMore, (heapFloor-inUse)*100/inUse)))
}

// inUse gives the bytes that the last collection left.
func inUse() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
