package whatsapptest

import (
	"context"
	"crypto/cipher"
	"sync"
	"sync/atomic"

	"github.com/coder/websocket"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/types"
)

// conn is one connection of a client.
type conn struct {
	s      *Server
	ws     *websocket.Conn
	ctx    context.Context
	cancel context.CancelFunc
	silent atomic.Bool // no byte passes any more

	incoming []byte // read, not yet cut into frames
	headed   bool   // the connection's header has passed

	opener, sealer cipher.AEAD
	opened, sealed uint32

	outMu sync.Mutex
	out   []letter
	wake  chan struct{}

	static  [32]byte                                           // the client's Noise key
	request *waWa6.ClientPayload_DevicePairingRegistrationData // of a client that wants to be linked
	link    *link                                              // of a client that logged in
	flushed bool                                               // the offline queue has been handed over; guarded by s.mu
	pairing pairing                                            // guarded by s.mu
	answers map[string]chan *waBinary.Node                     // iqs of ours that wait for an answer; guarded by s.mu
}

func newConn(s *Server, ws *websocket.Conn) *conn {
	c := &conn{s: s, ws: ws, wake: make(chan struct{}, 1), answers: map[string]chan *waBinary.Node{}}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	return c
}

// cut ends the connection without a goodbye, as a lost network does.
func (c *conn) cut() {
	c.cancel()
	go func() { _ = c.ws.CloseNow() }() // it may wait for a writer
}

// run serves the connection until it ends.
func (c *conn) run() {
	if !c.s.enter(c) {
		c.cut()
		return
	}
	defer c.s.leave(c)
	defer c.cut()
	if c.s.spoilHandshake() {
		_ = c.writeFrame([]byte("not a handshake"))
		return
	}
	static, payload, err := c.shake()
	if err != nil {
		return
	}
	c.static = static
	c.s.count(func(n *Counts) { n.Handshakes++ })
	go c.write()
	if payload.DevicePairingData != nil {
		c.request = payload.DevicePairingData
		c.offerPairing()
	} else if !c.login(payload) {
		<-c.ctx.Done() // the goodbye is on its way
		return
	}
	for {
		node, err := c.readNode()
		if err != nil {
			return
		}
		if !c.silent.Load() {
			c.handle(node)
		}
	}
}

func (c *conn) handle(node *waBinary.Node) {
	switch node.Tag {
	case "iq":
		c.handleIQ(node)
	case "message":
		c.s.takeMessage(c, node)
	case "receipt":
		c.s.takeReceipt(c, node)
	case "ack":
		c.s.takeAck(node)
	case "chatstate":
		c.s.takeTyping(node)
	case "presence":
		c.s.count(func(n *Counts) { n.Presence[text(node, "type")]++ })
	}
}

func (s *Server) enter(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.conns[c] = struct{}{}
	return true
}

func (s *Server) leave(c *conn) {
	s.mu.Lock()
	delete(s.conns, c)
	for ref, waiting := range s.waiting {
		if waiting == c {
			delete(s.waiting, ref)
		}
	}
	if s.online == c {
		s.online = nil
	}
	s.mu.Unlock()
	s.ring()
}

// text is a string attribute, empty when it is missing or something else.
func text(node *waBinary.Node, key string) string {
	value, _ := node.Attrs[key].(string)
	return value
}

// jid is an address attribute, empty when it is missing.
func jid(node *waBinary.Node, key string) types.JID {
	value, _ := node.Attrs[key].(types.JID)
	return value
}

// bytesOf is the content of a child, nil when it is missing.
func bytesOf(node *waBinary.Node, path ...string) []byte {
	child, ok := node.GetOptionalChildByTag(path...)
	if !ok {
		return nil
	}
	data, _ := child.Content.([]byte)
	return data
}
