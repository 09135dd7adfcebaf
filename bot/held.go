package bot

import (
	"context"
	"fmt"

	"sapa/conversations"
	"sapa/conversations/understand"
)

// silent tells whether the bot says nothing to a message or alarm, since somebody of the office leads the talk. Two words
// count all the same: MENU takes the talk back to the bot, and STOP is obeyed.
func (t *Talk) silent(ctx context.Context, contact conversations.ContactID, m mergedTask) (bool, error) {
	if t.Holds == nil {
		return false, nil
	}
	held, err := t.Holds.HeldBy(ctx, contact)
	if err != nil || held.By == "" {
		return false, err
	}
	if m.message == nil {
		return true, nil
	}
	word, _ := understand.Command(m.message.Text)
	switch {
	case m.message.Event == conversations.Left, m.message.Event == conversations.Returned, word == understand.Stop:
		return false, nil
	case word == understand.Menu, m.message.Tap != nil && m.message.Tap.Choice == "@"+conversations.CallMenu:
		if err := t.Holds.FreeContact(ctx, contact); err != nil {
			return false, fmt.Errorf("take a talk back: %w", err)
		}
		return false, nil
	}
	return true, nil
}
