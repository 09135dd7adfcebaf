// Package conversations decides what the bot says and does next.
//
// It reads no clock, no disk, no network and no randomness: the same flow, session and input always give the same
// session and effects. Everything that touches the world lives in package bot.
package conversations

import (
	"log/slog"
	"time"
)

type (
	// Channel names a platform: "telegram", "whatsapp", "webchat", "terminal".
	Channel string
	// Address is where a contact is reached on one channel. It is personal data (it may be a phone number).
	Address string
	// ContactID is our own name for whoever is behind one or more addresses.
	ContactID string
	// MessageID is the platform's name for a message, unique within its channel.
	MessageID string
	// SessionID names one run of a flow with one contact.
	SessionID string
	// FlowID names a flow across its revisions, for example "daftar_wrse".
	FlowID string
	// NodeID names a node inside a flow.
	NodeID string
	// Slot is the name an answer is kept under.
	Slot string
	// ChoiceID names a choice inside an ask.
	ChoiceID string
	// Locale is a BCP 47 language tag; "id" is the only one shipped.
	Locale string
)

// Message is what a person sent us, stripped of its channel's shape.
type Message struct {
	ID      MessageID `json:"id"`
	Channel Channel   `json:"channel"`
	From    Address   `json:"from"`
	Also    Address   `json:"also,omitempty"` // another address of the same person on this channel, where the platform tells
	At      time.Time `json:"at"`             // the platform's time
	Order   int64     `json:"-"`              // the platform's number for it, which grows from one to the next and is the same whenever it comes again; 0: none
	Text    string    `json:"text,omitempty"`
	Start   string    `json:"start,omitempty"` // word of a deep link that opened the chat, for example "wrse"
	Tap     *Tap      `json:"tap,omitempty"`
	Media   []Media   `json:"media,omitempty"`
	Event   Event     `json:"event,omitempty"` // empty for an ordinary message
	News    *News     `json:"-"`               // what the person was offered unasked, when the message could be an answer to it
}

// Event marks a message that is news about the chat rather than something said.
type Event string

const (
	// Edited: the person changed an earlier message; Text is the new wording.
	Edited Event = "edited"
	// Left: the person blocked the bot; nothing can be sent until Returned.
	Left Event = "left"
	// Returned: the person unblocked the bot.
	Returned Event = "returned"
	// Office: somebody of the office wrote to the person from the channel's own phone; Text is what was said.
	Office Event = "office"
)

// Tap is a pressed button. It names the prompt the button belonged to, so that an old button is recognised.
type Tap struct {
	Prompt string   `json:"prompt"`
	Choice ChoiceID `json:"choice"`
}

// MediaKind says what was sent beside, or instead of, text.
type MediaKind string

// The kinds a channel can bring in. Only photos and documents are ever fetched and kept.
const (
	Photo    MediaKind = "photo"
	Document MediaKind = "document"
	Voice    MediaKind = "voice"
	Sticker  MediaKind = "sticker"
	Video    MediaKind = "video"
	Location MediaKind = "location"
	Contact  MediaKind = "contact" // a shared phone number, in Phone
	Other    MediaKind = "other"
)

// Media is one attachment.
type Media struct {
	Kind  MediaKind `json:"kind"`
	Ref   string    `json:"ref,omitempty"`   // the channel's own reference; after fetching, the stored file's ID
	Mime  string    `json:"mime,omitempty"`  // as declared by the sender; not to be trusted
	Size  int64     `json:"size,omitempty"`  // bytes, 0 when unknown
	Phone string    `json:"phone,omitempty"` // of a shared contact
	Own   bool      `json:"own,omitempty"`   // the shared contact is the sender's own number, vouched for by the platform

	Awaited bool `json:"awaited,omitempty"` // a case of the contact lacks something, and this was fetched for it
}

// LogValue keeps personal data out of logs: only where a message came in and what sort it was.
func (m Message) LogValue() slog.Value {
	return slog.GroupValue(slog.String("channel", string(m.Channel)), slog.Int("runes", len([]rune(m.Text))),
		slog.Int("media", len(m.Media)), slog.Bool("tap", m.Tap != nil), slog.String("event", string(m.Event)))
}
