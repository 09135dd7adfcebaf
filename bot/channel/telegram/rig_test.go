package telegram_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"sapa/bot/channel"
	"sapa/bot/channel/channeltest"
	"sapa/bot/channel/telegram"
	"sapa/bot/channel/telegram/telegramtest"
	"sapa/conversations"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, func(t *testing.T) channeltest.Rig {
		srv := telegramtest.Start(t)
		files := &shelf{}
		log, read := channeltest.Log()
		fresh := func(t testing.TB) channel.Adapter {
			a, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: srv.URL(), Files: files, Log: log, ShareLabel: "Bagikan nomor saya"})
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		var people atomic.Int64
		return channeltest.Rig{
			Adapter: fresh(t), Restart: fresh, Log: read, Secrets: []string{telegramtest.Token}, Many: true, Bold: true,
			Person: func(testing.TB) channeltest.Person { return person{srv.User(7_700_000 + people.Add(1))} },
			Files:  files.put, Outage: srv.Down,
		}
	})
}

// shelf is channel.Files in memory.
type shelf struct{ m sync.Map }

type stored struct {
	data []byte
	mime string
}

func (s *shelf) put(ref string, data []byte, mime string) { s.m.Store(ref, stored{data, mime}) }

func (s *shelf) Read(_ context.Context, ref string) ([]byte, string, error) {
	f, ok := s.m.Load(ref)
	if !ok {
		return nil, "", errors.New("no such file")
	}
	return f.(stored).data, f.(stored).mime, nil
}

// person is a simulated Telegram user as the suite wants one.
type person struct{ *telegramtest.User }

func (p person) Address() conversations.Address {
	return conversations.Address(strconv.FormatInt(p.ID, 10))
}
func (p person) Say(text string)       { p.User.Say(text) }
func (p person) SendPhoto(data []byte) { p.User.SendPhoto(data, "") }

func (p person) Tap(under channeltest.Shown, data string) {
	for _, r := range p.Replies() {
		if strconv.FormatInt(r.MessageID, 10) == under.ID {
			p.TapOn(r, data)
		}
	}
}

func (p person) Next(ctx context.Context) (channeltest.Shown, error) {
	r, err := p.WaitReply(ctx)
	shown := channeltest.Shown{ID: strconv.FormatInt(r.MessageID, 10), Text: r.Text, Bold: r.Bold, Media: r.File}
	for _, row := range r.Buttons {
		for _, b := range row {
			shown.Buttons = append(shown.Buttons, channel.Button{Label: b.Label, Data: b.Data})
		}
	}
	return shown, err
}
