package whatsapp

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
)

// buffer is the library's store of what came in and of what was sent, for phones that could not read it. What was sent is written
// a moment later and many at once: nobody waits for it. A power cut in that moment costs no message, but the second try with a
// phone that cannot read one just then. What is old is taken away by purge; the library would look for it at every send.
type buffer struct {
	store.EventBuffer
	log  *slog.Logger
	wake chan struct{}
	mu   sync.Mutex
	sent []sentMessage // not written yet, the oldest first
}

type sentMessage struct {
	to     types.JID
	id     types.MessageID
	format string
	plain  []byte
}

// writeEvery is how long sent messages gather.
const writeEvery = 50 * time.Millisecond

func newBuffer(own store.EventBuffer, log *slog.Logger) *buffer {
	return &buffer{EventBuffer: own, log: log, wake: make(chan struct{}, 1)}
}

// run writes until ctx ends, and then what is left.
func (b *buffer) run(ctx context.Context) {
	for ctx.Err() == nil {
		select {
		case <-b.wake:
			sleep(ctx, writeEvery)
		case <-ctx.Done():
		}
		b.flush()
	}
}

// flush writes what has gathered. What cannot be written is tried again with the next.
func (b *buffer) flush() {
	b.mu.Lock()
	batch := b.sent[:len(b.sent):len(b.sent)]
	b.mu.Unlock()
	if len(batch) == 0 {
		return
	}
	err := b.DoDecryptionTxn(context.Background(), func(ctx context.Context) error { // a transaction like any other
		for _, m := range batch {
			if err := b.EventBuffer.AddOutgoingEvent(ctx, m.to, m.id, m.format, m.plain); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.log.Error("sent messages could not be kept for phones that cannot read them", "count", len(batch), "err", err)
		if len(batch) < mostUnwritten {
			return
		}
	}
	b.mu.Lock()
	b.sent = slices.Clone(b.sent[len(batch):])
	b.mu.Unlock()
}

// mostUnwritten bounds what is remembered while nothing can be written.
const mostUnwritten = 1000

// AddOutgoingEvent implements store.EventBuffer.
func (b *buffer) AddOutgoingEvent(_ context.Context, to types.JID, id types.MessageID, format string, plain []byte) error {
	b.mu.Lock()
	b.sent = append(b.sent, sentMessage{to, id, format, plain})
	b.mu.Unlock()
	select {
	case b.wake <- struct{}{}:
	default:
	}
	return nil
}

// GetOutgoingEvent implements store.EventBuffer.
func (b *buffer) GetOutgoingEvent(ctx context.Context, to, also types.JID, id types.MessageID) (string, []byte, error) {
	b.mu.Lock()
	for _, m := range b.sent {
		if m.id == id && (m.to == to || m.to == also) {
			b.mu.Unlock()
			return m.format, m.plain, nil
		}
	}
	b.mu.Unlock()
	return b.EventBuffer.GetOutgoingEvent(ctx, to, also, id)
}

// DeleteOldOutgoingEvents implements store.EventBuffer.
func (b *buffer) DeleteOldOutgoingEvents(context.Context) error { return nil }
