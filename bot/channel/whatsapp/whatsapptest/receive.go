package whatsapptest

import (
	"encoding/binary"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"
)

// receive is one of this person's devices getting a message of the bot. What it cannot decrypt it asks for again.
func (c *Citizen) receive(device int, m copyOf) {
	c.mu.Lock()
	plain, err := c.devices[device].decrypt(m.sender.lid, m.kind, m.sealed)
	message := &waE2E.Message{}
	if err == nil {
		err = proto.Unmarshal(plain, message)
	}
	if err != nil {
		c.ask(device, m.id)
		c.mu.Unlock()
		return
	}
	c.copies[device]++
	if device == 0 {
		c.screen.show(m.id, message, false, c.s.fetch)
	}
	delivered := !c.quiet && device == 0
	c.mu.Unlock()
	if delivered {
		c.receipt("", m.id)
	}
	c.ring()
	c.s.ring()
}

// receipt tells the bot what became of its messages.
func (c *Citizen) receipt(kind string, ids ...string) {
	attrs := waBinary.Attrs{"from": c.Chat(), "id": ids[0], "t": time.Now().Unix()}
	if kind != "" {
		attrs["type"] = kind
	}
	node := waBinary.Node{Tag: "receipt", Attrs: attrs}
	if len(ids) > 1 {
		var items []waBinary.Node
		for _, id := range ids[1:] {
			items = append(items, waBinary.Node{Tag: "item", Attrs: waBinary.Attrs{"id": id}})
		}
		node.Content = []waBinary.Node{{Tag: "list", Content: items}}
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.enqueue(&stanza{class: "receipt", node: node})
}

// Read tells the bot that this person has read its messages.
func (c *Citizen) Read(ids ...string) {
	if len(ids) > 0 {
		c.receipt("read", ids...)
	}
}

// AskAgain asks the bot to send a message once more, as a phone does that could not decrypt it.
func (c *Citizen) AskAgain(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ask(0, id)
}

// ask sends a retry receipt; from the second on, and whenever there is no session, with keys for a new one. The caller holds c.mu.
func (c *Citizen) ask(device int, id string) {
	c.asked[id]++
	count := c.asked[id]
	if count > 5 {
		return
	}
	p, l := c.devices[device], c.s.linked()
	if l == nil {
		return
	}
	from := c.Chat()
	from.Device = uint16(device)
	now := time.Now().Unix()
	var registration [4]byte
	binary.BigEndian.PutUint32(registration[:], p.registrationID)
	content := []waBinary.Node{
		{Tag: "retry", Attrs: waBinary.Attrs{"count": count, "id": id, "t": now, "v": 1}},
		{Tag: "registration", Content: registration[:]},
	}
	if count > 1 || p.sessions[l.lid.SignalAddress().String()] == nil {
		content = append(content, waBinary.Node{Tag: "keys", Content: p.deposit()[1:]})
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.enqueue(&stanza{class: "receipt", node: waBinary.Node{
		Tag: "receipt", Attrs: waBinary.Attrs{"from": from, "id": id, "t": now, "type": "retry"}, Content: content,
	}})
}

// resend answers the bot's retry receipt: the same message under the same ID, encrypted anew.
func (c *Citizen) resend(o *outgoing, receipt *waBinary.Node) {
	retry, _ := receipt.GetOptionalChildByTag("retry")
	count := retry.AttrGetter().OptionalInt("count")
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.s.linked()
	if c.deaf || l == nil {
		return
	}
	if _, fresh := receipt.GetOptionalChildByTag("keys"); fresh || count > 1 {
		c.devices[0].forget(l.lid)
	}
	if z, ok := c.stanzaFor(o, count); ok {
		z.passed = 1 // whatsmeow acknowledges what it could not decrypt, after its retry receipt
		c.s.mu.Lock()
		defer c.s.mu.Unlock()
		c.s.enqueue(z)
	}
}

// Reinstall is a new phone: new keys, and no memory of any session. The bot is told that the identity changed.
func (c *Citizen) Reinstall() {
	c.mu.Lock()
	c.devices[0] = newParty()
	c.mu.Unlock()
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	attrs := c.s.fromServer("encrypt")
	attrs["from"] = c.Chat()
	c.s.enqueue(&stanza{class: "notification", node: waBinary.Node{
		Tag: "notification", Attrs: attrs, Content: []waBinary.Node{{Tag: "identity"}},
	}})
}
