package telegramtest_test

import (
	"context"
	"fmt"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/channeltest"
	"sapa/bot/channel/telegram"
	"sapa/bot/channel/telegram/telegramtest"
)

// A person writes, the bot answers with a button, and the person presses it.
func Example() {
	srv, err := telegramtest.New("") // in a test: telegramtest.Start(t)
	if err != nil {
		panic(err)
	}
	defer srv.Close()
	bot, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: srv.URL()})
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	inbox := &channeltest.Inbox{}
	go bot.Listen(ctx, inbox) //nolint:errcheck // ends with ctx

	citizen := srv.User(7)
	citizen.Say("halo")
	heard, _ := inbox.First(ctx, 1)
	fmt.Println("heard:", heard[0].Text)

	bot.Send(ctx, "s.1.0", heard[0].From, channel.Outgoing{Text: "*Lanjut*?", Buttons: []channel.Button{{Label: "Ya", Data: "s.1.0|ya"}}}) //nolint:errcheck // shown below
	reply, _ := citizen.WaitReply(ctx)
	fmt.Println("shown:", reply.Text, reply.Bold, reply.Buttons)

	citizen.Tap("Ya") //nolint:errcheck // heard below
	heard, _ = inbox.First(ctx, 2)
	fmt.Println("tapped:", heard[1].Tap.Prompt, heard[1].Tap.Choice)
	// Output:
	// heard: halo
	// shown: Lanjut? [Lanjut] [[{Ya s.1.0|ya}]]
	// tapped: s.1.0 ya
}
