// Package channeltest is the one conformance suite that every channel passes.
//
// A channel's own test makes a Rig: its adapter, tied to a simulated platform with simulated people on it. Run then
// asserts what the rest of the bot relies on. What a platform cannot do is left out of the Rig and not asserted.
package channeltest

import (
	"context"
	"testing"

	"sapa/bot/channel"
	"sapa/conversations"
)

// Rig is one adapter on one simulated platform. Run asks for a fresh Rig for every subtest and runs its own Listen, so
// the adapter must come without one running. Clean up with t.Cleanup.
type Rig struct {
	// Adapter is what is tested.
	Adapter channel.Adapter
	// Person gives a person on the platform who has not written yet. It is called several times only when Many is set.
	Person func(t testing.TB) Person
	// Log returns what the adapter has logged so far, at debug level. Required: it is searched for personal data.
	Log func() string
	// Secrets must not stand in the log either: tokens, keys.
	Secrets []string
	// Many: the platform carries more than one person at a time.
	Many bool
	// Bold: the platform shows bold letters, reported in Shown.Bold. Otherwise the words must come through without stars.
	Bold bool
	// Files takes a file that an Outgoing may then name by ref; nil when the channel sends no media.
	Files func(ref string, data []byte, mime string)
	// Outage cuts the platform off (true) and brings it back (false); nil when that cannot happen to this channel.
	Outage func(down bool)
	// Restart gives a new adapter on the same platform, as after a crash of the bot; the old one's Listen has ended. What
	// the old one never accepted must come again. nil when the channel keeps nothing over a restart (terminal).
	Restart func(t testing.TB) channel.Adapter
}

// Person is a simulated citizen. Say and the optional abilities return once the platform has the message: not the bot.
type Person interface {
	// Address is the one this person's messages come From, and the one to Send to.
	Address() conversations.Address
	// Say sends a text message.
	Say(text string)
	// Next is the next message this person sees, in order, each once; it waits until there is one or ctx ends.
	Next(ctx context.Context) (Shown, error)
}

// The abilities a Person may have besides; the suite finds them by type assertion.
type (
	// Tapper presses the button with this data under a message seen before, however old.
	Tapper interface {
		Tap(under Shown, data string)
	}
	// Photographer sends a photo.
	Photographer interface{ SendPhoto(data []byte) }
	// Blocker blocks the bot, so that a Send must come back as Gone, and unblocks it.
	Blocker interface {
		Block()
		Unblock()
	}
)

// Shown is one message as the person sees it.
type Shown struct {
	ID      string           // the platform's, for Tap
	Text    string           // as read, markup taken away and nothing escaped
	Bold    []string         // the words in bold letters, in order
	Buttons []channel.Button // under the message, in reading order; Data where the platform's client knows it
	Media   []byte           // of an attached photo or document
}
