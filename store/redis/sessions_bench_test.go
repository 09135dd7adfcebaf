//go:build unix

package redis

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"sapa/conversations"
	"sapa/store/redis/redistest"
	"sapa/store/storetest"
)

// BenchmarkLoadSave is one turn's use of a real Redis, with so many people talking at once. cpu-us/turn is this
// process alone, without the server.
func BenchmarkLoadSave(b *testing.B) {
	url := redistest.Start(b).URL()
	for _, people := range []int{1, 50, 500} {
		b.Run(fmt.Sprintf("people=%d", people), func(b *testing.B) {
			s := open(b, url)
			if err := s.client.FlushDB(b.Context()).Err(); err != nil {
				b.Fatal(err)
			}
			var left atomic.Int64
			left.Store(int64(b.N))
			var group sync.WaitGroup
			b.ResetTimer()
			before := cpu(b)
			for p := range people {
				group.Go(func() {
					contact := conversations.ContactID(strconv.Itoa(p))
					for turn := 1; left.Add(-1) >= 0; turn++ {
						if err := loadSave(s, contact, turn); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			group.Wait()
			b.ReportMetric(float64(cpu(b)-before)/float64(b.N)/1e3, "cpu-us/turn")
		})
	}
}

func loadSave(s *Sessions, contact conversations.ContactID, turn int) error {
	ctx := context.Background()
	if turn > 1 {
		if _, err := s.Load(ctx, contact); err != nil {
			return err
		}
	}
	return s.Save(ctx, storetest.Session(contact, turn))
}

// cpu is the processor time used by this process so far, in nanoseconds.
func cpu(tb testing.TB) int64 {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		tb.Fatal(err)
	}
	return use.Utime.Nano() + use.Stime.Nano()
}
