package whatsapptest

import (
	"container/list"
	"context"
	"maps"
	"strconv"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// stanza is something for the linked device. It stays in the queue until the device has confirmed it, over any number of logins.
type stanza struct {
	class  string // message, receipt, notification or call
	node   waBinary.Node
	twin   *waBinary.Node               // a second copy, when the network delivers twice
	again  func(receipt *waBinary.Node) // the sender's answer to "I could not decrypt this"
	passed int                          // acks to pass over, since they are for a copy that a retry has replaced
}

func (z *stanza) key() string {
	return confirmation(z.class, text(&z.node, "id"), jid(&z.node, "from"), text(&z.node, "type"))
}

// confirmation is what a stanza and the device's confirmation of it have in common. IDs of messages are unique; receipts are known only
// together with their sender and type.
func confirmation(class, id string, who types.JID, kind string) string {
	if class == "receipt" {
		return class + " " + id + " " + who.String() + " " + kind
	}
	return class + " " + id
}

// queue is what the linked device has not confirmed, oldest first.
type queue struct {
	order *list.List
	index map[string]*list.Element
}

func newQueue() queue { return queue{order: list.New(), index: map[string]*list.Element{}} }

func (q *queue) put(z *stanza) {
	key := z.key()
	if at := q.index[key]; at != nil {
		at.Value = z
		return
	}
	q.index[key] = q.order.PushBack(z)
}

func (q *queue) get(key string) *stanza {
	if at := q.index[key]; at != nil {
		return at.Value.(*stanza)
	}
	return nil
}

func (q *queue) remove(key string) {
	if at := q.index[key]; at != nil {
		q.order.Remove(at)
		delete(q.index, key)
	}
}

// enqueue keeps a stanza for the device and sends it at once if the device is there. The caller holds s.mu.
func (s *Server) enqueue(z *stanza) {
	if s.link == nil {
		return
	}
	s.queue.put(z)
	s.ring()
	if s.online == nil || !s.online.flushed {
		return
	}
	s.hand(s.online, z, nil)
}

// hand sends one stanza and its twin. The caller holds s.mu.
func (s *Server) hand(c *conn, z *stanza, extra waBinary.Attrs) {
	node := z.node
	if extra != nil {
		node.Attrs = maps.Clone(node.Attrs)
		maps.Copy(node.Attrs, extra)
	}
	c.send(node)
	if z.twin != nil {
		c.send(*z.twin)
		z.twin = nil
	}
}

// flush hands over what waited while the device was away, then says that this was all.
func (s *Server) flush(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.online != c || c.flushed {
		return
	}
	c.flushed = true
	c.send(ib("offline_preview", s.queue.order.Len()))
	waited := 0
	for at := s.queue.order.Front(); at != nil; at = at.Next() {
		s.hand(c, at.Value.(*stanza), waBinary.Attrs{"offline": strconv.Itoa(waited)})
		waited++
	}
	c.send(ib("offline", waited))
	s.ring()
}

func ib(tag string, count int) waBinary.Node {
	return waBinary.Node{Tag: "ib", Attrs: waBinary.Attrs{"from": types.ServerJID}, Content: []waBinary.Node{
		{Tag: tag, Attrs: waBinary.Attrs{"count": count}},
	}}
}

// takeReceipt is the device's word on a message of somebody: arrived, read, or not understood.
func (s *Server) takeReceipt(c *conn, node *waBinary.Node) {
	id, kind, to := text(node, "id"), text(node, "type"), jid(node, "to")
	key := confirmation("message", id, to, "")
	var retry func(*waBinary.Node)
	s.mu.Lock()
	s.counts.Receipts[kind]++
	switch kind {
	case string(types.ReceiptTypeRetry):
		s.counts.Retries++
		if z := s.queue.get(key); z != nil && z.again != nil {
			retry = z.again
		}
	case string(types.ReceiptTypeRead), string(types.ReceiptTypeReadSelf), string(types.ReceiptTypePlayed):
	default: // delivered, inactive, sender, peer_msg, hist_sync
		if s.queue.get(key) != nil && s.faults.dropNow() {
			c.cut()
		}
		s.queue.remove(key)
	}
	s.mu.Unlock()
	if retry != nil {
		retry(node)
	}
	if citizen := s.citizenAt(to); citizen != nil && (kind == string(types.ReceiptTypeRead) || kind == string(types.ReceiptTypeReadSelf)) {
		citizen.noteRead(id, node)
	}
	answer := waBinary.Attrs{"class": "receipt", "id": id, "from": to}
	if kind != "" {
		answer["type"] = kind
	}
	c.send(waBinary.Node{Tag: "ack", Attrs: answer})
	s.ring()
}

// takeAck is the device's confirmation of a receipt or notification, or its refusal of a message.
func (s *Server) takeAck(node *waBinary.Node) {
	key := confirmation(text(node, "class"), text(node, "id"), jid(node, "to"), text(node, "type"))
	s.mu.Lock()
	s.counts.Acks++
	if z := s.queue.get(key); z != nil && z.passed > 0 {
		z.passed--
	} else {
		s.queue.remove(key)
	}
	s.mu.Unlock()
	s.ring()
}

// Pending is how many stanzas the device has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queue.order.Len()
}

// WaitDrained waits until the device has confirmed everything.
func (s *Server) WaitDrained(ctx context.Context) error {
	return s.wait(ctx, "every stanza to be confirmed", func() bool { return s.Pending() == 0 })
}

// WaitConfirmed waits for the device's receipt for a citizen's message.
func (s *Server) WaitConfirmed(ctx context.Context, id string) error {
	return s.wait(ctx, "the receipt for "+id, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.queue.get(confirmation("message", id, types.EmptyJID, "")) == nil
	})
}
