// Package bot carries messages in and orders out: it is the shell around package conversations.
//
// A message's life: an adapter brings it to Intake, which makes it durable and wakes the contact's lane; Talk answers it
// and commits all that the answer orders as one; Outbox sends what was said.
package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

// inbox keeps messages from the moment the platform is told that we have them.
type inbox interface {
	// AcceptAhead tells what it is about to write, as far as that is known, and returns when it is written. What is committed
	// from then on is committed after it.
	AcceptAhead(ctx context.Context, now time.Time, ahead store.Ahead, messages ...conversations.Message) ([]store.Received, error)
	Undone(ctx context.Context) ([]store.Received, error)
	SetAside(ctx context.Context, seq int64, problem string) error
	Receive(ctx context.Context, receipts ...store.Receipt) error
}

// Intake takes in what channels hear. It is a channel.Intake.
type Intake struct {
	inbox   inbox
	lanes   *Lanes
	ours    map[conversations.Channel]channel.Adapter
	now     func() time.Time
	place   *time.Location
	metrics *Metrics
}

// NewIntake makes an intake that wakes lanes. Other processes on the same store may serve other channels than ours. Times
// of messages are given in the office's place.
func NewIntake(in inbox, lanes *Lanes, ours map[conversations.Channel]channel.Adapter, now func() time.Time, place *time.Location, m *Metrics) *Intake {
	return &Intake{in, lanes, ours, now, place, m}
}

// Accept makes messages durable, all or none, and wakes the lanes of those that are new. Lanes at rest begin to think of an
// answer while the disk is busy; nothing comes of it unless the message is durable.
func (i *Intake) Accept(ctx context.Context, messages ...conversations.Message) error {
	if len(messages) == 0 {
		return nil
	}
	now := i.now().Round(0) // as it will be read from the disk
	for k := range messages {
		i.tidy(&messages[k], now)
	}
	a := newArrival(len(messages), func(a *arrival, likely []store.Received) { i.begin(a, likely, now) })
	defer a.land(nil)
	received, err := i.inbox.AcceptAhead(ctx, now, a, messages...)
	if err != nil {
		return fmt.Errorf("accept messages: %w", err)
	}
	a.land(received)
	for k, r := range received {
		if !r.Fresh {
			i.metrics.repeated.Inc()
			continue
		}
		i.metrics.heard.WithLabelValues(string(r.Message.Channel)).Inc()
		if a.begun[k] != r.Contact {
			i.lanes.Put(r.Contact, task{received: r, came: now})
		}
	}
	return nil
}

// begin wakes the lanes that have nothing else to do. Of a contact that has, no later message may overtake the first.
func (i *Intake) begin(a *arrival, likely []store.Received, now time.Time) {
	var busy map[conversations.ContactID]bool
	for k, r := range likely {
		if r.Contact == "" || busy[r.Contact] {
			continue
		}
		if i.lanes.Start(r.Contact, task{received: r, arrival: a, place: k, came: now}) {
			a.begun[k] = r.Contact
			continue
		}
		if busy == nil {
			busy = map[conversations.ContactID]bool{}
		}
		busy[r.Contact] = true
	}
}

// Receive makes receipts durable.
func (i *Intake) Receive(ctx context.Context, receipts ...channel.Receipt) error {
	out := make([]store.Receipt, len(receipts))
	for k, r := range receipts {
		out[k] = store.Receipt{Channel: r.Channel, Message: r.Message, At: r.At, Read: r.Read}
	}
	if err := i.inbox.Receive(ctx, out...); err != nil {
		return fmt.Errorf("store receipts: %w", err)
	}
	return nil
}

// Resume wakes the lanes of whatever a crash left unanswered on our channels, and tells how much that is.
func (i *Intake) Resume(ctx context.Context) (int, error) {
	undone, err := i.inbox.Undone(ctx)
	if err != nil {
		return 0, fmt.Errorf("list unanswered messages: %w", err)
	}
	now, left := i.now(), 0
	for _, r := range undone {
		if i.ours[r.Message.Channel] == nil {
			continue
		}
		left++
		r.Message.At = r.Message.At.In(i.place)
		i.lanes.Put(r.Contact, task{received: r, came: now})
	}
	return left, nil
}

// longest is how many runes of one message are read; no platform sends more than 4,096 characters.
const longest = 4096

// tidy makes a message fit to be kept: valid UTF-8 of bounded length, at a sane time.
func (i *Intake) tidy(m *conversations.Message, now time.Time) {
	m.Text = strings.ToValidUTF8(m.Text, "")
	if len(m.Text) > longest {
		if r := []rune(m.Text); len(r) > longest {
			m.Text = string(r[:longest])
		}
	}
	if m.At.IsZero() || m.At.After(now.Add(time.Hour)) {
		m.At = now
	}
	m.At = m.At.In(i.place).Round(0)
}
