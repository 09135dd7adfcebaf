package telegram

import (
	"context"
	"fmt"
	"net/url"
)

// Link gives the address of a page that opens a talk with the bot by a word: letters, digits, _ and - alone, at most 64.
// It asks Telegram for the bot's name once.
func (a *Adapter) Link(ctx context.Context, word string) (string, error) {
	name := a.username.Load()
	if name == nil {
		me, err := a.bot.GetMe(ctx)
		if err != nil {
			return "", fmt.Errorf("telegram: ask for the bot's name: %s", a.words(err))
		}
		name = &me.Username
		a.username.Store(name)
	}
	return "https://t.me/" + *name + "?start=" + url.QueryEscape(word), nil
}
