package whatsapptest

import (
	"encoding/binary"

	"go.mau.fi/libsignal/ecc"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
)

// When the device has fewer one-time keys than this, it is told.
const fewKeys = 5

// keysQuery is the encrypt namespace: the device deposits its keys, asks how many are left, and fetches those of others.
func (s *Server) keysQuery(c *conn, node *waBinary.Node) []waBinary.Node {
	if list, ok := node.GetOptionalChildByTag("list"); ok {
		s.mu.Lock()
		defer s.mu.Unlock()
		if l := c.link; l != nil {
			for _, key := range list.GetChildren() {
				if value := bytesOf(&key, "value"); len(value) == 32 {
					l.once = append(l.once, publicPreKey{id: keyID(bytesOf(&key, "id")), key: [32]byte(value)})
				}
			}
			l.warned = false
		}
		return nil
	}
	if wanted, ok := node.GetOptionalChildByTag("key"); ok {
		var users []waBinary.Node
		for _, user := range wanted.GetChildren() {
			users = append(users, s.bundleNode(jid(&user, "jid")))
		}
		return []waBinary.Node{{Tag: "list", Content: users}}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	left := 0
	if c.link != nil {
		left = len(c.link.once)
	}
	if left == 0 && s.quick {
		left = 1 // then the client makes 50 keys and not 812
	}
	return []waBinary.Node{{Tag: "count", Attrs: waBinary.Attrs{"value": left}}}
}

// bundleNode is the deposited keys of a citizen's device or of the office's phone.
func (s *Server) bundleNode(who types.JID) waBinary.Node {
	node := waBinary.Node{Tag: "user", Attrs: waBinary.Attrs{"jid": who}}
	lock, party := s.partyOf(who)
	if party == nil {
		node.Content = []waBinary.Node{{Tag: "error", Attrs: waBinary.Attrs{"code": "404", "text": "item-not-found"}}}
		return node
	}
	lock.Lock()
	defer lock.Unlock()
	node.Content = party.deposit()
	return node
}

// deposit is what the party's device would have deposited, with one fresh one-time key. The caller holds its lock.
func (p *party) deposit() []waBinary.Node {
	var registration [4]byte
	binary.BigEndian.PutUint32(registration[:], p.registrationID)
	return []waBinary.Node{
		{Tag: "registration", Content: registration[:]},
		{Tag: "type", Content: []byte{ecc.DjbType}},
		{Tag: "identity", Content: p.identity.Pub[:]},
		keyNode("key", p.freshKey()),
		keyNode("skey", p.signed),
	}
}

func keyNode(tag string, key *keys.PreKey) waBinary.Node {
	var id [4]byte
	binary.BigEndian.PutUint32(id[:], key.KeyID)
	children := []waBinary.Node{{Tag: "id", Content: id[1:]}, {Tag: "value", Content: key.Pub[:]}}
	if key.Signature != nil {
		children = append(children, waBinary.Node{Tag: "signature", Content: key.Signature[:]})
	}
	return waBinary.Node{Tag: tag, Content: children}
}

// warnOfFewKeys tells the device once that its one-time keys run out. The caller holds s.mu.
func (s *Server) warnOfFewKeys() {
	l := s.link
	if l == nil || l.warned || len(l.once) >= fewKeys || s.online == nil || !s.online.flushed {
		return
	}
	l.warned = true
	s.enqueue(&stanza{class: "notification", node: waBinary.Node{
		Tag: "notification", Attrs: s.fromServer("encrypt"),
		Content: []waBinary.Node{{Tag: "count", Attrs: waBinary.Attrs{"value": len(l.once)}}},
	}})
}

// QuickPairing lets a new device deposit 50 one-time keys in place of 812, which saves a tenth of a second of each pairing, and seconds
// under the race detector.
func (s *Server) QuickPairing() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.quick = true
}

// SpendPreKeys hands out the device's one-time keys to nobody, until only so many are left, as a wave of new contacts would.
func (s *Server) SpendPreKeys(left int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.link != nil && len(s.link.once) > left {
		s.link.once = s.link.once[len(s.link.once)-left:]
	}
}
