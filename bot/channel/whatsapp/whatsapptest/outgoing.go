package whatsapptest

import (
	"fmt"
	"time"

	"go.mau.fi/libsignal/keys/prekey"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"
)

// How many of a person's messages can be sent again.
const remembered = 8

// outgoing is a message of a person as it can be encrypted again.
type outgoing struct {
	id    string
	at    time.Time
	plain []byte
	kind  string // text, media, poll, reaction
	media string // image, document, ...
	edit  string // what it does to an earlier message
	node  waBinary.Node
}

// Send writes any message and returns its ID. It never waits for the bot. Before the first device is linked it reaches nobody.
func (c *Citizen) Send(message *waE2E.Message) string { return c.sendAt(message, time.Now()) }

func (c *Citizen) sendAt(message *waE2E.Message, at time.Time) string {
	plain, err := proto.Marshal(message)
	if err != nil {
		panic(fmt.Sprintf("marshal a citizen's message: %v", err))
	}
	o := &outgoing{id: newMessageID(), at: at, plain: plain}
	o.kind, o.media, o.edit = kinds(message)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.sent) == remembered {
		c.sent = append(c.sent[:0], c.sent[1:]...)
	}
	c.sent = append(c.sent, o)
	z, ok := c.stanzaFor(o, 0)
	if !ok {
		return o.id
	}
	c.s.mu.Lock()
	how, twice := c.s.faults.redeliverNow()
	c.s.mu.Unlock()
	if twice {
		twin := z.node
		if how == Reencrypted {
			if second, ok := c.stanzaFor(o, 0); ok {
				twin = second.node
			}
		}
		z.twin = &twin
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.enqueue(z)
	c.s.warnOfFewKeys()
	return o.id
}

// stanzaFor encrypts a message for the linked device, false when there is none. The caller holds c.mu.
func (c *Citizen) stanzaFor(o *outgoing, retry int) (*stanza, bool) {
	l := c.s.linked()
	if l == nil {
		return nil, false
	}
	kind, sealed, err := c.devices[0].encrypt(l.lid, o.plain, func() *prekey.Bundle { return c.s.takeBundle(l) })
	if err != nil {
		panic(fmt.Sprintf("encrypt a citizen's message: %v", err))
	}
	if c.s.corruptNow() {
		sealed[len(sealed)-1] ^= 0xff // the authentication code
	}
	enc := waBinary.Attrs{"v": "2", "type": kind}
	if o.media != "" {
		enc["mediatype"] = o.media
	}
	if retry > 0 {
		enc["count"] = retry
	}
	attrs := c.identify(waBinary.Attrs{"id": o.id, "t": o.at.Unix(), "type": o.kind, "notify": c.name})
	if o.edit != "" {
		attrs["edit"] = o.edit
	}
	o.node = waBinary.Node{Tag: "message", Attrs: attrs, Content: []waBinary.Node{{Tag: "enc", Attrs: enc, Content: sealed}}}
	return &stanza{class: "message", node: o.node, again: func(receipt *waBinary.Node) { c.resend(o, receipt) }}, true
}

func (s *Server) linked() *link {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.link
}

func (s *Server) takeBundle(l *link) *prekey.Bundle {
	s.mu.Lock()
	defer s.mu.Unlock()
	return l.bundle()
}

// kinds says how the envelope describes a message.
func kinds(raw *waE2E.Message) (kind, media, edit string) {
	m := unwrap(raw)
	switch {
	case m.ImageMessage != nil:
		return "media", "image", ""
	case m.DocumentMessage != nil:
		return "media", "document", ""
	case m.VideoMessage != nil:
		return "media", "video", ""
	case m.AudioMessage != nil:
		return "media", "ptt", ""
	case m.StickerMessage != nil:
		return "media", "sticker", ""
	case m.ContactMessage != nil:
		return "media", "vcard", ""
	case m.LocationMessage != nil:
		return "media", "location", ""
	case m.ReactionMessage != nil:
		return "reaction", "", ""
	case m.PollUpdateMessage != nil, m.PollCreationMessage != nil:
		return "poll", "", ""
	case m.GetProtocolMessage().GetType() == waE2E.ProtocolMessage_MESSAGE_EDIT && m.ProtocolMessage.EditedMessage != nil:
		return "text", "", "1"
	case m.ProtocolMessage != nil && m.ProtocolMessage.Type != nil && *m.ProtocolMessage.Type == waE2E.ProtocolMessage_REVOKE:
		return "text", "", "7"
	}
	return "text", "", ""
}
