package main

import "testing"

func TestHeapGrowsToAFloor(t *testing.T) {
	for inUse, want := range map[uint64]int{0: 100, 1 << 20: 400, 10 << 20: 300, 16 << 20: 150, 20 << 20: 100, 39 << 20: 100, 400 << 20: 100} {
		if got := moreThan(inUse); got != want {
			t.Errorf("with %d MB in use the heap may grow by %d %%, want %d", inUse>>20, got, want)
		}
	}
}
