package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// contacts tells at which addresses somebody is reached.
type contacts interface {
	Contact(ctx context.Context, id conversations.ContactID) (store.Contact, error)
}

// numberOf gives the phone number behind which a contact writes on a channel, in E.164; empty where the platform did not tell,
// and where it is shared by a button of its own.
func (t *Talk) numberOf(ctx context.Context, id conversations.ContactID, c conversations.Channel) (string, error) {
	a, numbered := t.Adapters[c].(channel.Numbered)
	if t.Contacts == nil || !numbered || t.Adapters[c].Shape().Share {
		return "", nil
	}
	who, err := t.Contacts.Contact(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look for a number: %w", err)
	}
	for _, address := range who.Addresses {
		if address.Channel == c && address.Gone.IsZero() {
			if number := a.PhoneOf(address.Address); number != "" {
				return number, nil
			}
		}
	}
	return "", nil
}

// shownDigits is how many digits at the end of a number tell its owner which one is meant, and nobody else who it is.
const shownDigits = 3

// offerNumber lets whoever is asked for a number take the one behind which they write.
func (t *Talk) offerNumber(ctx context.Context, id conversations.ContactID, effects []conversations.Effect, m mergedTask) ([]conversations.Effect, error) {
	if m.message == nil {
		return effects, nil
	}
	for i, e := range effects {
		say, ok := e.(conversations.Say)
		if !ok || !say.Reply.Share {
			continue
		}
		number, err := t.numberOf(ctx, id, m.message.Channel)
		if err != nil || len(number) <= shownDigits {
			return effects, err
		}
		say.Reply.Texts = append(say.Reply.Texts[:len(say.Reply.Texts):len(say.Reply.Texts)],
			conversations.Text{Key: "ask.own_number", Args: map[string]string{"akhir": number[len(number)-shownDigits:]}})
		effects[i] = say
	}
	return effects, nil
}

// ownNumber takes a yes to the question for a number as that number, as if it had been shared.
func (t *Talk) ownNumber(ctx context.Context, lib *conversations.Library, s conversations.Session, m *conversations.Message) error {
	if m.Text == "" || len(m.Media) > 0 || !conversations.AwaitsNumber(lib, s) || strings.ContainsAny(m.Text, "0123456789") {
		return nil
	}
	if understand.YesNo(m.Text) != understand.Yes && !strings.Contains(strings.ToLower(m.Text), "nomor ini") {
		return nil
	}
	number, err := t.numberOf(ctx, s.Contact, m.Channel)
	if err == nil && number != "" {
		m.Text, m.Media = "", []conversations.Media{{Kind: conversations.Contact, Phone: number}}
	}
	return err
}
