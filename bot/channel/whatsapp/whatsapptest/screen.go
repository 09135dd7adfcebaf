package whatsapptest

import (
	"go.mau.fi/whatsmeow/proto/waE2E"
)

// Shown is a message as a person sees it.
type Shown struct {
	ID         string
	Kind       string         // text, image, document, video, audio, sticker, poll, reaction, edit, revoke, contact, location, other
	Text       string         // of a text, caption, poll question, emoji, new text of an edit
	Quoted     string         // the ID of the message it answers
	Target     string         // the ID of the message that a reaction, edit or revoke is about
	Media      []byte         // decrypted and checked against its hashes
	MediaError error          // why there is no Media
	MIME       string         // of the media
	FileName   string         // of a document
	Options    []string       // of a poll
	Times      int            // how often this ID arrived
	FromPhone  bool           // typed on the office's own phone
	Raw        *waE2E.Message // only from Next
}

// screen is what a device shows: each ID once.
type screen struct {
	order  []*Shown
	byID   map[string]*Shown
	unread []Shown
	polls  map[string][]byte // secrets to vote with
}

func newScreen() screen { return screen{byID: map[string]*Shown{}, polls: map[string][]byte{}} }

// show puts a message on the screen, or counts it when its ID is there already.
func (s *screen) show(id string, raw *waE2E.Message, fromPhone bool, fetch fetcher) {
	if shown := s.byID[id]; shown != nil {
		shown.Times++
		return
	}
	shown := describe(raw, fetch)
	shown.ID, shown.Times, shown.FromPhone = id, 1, fromPhone
	if shown.Kind == "poll" {
		s.polls[id] = raw.GetMessageContextInfo().GetMessageSecret()
	}
	s.byID[id] = &shown
	s.order = append(s.order, &shown)
	unread := shown
	unread.Raw = raw
	s.unread = append(s.unread, unread)
}

func (s *screen) next() (Shown, bool) {
	if len(s.unread) == 0 {
		return Shown{}, false
	}
	next := s.unread[0]
	s.unread = s.unread[1:]
	return next, true
}

func (s *screen) all() []Shown {
	all := make([]Shown, len(s.order))
	for i, shown := range s.order {
		all[i] = *shown
	}
	return all
}

// unwrap takes off what wraps a message without changing it.
func unwrap(m *waE2E.Message) *waE2E.Message {
	for {
		switch {
		case m.GetDeviceSentMessage().GetMessage() != nil:
			m = m.DeviceSentMessage.Message
		case m.GetEphemeralMessage().GetMessage() != nil:
			m = m.EphemeralMessage.Message
		case m.GetViewOnceMessage().GetMessage() != nil:
			m = m.ViewOnceMessage.Message
		case m.GetDocumentWithCaptionMessage().GetMessage() != nil:
			m = m.DocumentWithCaptionMessage.Message
		case m.GetEditedMessage().GetMessage() != nil:
			m = m.EditedMessage.Message
		default:
			return m
		}
	}
}

// describe reads a message as a person would.
func describe(raw *waE2E.Message, fetch fetcher) Shown {
	m := unwrap(raw)
	shown := Shown{Kind: "other"}
	switch {
	case m.Conversation != nil:
		shown.Kind, shown.Text = "text", m.GetConversation()
	case m.ExtendedTextMessage != nil:
		shown.Kind, shown.Text = "text", m.ExtendedTextMessage.GetText()
		shown.Quoted = m.ExtendedTextMessage.GetContextInfo().GetStanzaID()
	case m.ImageMessage != nil:
		i := m.ImageMessage
		shown.Kind, shown.Text, shown.MIME, shown.Quoted = "image", i.GetCaption(), i.GetMimetype(), i.GetContextInfo().GetStanzaID()
		shown.Media, shown.MediaError = fetch(i)
	case m.DocumentMessage != nil:
		d := m.DocumentMessage
		shown.Kind, shown.Text, shown.MIME, shown.FileName = "document", d.GetCaption(), d.GetMimetype(), d.GetFileName()
		shown.Quoted = d.GetContextInfo().GetStanzaID()
		shown.Media, shown.MediaError = fetch(d)
	case m.VideoMessage != nil:
		shown.Kind, shown.Text, shown.MIME = "video", m.VideoMessage.GetCaption(), m.VideoMessage.GetMimetype()
		shown.Media, shown.MediaError = fetch(m.VideoMessage)
	case m.AudioMessage != nil:
		shown.Kind, shown.MIME = "audio", m.AudioMessage.GetMimetype()
		shown.Media, shown.MediaError = fetch(m.AudioMessage)
	case m.StickerMessage != nil:
		shown.Kind, shown.MIME = "sticker", m.StickerMessage.GetMimetype()
		shown.Media, shown.MediaError = fetch(m.StickerMessage)
	case m.ReactionMessage != nil:
		shown.Kind, shown.Text, shown.Target = "reaction", m.ReactionMessage.GetText(), m.ReactionMessage.GetKey().GetID()
	case m.PollCreationMessage != nil:
		shown.Kind, shown.Text = "poll", m.PollCreationMessage.GetName()
		for _, option := range m.PollCreationMessage.GetOptions() {
			shown.Options = append(shown.Options, option.GetOptionName())
		}
	case m.ContactMessage != nil:
		shown.Kind, shown.Text = "contact", m.ContactMessage.GetDisplayName()
	case m.LocationMessage != nil:
		shown.Kind, shown.Text = "location", m.LocationMessage.GetName()
	case m.ProtocolMessage != nil:
		shown = describeProtocol(m.ProtocolMessage)
	}
	return shown
}

func describeProtocol(p *waE2E.ProtocolMessage) Shown {
	shown := Shown{Kind: "other", Target: p.GetKey().GetID()}
	switch p.GetType() {
	case waE2E.ProtocolMessage_REVOKE:
		shown.Kind = "revoke"
	case waE2E.ProtocolMessage_MESSAGE_EDIT:
		shown.Kind = "edit"
		shown.Text = describe(p.GetEditedMessage(), nil).Text
	}
	return shown
}
