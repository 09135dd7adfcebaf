package whatsapptest

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/libsignal/groups"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/protocol"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// What a bot for single people gets to see besides: a group, statuses, a broadcast list, a channel.
var (
	groupJID      = types.NewJID("120363000000000001", types.GroupServer)
	broadcastJID  = types.NewJID("1700000000", types.BroadcastServer)
	newsletterJID = types.NewJID("120363000000000002", types.NewsletterServer)
)

// Group is a message of a citizen in a group that the office's account belongs to, encrypted with a sender key.
func (s *Server) Group(from *Citizen, words string) string { return from.sayIn(groupJID, words) }

// Status is a status update of a citizen.
func (s *Server) Status(from *Citizen, words string) string {
	return from.sayIn(types.StatusBroadcastJID, words)
}

// Broadcast is a message of a citizen to a broadcast list with the office on it.
func (s *Server) Broadcast(from *Citizen, words string) string {
	return from.sayIn(broadcastJID, words)
}

// publish keeps what the account posts in a channel of its own. A post sent again is the same post.
func (s *Server) publish(node *waBinary.Node) {
	plain, ok := node.GetOptionalChildByTag("plaintext")
	content, _ := plain.Content.([]byte)
	message := &waE2E.Message{}
	if !ok || proto.Unmarshal(content, message) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if id := text(node, "id"); !s.postIDs[id] {
		s.postIDs[id] = true
		s.posts = append(s.posts, message.GetConversation())
	}
}

// Posts is what the account posted in channels, in order.
func (s *Server) Posts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.posts...)
}

// Newsletter is a post in a channel that the account follows; channels are not encrypted.
func (s *Server) Newsletter(words string) string {
	id := newMessageID()
	plain, err := proto.Marshal(&waE2E.Message{Conversation: &words})
	if err != nil {
		panic(fmt.Sprintf("marshal a post: %v", err))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enqueue(&stanza{class: "message", node: waBinary.Node{
		Tag:     "message",
		Attrs:   waBinary.Attrs{"from": newsletterJID, "id": id, "server_id": int(s.next()), "t": time.Now().Unix(), "type": "text"},
		Content: []waBinary.Node{{Tag: "plaintext", Content: plain}},
	}})
	return id
}

// sayIn writes to many at once: the key of the chat goes to the device alone, the text is encrypted with that key.
func (c *Citizen) sayIn(chat types.JID, words string) string {
	id := newMessageID()
	l := c.s.linked()
	if l == nil {
		return id
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	content, err := c.groupContent(l, chat, words)
	if err != nil {
		panic(fmt.Sprintf("encrypt for a group: %v", err))
	}
	attrs := waBinary.Attrs{
		"from": chat, "participant": c.lid, "participant_pn": c.pn, "addressing_mode": "lid",
		"id": id, "t": time.Now().Unix(), "type": "text", "notify": c.name,
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.enqueue(&stanza{class: "message", node: waBinary.Node{Tag: "message", Attrs: attrs, Content: content}})
	return id
}

func (c *Citizen) groupContent(l *link, chat types.JID, words string) ([]waBinary.Node, error) {
	ctx, p := context.Background(), c.devices[0]
	name := protocol.NewSenderKeyName(chat.String(), c.lid.SignalAddress())
	builder := groups.NewGroupSessionBuilder(p, serializer)
	key, err := builder.Create(ctx, name)
	if err != nil {
		return nil, err
	}
	keyMessage, err := proto.Marshal(&waE2E.Message{SenderKeyDistributionMessage: &waE2E.SenderKeyDistributionMessage{
		GroupID: proto.String(chat.String()), AxolotlSenderKeyDistributionMessage: key.Serialize(),
	}})
	if err != nil {
		return nil, err
	}
	kind, sealedKey, err := p.encrypt(l.lid, keyMessage, func() *prekey.Bundle { return c.s.takeBundle(l) })
	if err != nil {
		return nil, err
	}
	plain, err := proto.Marshal(&waE2E.Message{Conversation: &words})
	if err != nil {
		return nil, err
	}
	sealed, err := groups.NewGroupCipher(builder, name, p).Encrypt(ctx, pad(plain))
	if err != nil {
		return nil, err
	}
	return []waBinary.Node{
		{Tag: "enc", Attrs: waBinary.Attrs{"v": "2", "type": kind}, Content: sealedKey},
		{Tag: "enc", Attrs: waBinary.Attrs{"v": "2", "type": "skmsg"}, Content: sealed.SignedSerialize()},
	}, nil
}

// Call rings the office; nobody can answer on a linked device.
func (c *Citizen) Call() {
	attrs := c.identify(waBinary.Attrs{"id": c.s.newID("call"), "t": time.Now().Unix()})
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.enqueue(&stanza{class: "call", node: waBinary.Node{Tag: "call", Attrs: attrs, Content: []waBinary.Node{
		{Tag: "offer", Attrs: waBinary.Attrs{"call-id": newMessageID(), "call-creator": c.Chat()}},
	}}})
}

// SendViewOnce sends a photo that may be looked at once: a linked device is told of it, and never gets it.
func (c *Citizen) SendViewOnce() string {
	id := newMessageID()
	attrs := c.identify(waBinary.Attrs{"id": id, "t": time.Now().Unix(), "type": "media", "notify": c.name})
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.enqueue(&stanza{class: "message", node: waBinary.Node{Tag: "message", Attrs: attrs, Content: []waBinary.Node{
		{Tag: "unavailable", Attrs: waBinary.Attrs{"type": "view_once"}},
	}}})
	return id
}
