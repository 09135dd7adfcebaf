package whatsapptest

import (
	"strconv"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/types"
)

// login lets the linked device in, or sends it away and returns false.
func (c *conn) login(payload *waWa6.ClientPayload) bool {
	s := c.s
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.ring()
	if failure, ok := s.faults.nextLogin(); ok {
		if failure.forgets() {
			s.forgetLink()
		}
		c.sendLast(failure.node())
		return false
	}
	l := s.link
	if l == nil || strconv.FormatUint(payload.GetUsername(), 10) != l.jid.User || uint16(payload.GetDevice()) != l.jid.Device || c.static != l.noise {
		c.sendLast(Failure{Reason: 401}.node())
		return false
	}
	if s.online != nil {
		s.dismiss(s.online, conflict("replaced"))
	}
	c.link, s.online = l, c
	s.counts.Logins++
	c.send(waBinary.Node{Tag: "success", Attrs: waBinary.Attrs{
		"t": time.Now().Unix(), "lid": l.lid, "props": "27", "companion_enc_static": "", "location": "fake",
	}})
	return true
}

// forgetLink drops the linked device and what waits for it. The caller holds s.mu.
func (s *Server) forgetLink() {
	s.link = nil
	s.queue = newQueue()
}

// Unlink removes the device on the office's phone. A device that is online is told at once, another at its next login (401).
func (s *Server) Unlink() {
	s.mu.Lock()
	if s.online != nil {
		s.dismiss(s.online, removed())
	}
	s.forgetLink()
	s.mu.Unlock()
	s.ring()
}

// dismiss says goodbye to a connection, which is not online from then on. The caller holds s.mu.
func (s *Server) dismiss(c *conn, goodbye waBinary.Node) {
	if s.online == c {
		s.online = nil
	}
	c.sendLast(goodbye)
}

func streamError(code int) waBinary.Node {
	return waBinary.Node{Tag: "stream:error", Attrs: waBinary.Attrs{"code": code}}
}

func conflict(kind string) waBinary.Node {
	return waBinary.Node{Tag: "stream:error", Content: []waBinary.Node{{Tag: "conflict", Attrs: waBinary.Attrs{"type": kind}}}}
}

// removed is the goodbye to a device that was unlinked on the phone.
func removed() waBinary.Node {
	node := conflict("device_removed")
	node.Attrs = waBinary.Attrs{"code": "401"}
	return node
}

// fromServer are the attributes of a notification of the server itself.
func (s *Server) fromServer(kind string) waBinary.Attrs {
	return waBinary.Attrs{"from": types.ServerJID, "type": kind, "id": s.newID("note"), "t": time.Now().Unix()}
}
