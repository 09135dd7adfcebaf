package main

import "testing"

func TestHeapGrowsToAFloor(t *testing.T) {
	for inUse, want := range map[uint64]int{0: 100, 1 << 20: 1000, 10 << 20: 620, 16 << 20: 350, 20 << 20: 260, 36 << 20: 100, 71 << 20: 100, 400 << 20: 100} {
		if got := moreThan(inUse); got != want {
			t.Errorf("with %d MB in use the heap may grow by %d %%, want %d", inUse>>20, got, want)
		}
	}
}
