package telegram

import (
	"context"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// courtesy does what an update asks for besides an answer: it stops the spinner on a pressed button, and declines groups.
// Nothing waits for it.
func (a *Adapter) courtesy(ctx context.Context, u *update) {
	if q := u.CallbackQuery; q != nil {
		a.errands.run(ctx, func(ctx context.Context) {
			a.bot.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: q.ID}) //nolint:errcheck // best effort
		})
		return
	}
	var in chat
	switch {
	case u.Message != nil:
		in = u.Message.Chat
	case u.MyChatMember != nil && u.MyChatMember.NewChatMember.Type != models.ChatMemberTypeBanned && u.MyChatMember.NewChatMember.Type != models.ChatMemberTypeLeft:
		in = u.MyChatMember.Chat
	}
	group := in.Type == models.ChatTypeGroup || in.Type == models.ChatTypeSupergroup
	if !group || a.opt.GroupReply == "" || !a.groups.add(in.ID) {
		return
	}
	a.errands.run(ctx, func(ctx context.Context) {
		a.bot.SendMessage(ctx, &bot.SendMessageParams{ChatID: in.ID, Text: a.opt.GroupReply}) //nolint:errcheck // best effort
	})
}
