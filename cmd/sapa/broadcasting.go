package main

import (
	"time"

	"sapa/bot"
	"sapa/bot/broadcast"
	"sapa/bot/channel"
	"sapa/bot/channel/telegram"
	"sapa/bot/channel/whatsapp"
	"sapa/conversations"
	"sapa/store"
)

// broadcasts is what officers do with broadcasts, here or at the command line beside a running serve.
func (h *house) broadcasts() (*broadcast.Service, error) {
	hours, err := broadcast.ParseHours(h.cfg.BroadcastHours, h.place)
	if err != nil {
		return nil, err
	}
	s := &broadcast.Service{Store: h.db, Words: h.words, Hours: hours, Now: h.now}
	buttons, plain := channel.Shape{Buttons: 12, Label: 40, Text: 4096}, channel.Shape{Text: 4096}
	s.Looks = []broadcast.Look{{Channel: telegram.Name, Shape: buttons}, {Channel: whatsapp.Name, Shape: plain}}
	if h.cfg.TelegramToken != "" && h.cfg.TelegramChannel != "" {
		s.Public = append(s.Public, broadcast.PublicChannel{Channel: telegram.Name, Address: conversations.Address(h.cfg.TelegramChannel), Media: true})
	}
	if h.cfg.Whatsapp == "on" && h.cfg.WhatsappChannel != "" {
		s.Public = append(s.Public, broadcast.PublicChannel{Channel: whatsapp.Name, Address: conversations.Address(h.cfg.WhatsappChannel)})
	}
	if h.cfg.TelegramToken != "" {
		s.Lines = append(s.Lines, broadcast.Line{ReachChannel: store.ReachChannel{Channel: telegram.Name},
			Shape: buttons, Pace: h.pace(telegram.Name).Per()})
	}
	if h.cfg.Whatsapp == "on" {
		s.Lines = append(s.Lines, broadcast.Line{ReachChannel: store.ReachChannel{Channel: whatsapp.Name, Warm: time.Duration(h.cfg.WhatsappWarm) * 24 * time.Hour},
			Shape: plain, Pace: h.pace(whatsapp.Name).Per(), Budget: h.cfg.WhatsappBudget})
	}
	return s, nil
}

// pace is how fast news may go over a channel.
func (h *house) pace(c conversations.Channel) bot.Pace {
	switch c {
	case telegram.Name:
		return bot.Pace{PerSecond: h.cfg.TelegramPace, PerChat: h.cfg.TelegramPerChat}
	case whatsapp.Name:
		return bot.Pace{Gap: h.cfg.WhatsappGap}
	}
	return bot.Pace{}
}

// broadcasting joins the runner of broadcasts to the outbox.
func (a *app) broadcasting() error {
	s, err := a.broadcasts()
	if err != nil {
		return err
	}
	for i := range s.Lines {
		l := &s.Lines[i]
		if c := a.adapters[l.Channel]; c != nil {
			l.Health, l.Shape = c.Health, c.Shape()
		}
		a.outbox.SetPace(l.Channel, a.pace(l.Channel))
	}
	a.sender, a.runner = s, broadcast.NewRunner(s, a.outbox, a.log)
	s.Measured = a.runner.Measured
	a.outbox.SetGate(a.runner.Gate)
	return nil
}
