// Package channel is what every messenger looks like to the rest of the bot.
package channel

import (
	"context"
	"fmt"
	"time"

	"sapa/conversations"
)

// Shape says what a channel can show. Units: Unicode code points as the platform counts them (UTF-16 units for Telegram).
type Shape struct {
	Buttons int  // most buttons under one message; 0: the channel has none and choices become a numbered list
	Label   int  // longest button label that is shown whole
	Text    int  // longest message; longer text is split at paragraph ends
	Share   bool // the channel has a button that shares the person's own phone number
	// Receipts: the platform tells when a message was delivered or read, and Listen brings that.
	Receipts bool
	// Warm: news goes only to who wrote to us within this time; 0: to everybody. A platform that bans who writes first wants it.
	Warm time.Duration
	// Backlog: answers to messages that waited through an outage go about so far apart; 0: all at once.
	Backlog time.Duration
}

// Button is one choice under a message. Data comes back in Message.Tap as "prompt|choice"; at most 64 bytes.
type Button struct{ Label, Data string }

// Outgoing is one message as a channel will send it. Text may carry *bold*; the adapter turns it into its own markup
// and escapes everything else.
type Outgoing struct {
	Text    string
	Buttons []Button
	Media   *conversations.Media // Ref is a stored file's ID; the adapter reads it through the Files it was given
	Share   bool                 // add a "share my number" button
}

// State of an account on its platform.
type State string

// The states of Health, from good to bad.
const (
	Normal    State = "normal"
	Careful   State = "careful"
	Cooling   State = "cooling"
	Locked    State = "locked" // until Health.Until
	LoggedOut State = "logged_out"
	Outdated  State = "outdated"
	Down      State = "down" // not connected; reconnecting by itself
)

// Health is what the outbox obeys and the operator reads. Reason is a key of the message catalogue.
type Health struct {
	State  State
	Reason string
	Until  time.Time // zero when not known
}

// Receipt is news about a message that we sent earlier.
type Receipt struct {
	Channel conversations.Channel
	Message conversations.MessageID // as returned by Send
	At      time.Time
	Read    bool // false: delivered to the person's device
}

// Intake is where a channel brings what it heard. Both calls return only after the news is stored durably; on an error
// the channel must keep the news and bring it again.
type Intake interface {
	Accept(ctx context.Context, messages ...conversations.Message) error
	Receive(ctx context.Context, receipts ...Receipt) error
}

// Adapter carries messages between one platform and the bot.
type Adapter interface {
	Name() conversations.Channel
	Shape() Shape
	Health() Health
	// Listen brings in messages, in order per address and at least once, until ctx ends. It recovers its own panics.
	Listen(ctx context.Context, in Intake) error
	// Send delivers one message. id is fixed beforehand and the same at every retry. Errors are *SendError.
	Send(ctx context.Context, id string, to conversations.Address, out Outgoing) (conversations.MessageID, error)
	// Typing shows that an answer is on its way. Best effort.
	Typing(ctx context.Context, to conversations.Address)
	// Fetch downloads a photo or document of an incoming message; at most limit bytes, else ErrTooLarge.
	Fetch(ctx context.Context, m conversations.Media, limit int64) ([]byte, error)
}

// Numbered is an Adapter whose addresses may be phone numbers.
type Numbered interface {
	// PhoneOf gives the number, in E.164, that an address is; empty: it is none.
	PhoneOf(a conversations.Address) string
}

// Files reads stored files that are sent out.
type Files interface {
	Read(ctx context.Context, ref string) (data []byte, mime string, err error)
}

// Verdict is what the outbox does about a failed send.
type Verdict string

const (
	// Later: try the same send again after SendError.After (0: the outbox's own back-off).
	Later Verdict = "later"
	// Gone: the person blocked the bot or the account no longer exists; stop sending to this address.
	Gone Verdict = "gone"
	// Refused: the platform will never take this message; tell the operator, do not retry.
	Refused Verdict = "refused"
)

// SendError says what to do about a failed send. Its text carries no personal data.
type SendError struct {
	Verdict Verdict
	After   time.Duration
	All     bool // After holds for every send of this channel, not just for this address
	Doubt   bool // the platform may have taken the message all the same
	Err     error
}

func (e *SendError) Error() string { return fmt.Sprintf("send %s: %v", e.Verdict, e.Err) }

func (e *SendError) Unwrap() error { return e.Err }

// ErrTooLarge: an attachment exceeds what we keep.
var ErrTooLarge = fmt.Errorf("attachment too large")
