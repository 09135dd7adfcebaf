package channeltest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"sapa/bot/channel"
	"sapa/conversations"
)

// Inbox is an Intake that keeps what it is brought in memory. The zero value takes everything.
type Inbox struct {
	mu       sync.Mutex
	messages []conversations.Message
	receipts []channel.Receipt
	brought  []conversations.Message // also those that were refused
	refuse   int
	panics   int
	changed  chan struct{}
}

// ErrRefused is what Accept answers while told to refuse.
var ErrRefused = errors.New("inbox refused, as told by the test")

// Refuse makes the next n calls of Accept fail; n < 0: all until told otherwise.
func (b *Inbox) Refuse(n int) { b.mu.Lock(); b.refuse = n; b.mu.Unlock() }

// Panic makes the next n calls of Accept panic.
func (b *Inbox) Panic(n int) { b.mu.Lock(); b.panics = n; b.mu.Unlock() }

// Accept implements channel.Intake.
func (b *Inbox) Accept(_ context.Context, messages ...conversations.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.wake()
	b.brought = append(b.brought, messages...)
	if b.panics > 0 {
		b.panics--
		panic("inbox panicked, as told by the test")
	}
	if b.refuse != 0 {
		b.refuse--
		return ErrRefused
	}
	b.messages = append(b.messages, messages...)
	return nil
}

// Receive implements channel.Intake.
func (b *Inbox) Receive(_ context.Context, receipts ...channel.Receipt) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.wake()
	b.receipts = append(b.receipts, receipts...)
	return nil
}

// wake tells the waiters; the lock is held.
func (b *Inbox) wake() {
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
}

// Messages is what was accepted, in order.
func (b *Inbox) Messages() []conversations.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]conversations.Message(nil), b.messages...)
}

// Brought is what Accept was called with, refused or not, in order.
func (b *Inbox) Brought() []conversations.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]conversations.Message(nil), b.brought...)
}

// Receipts is what Receive was given, in order.
func (b *Inbox) Receipts() []channel.Receipt {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]channel.Receipt(nil), b.receipts...)
}

// Wait returns once enough holds for the inbox, or fails when ctx ends.
func (b *Inbox) Wait(ctx context.Context, what string, enough func(*Inbox) bool) error {
	for {
		b.mu.Lock()
		if b.changed == nil {
			b.changed = make(chan struct{})
		}
		changed := b.changed
		b.mu.Unlock()
		if enough(b) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w (%d accepted, %d brought)", what, ctx.Err(), len(b.Messages()), len(b.Brought()))
		}
	}
}

// First waits for n accepted messages and returns all that came by then. A message brought twice counts once.
func (b *Inbox) First(ctx context.Context, n int) ([]conversations.Message, error) {
	err := b.Wait(ctx, fmt.Sprintf("%d messages", n), func(b *Inbox) bool { return len(Unique(b.Messages())) >= n })
	return Unique(b.Messages()), err
}

// Unique drops messages whose ID came before, as the bot's inbox does.
func Unique(messages []conversations.Message) []conversations.Message {
	seen := map[conversations.MessageID]bool{}
	var kept []conversations.Message
	for _, m := range messages {
		if !seen[m.ID] {
			seen[m.ID] = true
			kept = append(kept, m)
		}
	}
	return kept
}
