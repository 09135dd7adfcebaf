package store_test

import (
	"testing"

	"sapa/store"
	"sapa/store/storetest"
)

func BenchmarkSession(b *testing.B) {
	s := storetest.Session("7", 12)
	plain := store.WriteSession(s)
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			store.WriteSession(s)
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := store.ReadSession(plain); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(plain)), "stored-bytes")
	})
}
