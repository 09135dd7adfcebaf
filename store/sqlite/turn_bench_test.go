//go:build unix

package sqlite

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/storetest"
)

// BenchmarkTurn is the store's share of answering one message, with so many people talking at once: inbox, then
// session, letter and closing as one, then the outcome of the letter. cpu-us/turn counts all threads of the process.
func BenchmarkTurn(b *testing.B) {
	for _, people := range []int{1, 50, 500} {
		b.Run(fmt.Sprintf("people=%d", people), func(b *testing.B) {
			d := fresh(b)
			var left atomic.Int64
			left.Store(int64(b.N))
			var group sync.WaitGroup
			b.ResetTimer()
			before, commits := cpu(b), d.writer.commits.Load()
			for p := range people {
				group.Go(func() {
					for turn := 1; left.Add(-1) >= 0; turn++ {
						if err := talkTurn(d, strconv.Itoa(p), turn); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			group.Wait()
			b.ReportMetric(float64(cpu(b)-before)/float64(b.N)/1e3, "cpu-us/turn")
			b.ReportMetric(float64(d.writer.commits.Load()-commits)/float64(b.N), "commits/turn")
		})
	}
}

func talkTurn(d *DB, who string, turn int) error {
	ctx, now := context.Background(), storetest.Noon().Add(time.Duration(turn)*time.Second)
	got, err := d.Accept(ctx, now, storetest.Message(who+":"+strconv.Itoa(turn), "5511"+who, "saya jualan gorengan"))
	if err != nil {
		return err
	}
	contact := got[0].Contact
	id := fmt.Sprintf("%s.%d.0", contact, turn)
	letters, err := d.Commit(ctx, store.Turn{
		Session: storetest.Session(contact, turn),
		Effects: []conversations.Effect{conversations.Say{Mark: conversations.Mark{Key: id}, Reply: storetest.Reply()}},
		Answers: got, Channel: got[0].Message.Channel, Address: got[0].Message.From, Now: now,
	})
	if err != nil {
		return err
	}
	return d.Settle(ctx, now, store.Settled{ID: letters[0].ID, Seq: letters[0].Seq, State: store.LetterSent})
}

// cpu is the processor time used by this process so far.
func cpu(tb testing.TB) time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
