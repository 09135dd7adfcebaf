package sqlite

import (
	"sync"
	"time"

	"sapa/store"
)

// earlyReceipts is how many receipts are remembered that came before their letter was settled.
const earlyReceipts = 4096

// early remembers receipts that overtook the note that their letter was sent: a phone may answer sooner than the disk.
// Losing them in a crash costs a mark beside a message and nothing else.
type early struct {
	mu   sync.Mutex
	news map[string]receipts
}

// receipts is what is known of one letter.
type receipts struct{ delivered, read time.Time }

func (e *early) keep(finger []byte, r store.Receipt) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.news == nil || len(e.news) >= earlyReceipts {
		e.news = map[string]receipts{} // mostly news about messages that are not ours
	}
	got := e.news[string(finger)]
	if got.delivered.IsZero() {
		got.delivered = r.At
	}
	if r.Read && got.read.IsZero() {
		got.read = r.At
	}
	e.news[string(finger)] = got
}

// take gives what came early about a letter. It may be asked again when a write is run again, so it forgets nothing.
func (e *early) take(finger []byte) receipts {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.news[string(finger)]
}
