package whatsapptest_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"sapa/bot/channel/whatsapp/whatsapptest"
)

// answerInside answers each message in the event handler, under an ID made from the question's, and confirms only what it answered.
func (b *bot) answerInside() {
	b.RemoveEventHandlers()
	b.AddEventHandlerWithSuccessStatus(func(event any) bool {
		heard, ok := event.(*events.Message)
		if !ok || heard.Info.IsFromMe {
			return true
		}
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_, err := b.SendMessage(ctx, heard.Info.Chat, plain(heard.Message.GetConversation()),
			whatsmeow.SendRequestExtra{ID: "3EB0" + heard.Info.ID[2:20], Timeout: 2 * time.Second})
		return err == nil
	})
}

// TestNothingIsLostInAStorm is the server's own promise: what the bot has not confirmed comes again, through drops and restarts.
func TestNothingIsLostInAStorm(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	first := linked(t, srv)
	first.answerInside()
	srv.DropEvery(20)
	srv.RedeliverEvery(10, whatsapptest.Reencrypted)
	const people, each = 20, 6
	all := make([]*whatsapptest.Citizen, people)
	for i := range all {
		all[i] = srv.Citizen()
	}
	bot := first
	for n := range each {
		for _, c := range all {
			c.Say(fmt.Sprint(n))
		}
		if n%2 == 1 { // a new process on the same store
			bot.Disconnect()
			bot = openBot(t, srv, first.db)
			bot.answerInside()
			must(t, bot.Connect())
		}
	}
	srv.DropEvery(0)
	answered := func() bool {
		answers := 0
		for _, c := range all {
			answers += len(c.Seen())
		}
		return answers == people*each
	}
	for end := patience(t); !answered(); { // what a handler refused comes again only at the next login
		wait, cancel := context.WithTimeout(end, 2*time.Second)
		if srv.Wait(wait, "all answers", answered) != nil {
			must(t, end.Err())
			srv.Drop()
		}
		cancel()
	}
}
