package bot

import (
	"context"
	"errors"
	"fmt"

	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// silent tells whether the bot says nothing to a message or alarm, since somebody of the office leads the talk. Two words
// count all the same: MENU takes the talk back to the bot, and STOP is obeyed.
func (t *Talk) silent(ctx context.Context, contact conversations.ContactID, m mergedTask) (bool, error) {
	if t.Holds == nil {
		return false, nil
	}
	if m.message != nil && m.message.Event == conversations.Office {
		return true, t.lead(ctx, contact, m)
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

// lead lets the office lead a talk in which it wrote from the channel's own phone. An officer who leads it already goes on.
func (t *Talk) lead(ctx context.Context, contact conversations.ContactID, m mergedTask) error {
	if err := m.sure(ctx); err != nil {
		return err
	}
	now := t.Now()
	err := t.Holds.HoldContact(ctx, store.Hold{Contact: contact, By: string(m.message.Channel), Since: now, Until: now.Add(t.Silence)})
	if err != nil && !errors.Is(err, store.ErrConflict) {
		return fmt.Errorf("lead a talk from the office's phone: %w", err)
	}
	return nil
}
