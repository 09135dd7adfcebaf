package telegram

import (
	"context"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// courtesy does what an update asks for besides an answer: it stops the spinner on a pressed button, and declines groups.
// Nothing waits for it.
func (a *Adapter) courtesy(ctx context.Context, u *models.Update) {
	if q := u.CallbackQuery; q != nil {
		a.errands.run(ctx, func(ctx context.Context) {
			a.bot.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: q.ID}) //nolint:errcheck // best effort
		})
		return
	}
	var chat models.Chat
	switch {
	case u.Message != nil:
		chat = u.Message.Chat
	case u.MyChatMember != nil && u.MyChatMember.NewChatMember.Type != models.ChatMemberTypeBanned && u.MyChatMember.NewChatMember.Type != models.ChatMemberTypeLeft:
		chat = u.MyChatMember.Chat
	}
	group := chat.Type == models.ChatTypeGroup || chat.Type == models.ChatTypeSupergroup
	if !group || a.opt.GroupReply == "" || !a.groups.add(chat.ID) {
		return
	}
	a.errands.run(ctx, func(ctx context.Context) {
		a.bot.SendMessage(ctx, &bot.SendMessageParams{ChatID: chat.ID, Text: a.opt.GroupReply}) //nolint:errcheck // best effort
	})
}
