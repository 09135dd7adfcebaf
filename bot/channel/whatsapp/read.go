package whatsapp

import (
	"context"
	"regexp"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"sapa/conversations"
)

// read translates what somebody said; false: there is nothing to tell the conversation. Groups, status, newsletters and
// broadcasts are not for us, nor are reactions and messages taken back: whoever sends a thumb waits for no answer.
func (a *Adapter) read(ctx context.Context, cli *whatsmeow.Client, event *events.Message) (m conversations.Message, ok bool) {
	defer func() {
		if p := recover(); p != nil {
			a.log.Error("set aside: reading a message panicked")
			m, ok = stamp(&event.Info), private(&event.Info)
			m.Media = []conversations.Media{{Kind: conversations.Other}}
		}
	}()
	info := &event.Info
	if !private(info) || event.SourceWebMsg != nil {
		return m, false
	}
	m = stamp(info)
	m.From, m.Also = a.addresses(ctx, cli, info)
	said := event.Message
	if edit := said.GetProtocolMessage(); edit != nil {
		if edit.GetType() != waE2E.ProtocolMessage_MESSAGE_EDIT {
			return m, false // taken back, history, settings
		}
		said, m.Event = edit.GetEditedMessage(), conversations.Edited
	} else if event.IsEdit {
		m.Event = conversations.Edited
	}
	m.Text, m.Media = words(said), attached(said)
	m.Text, m.Start = opening(m.Text)
	if info.IsFromMe {
		m.Event = conversations.Office
	}
	return m, m.Text != "" || m.Start != "" || len(m.Media) > 0
}

// opening takes the word of a link or QR code of ours out of a message: wa.me/628...?text=%23wrse prepares "#wrse".
func opening(text string) (plain, start string) {
	if found := linkWord.FindStringSubmatch(text); found != nil {
		return "", strings.ToLower(found[1])
	}
	return text, ""
}

var linkWord = regexp.MustCompile(`^\s*#([A-Za-z0-9_:-]{2,64})\s*$`)

// private tells whether a message stands in a talk of two.
func private(info *types.MessageInfo) bool {
	server := info.Chat.Server
	return !info.IsGroup && (server == types.DefaultUserServer || server == types.HiddenUserServer) &&
		info.Chat.User != types.PSAJID.User && info.Category != "peer"
}

// stamp is a message's frame: who, when, under which ID. IDs are made by the sender's phone and tell its own messages apart.
func stamp(info *types.MessageInfo) conversations.Message {
	chat := info.Chat.ToNonAD().String()
	return conversations.Message{ID: conversations.MessageID(info.ID), Channel: Name, From: conversations.Address(chat), At: info.Timestamp.UTC()}
}

// addresses gives the hidden ID (LID) of the person and the phone number, each as far as known. The first is what the person
// is known by; a number may be missing, come later, or be the only one that an old client tells.
func (a *Adapter) addresses(ctx context.Context, cli *whatsmeow.Client, info *types.MessageInfo) (from, also conversations.Address) {
	hidden, number := info.Chat.ToNonAD(), info.SenderAlt.ToNonAD()
	if info.IsFromMe {
		number = info.RecipientAlt.ToNonAD()
	}
	if hidden.Server == types.DefaultUserServer {
		hidden, number = number, hidden
	}
	if hidden.IsEmpty() || hidden.Server != types.HiddenUserServer {
		hidden, _ = cli.Store.LIDs.GetLIDForPN(ctx, number) // not known: the number alone will do
	}
	if number.IsEmpty() {
		number, _ = cli.Store.LIDs.GetPNForLID(ctx, hidden)
	}
	from, also = address(hidden), address(number)
	if from == "" {
		from, also = also, ""
	}
	return from, also
}

func address(jid types.JID) conversations.Address {
	if jid.IsEmpty() {
		return ""
	}
	return conversations.Address(jid.ToNonAD().String())
}

// chat is the other way round; empty: the address is none of ours.
func chat(a conversations.Address) types.JID {
	jid, err := types.ParseJID(string(a))
	if err != nil || jid.User == "" || jid.Server != types.DefaultUserServer && jid.Server != types.HiddenUserServer {
		return types.EmptyJID
	}
	return jid
}

// PhoneOf implements channel.Numbered. A hidden ID is no number, though it looks like one.
func (a *Adapter) PhoneOf(address conversations.Address) string {
	if jid := chat(address); jid.Server == types.DefaultUserServer {
		return "+" + jid.User
	}
	return ""
}

// recipient reads where a message may go: to a person, or to the office's own channel (newsletter).
func recipient(a conversations.Address) types.JID {
	if jid, err := types.ParseJID(string(a)); err == nil && jid.User != "" && jid.Server == types.NewsletterServer {
		return jid
	}
	return chat(a)
}

func words(said *waE2E.Message) string {
	for _, text := range []string{said.GetConversation(), said.GetExtendedTextMessage().GetText(), said.GetImageMessage().GetCaption(),
		said.GetDocumentMessage().GetCaption(), said.GetVideoMessage().GetCaption()} {
		if text != "" {
			return text
		}
	}
	return ""
}

func attached(said *waE2E.Message) []conversations.Media {
	one := func(m conversations.Media) []conversations.Media { return []conversations.Media{m} }
	switch {
	case said.GetImageMessage() != nil:
		return one(mediaOf(conversations.Photo, said.GetImageMessage()))
	case said.GetDocumentMessage() != nil:
		return one(mediaOf(conversations.Document, said.GetDocumentMessage()))
	case said.GetAudioMessage() != nil:
		return one(conversations.Media{Kind: conversations.Voice})
	case said.GetStickerMessage() != nil:
		return one(conversations.Media{Kind: conversations.Sticker})
	case said.GetVideoMessage() != nil, said.GetPtvMessage() != nil:
		return one(conversations.Media{Kind: conversations.Video})
	case said.GetLocationMessage() != nil, said.GetLiveLocationMessage() != nil:
		return one(conversations.Media{Kind: conversations.Location})
	case said.GetContactMessage() != nil:
		return one(conversations.Media{Kind: conversations.Contact, Phone: phoneOf(said.GetContactMessage().GetVcard())})
	case said.GetReactionMessage() != nil, said.GetSenderKeyDistributionMessage() != nil && words(said) == "", said.GetPinInChatMessage() != nil,
		said.GetKeepInChatMessage() != nil, said.GetEncReactionMessage() != nil:
		return nil
	case words(said) == "" && said != nil:
		return one(conversations.Media{Kind: conversations.Other}) // poll votes, products, whatever is new
	}
	return nil
}

var telephone = regexp.MustCompile(`(?m)^(?:item\d+\.)?TEL[^:\r\n]*:([+0-9 ().-]+)`)

// phoneOf gives the first number on a visiting card, as it stands there.
func phoneOf(vcard string) string {
	if found := telephone.FindStringSubmatch(vcard); found != nil {
		return strings.TrimSpace(found[1])
	}
	return ""
}

// unreadable stands for what a linked device is never given, such as photos to be seen once. What could not be decrypted comes
// again by itself.
func unreadable(event *events.UndecryptableMessage) (conversations.Message, bool) {
	if !event.IsUnavailable || !private(&event.Info) || event.Info.IsFromMe {
		return conversations.Message{}, false
	}
	m := stamp(&event.Info)
	m.Media = []conversations.Media{{Kind: conversations.Other}}
	return m, true
}
