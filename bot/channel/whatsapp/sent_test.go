package whatsapp

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"

	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
)

// ledger is a device's own buffer, which can be told to fail.
type ledger struct {
	store.NoopStore
	mu    sync.Mutex
	fail  error
	txs   int
	wrote []string
}

func (l *ledger) DoDecryptionTxn(ctx context.Context, fn func(context.Context) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return l.fail
	}
	l.txs++
	return fn(ctx)
}

func (l *ledger) AddOutgoingEvent(_ context.Context, _ types.JID, id types.MessageID, _ string, _ []byte) error {
	l.wrote = append(l.wrote, id)
	return nil
}

func (l *ledger) GetOutgoingEvent(_ context.Context, _, _ types.JID, id types.MessageID) (string, []byte, error) {
	return "kept", []byte(id), nil
}

// What was sent is known at once to a phone that asks for it again, is written together, survives a store that fails for a while,
// and is written before the end.
func TestSentMessagesAreKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{fail: errors.New("disk full")}
		b := newBuffer(l, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); b.run(ctx) }()
		to := types.NewJID("200000000009901", types.HiddenUserServer)
		add := func(id string) {
			if err := b.AddOutgoingEvent(ctx, to, id, "wa", []byte("isi "+id)); err != nil {
				t.Fatal(err)
			}
		}
		for _, id := range []string{"a", "b", "c"} {
			add(id)
		}
		sleep(ctx, 2*writeEvery)
		synctest.Wait()
		if format, plain, err := b.GetOutgoingEvent(ctx, types.EmptyJID, to, "b"); format != "wa" || string(plain) != "isi b" || err != nil {
			t.Errorf("a phone that asks again gets %s %s, %v", format, plain, err)
		}
		l.mu.Lock()
		l.fail = nil
		l.mu.Unlock()
		add("d")
		sleep(ctx, 2*writeEvery)
		synctest.Wait()
		if len(l.wrote) != 4 || l.txs != 1 {
			t.Errorf("written %v in %d transactions", l.wrote, l.txs)
		}
		if format, _, err := b.GetOutgoingEvent(ctx, to, types.EmptyJID, "b"); format != "kept" || err != nil {
			t.Errorf("once written it is taken from %s, %v", format, err)
		}
		add("e")
		stop()
		<-done
		if len(l.wrote) != 5 || len(b.sent) != 0 {
			t.Errorf("at the end %v are written, %d are not", l.wrote, len(b.sent))
		}
	})
}
