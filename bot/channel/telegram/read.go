package telegram

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"sapa/conversations"
)

// readAll turns updates into messages, in order. What is not for the conversation (groups, service messages) is left out after
// what it asks for was started.
func (a *Adapter) readAll(ctx context.Context, updates []*update) []conversations.Message {
	messages := make([]conversations.Message, 0, len(updates))
	for _, u := range updates {
		if m, ok := a.readOne(u); ok {
			m.Order = u.ID // the same update bears the same, however often it comes
			messages = append(messages, m)
		}
		a.courtesy(ctx, u)
	}
	return messages
}

// readOne translates; an update whose translation panics is set aside, and its sender hears that it was not understood.
func (a *Adapter) readOne(u *update) (m conversations.Message, ok bool) {
	defer func() {
		if p := recover(); p != nil {
			a.putAside("reading an update panicked")
			m, ok = unreadable(u)
		}
	}()
	return a.read(u)
}

// putAside counts an update that could not be read, and tells the operator.
func (a *Adapter) putAside(what string) {
	a.log.Error("set aside: "+what, "set_aside", a.setAside.Add(1))
}

// unreadable stands for a message that could not be translated.
func unreadable(u *update) (conversations.Message, bool) {
	if u.Message == nil || u.Message.Chat.Type != models.ChatTypePrivate {
		return conversations.Message{}, false
	}
	m := stamp(u.Message, 'm', "")
	m.Media = []conversations.Media{{Kind: conversations.Other}}
	return m, true
}

// stamp is a message's frame: who, where, when, under which ID.
func stamp(m *message, kind byte, suffix string) conversations.Message {
	chat := strconv.FormatInt(m.Chat.ID, 10)
	return conversations.Message{
		ID:      conversations.MessageID(string(kind) + chat + "." + strconv.Itoa(m.ID) + suffix),
		Channel: Name, From: conversations.Address(chat), At: time.Unix(int64(m.Date), 0).UTC(),
	}
}

// translate turns one update into a message; false: there is nothing to tell the conversation.
func (a *Adapter) translate(u *update) (conversations.Message, bool) {
	switch {
	case u.Message != nil:
		return spoken(u.Message)
	case u.EditedMessage != nil:
		return edited(u.EditedMessage)
	case u.CallbackQuery != nil:
		return tapped(u.CallbackQuery)
	case u.MyChatMember != nil:
		m, ok := blocking(u.ID, u.MyChatMember)
		if m.Event == "" {
			a.putAside("a chat has a state that is not known")
		}
		return m, ok
	}
	return conversations.Message{}, false
}

func spoken(in *message) (conversations.Message, bool) {
	m := stamp(in, 'm', "")
	m.Media = attached(in)
	m.Text, m.Start = command(in.Text + in.Caption) // a message has one of the two
	return m, in.Chat.Type == models.ChatTypePrivate && (m.Text != "" || m.Start != "" || len(m.Media) > 0)
}

// edited leaves out live locations, which change by themselves every few seconds.
func edited(in *message) (conversations.Message, bool) {
	m := stamp(in, 'e', "."+strconv.Itoa(in.EditDate))
	m.At = time.Unix(int64(in.EditDate), 0).UTC()
	m.Event = conversations.Edited
	m.Text, _ = command(in.Text + in.Caption)
	m.Media = attached(in)
	return m, in.Chat.Type == models.ChatTypePrivate && in.Location == nil
}

// command takes the slash and the bot's name off a command, and the word of a deep link out of /start.
func command(text string) (plain, start string) {
	rest, ok := strings.CutPrefix(text, "/")
	if !ok {
		return text, ""
	}
	head, args, _ := strings.Cut(rest, " ")
	name, _, _ := strings.Cut(head, "@")
	if !only(name, 32) {
		return text, ""
	}
	args = strings.TrimSpace(args)
	switch {
	case name == "start" && only(args, 64):
		return "", args
	case name == "start" && args == "":
		return "/start", ""
	case name == "start":
		return args, "" // somebody typed on after it
	}
	return strings.TrimSpace(strings.ReplaceAll(name, "-", "_") + " " + args), ""
}

// only: s has 1 to limit characters of those that commands and deep links are made of.
func only(s string, limit int) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-' {
			return false
		}
	}
	return s != "" && len(s) <= limit
}

// tapped reads a pressed button. The message under it may be too old to be shown; its chat is told all the same.
func tapped(q *callback) (conversations.Message, bool) {
	in := chat{ID: q.From.ID, Type: models.ChatTypePrivate}
	if q.Message != nil {
		in = q.Message.Chat
	}
	prompt, choice, ok := strings.Cut(q.Data, "|")
	return conversations.Message{
		ID: conversations.MessageID("c" + q.ID), Channel: Name, From: conversations.Address(strconv.FormatInt(in.ID, 10)),
		At: time.Now().UTC(), Tap: &conversations.Tap{Prompt: prompt, Choice: conversations.ChoiceID(choice)},
	}, ok && in.Type == models.ChatTypePrivate
}

// blocking is the news that the person blocked the bot, or took it back.
func blocking(update int64, c *membership) (conversations.Message, bool) {
	var event conversations.Event // none for a state that is new on the platform
	switch c.NewChatMember.Type {
	case models.ChatMemberTypeBanned, models.ChatMemberTypeLeft:
		event = conversations.Left
	case models.ChatMemberTypeMember, models.ChatMemberTypeOwner, models.ChatMemberTypeAdministrator, models.ChatMemberTypeRestricted:
		event = conversations.Returned
	}
	return conversations.Message{
		ID: conversations.MessageID("u" + strconv.FormatInt(update, 10)), Channel: Name, Event: event,
		From: conversations.Address(strconv.FormatInt(c.Chat.ID, 10)), At: time.Unix(int64(c.Date), 0).UTC(),
	}, event != "" && c.Chat.Type == models.ChatTypePrivate
}
