package whatsapptest

import (
	"strings"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// usyncQuery answers who somebody is: devices, hidden identity, whether a number is on WhatsApp.
func (s *Server) usyncQuery(c *conn, id string, node *waBinary.Node) {
	if s.limitedUsync() {
		c.refuse(id, 429, "rate-overlimit")
		return
	}
	list, _ := node.GetOptionalChildByTag("usync", "list")
	query, _ := node.GetOptionalChildByTag("usync", "query")
	var users []waBinary.Node
	for _, user := range list.GetChildren() {
		users = append(users, s.userNode(&user, &query))
	}
	c.result(id, waBinary.Node{Tag: "usync", Content: []waBinary.Node{{Tag: "list", Content: users}}})
}

func (s *Server) userNode(asked, query *waBinary.Node) waBinary.Node {
	if number := bytesOf(asked, "contact"); number != nil {
		return s.contactNode(string(number))
	}
	who := jid(asked, "jid")
	var content []waBinary.Node
	for _, want := range query.GetChildren() {
		switch want.Tag {
		case "devices":
			var devices []waBinary.Node
			for _, device := range s.devicesOf(who) {
				devices = append(devices, waBinary.Node{Tag: "device", Attrs: waBinary.Attrs{"id": int(device)}})
			}
			content = append(content, waBinary.Node{Tag: "devices", Content: []waBinary.Node{{Tag: "device-list", Content: devices}}})
		case "lid":
			if lid := s.lidOf(who); !lid.IsEmpty() {
				content = append(content, waBinary.Node{Tag: "lid", Attrs: waBinary.Attrs{"val": lid}})
			}
		}
	}
	return waBinary.Node{Tag: "user", Attrs: waBinary.Attrs{"jid": who}, Content: content}
}

// contactNode says whether a phone number, as +digits or digits@c.us, is on WhatsApp.
func (s *Server) contactNode(number string) waBinary.Node {
	digits, _, _ := strings.Cut(strings.TrimPrefix(number, "+"), "@")
	found := waBinary.Attrs{"type": "out"}
	attrs := waBinary.Attrs{"pn_jid": types.NewJID(digits, types.DefaultUserServer)}
	if citizen := s.citizenAt(types.NewJID(digits, types.DefaultUserServer)); citizen != nil {
		found["type"] = "in"
		attrs = waBinary.Attrs{"jid": citizen.lid, "pn_jid": citizen.pn}
	}
	return waBinary.Node{Tag: "user", Attrs: attrs, Content: []waBinary.Node{{Tag: "contact", Attrs: found, Content: []byte(number)}}}
}

func (s *Server) devicesOf(who types.JID) []uint16 {
	if s.isOffice(who) {
		devices := []uint16{0}
		if linked := s.Device(); !linked.IsEmpty() {
			devices = append(devices, linked.Device)
		}
		return devices
	}
	citizen := s.citizenAt(who)
	if citizen == nil {
		return nil
	}
	devices := make([]uint16, len(citizen.devices))
	for i := range devices {
		devices[i] = uint16(i)
	}
	return devices
}

func (s *Server) lidOf(who types.JID) types.JID {
	if s.isOffice(who) {
		return s.phone.lid
	}
	if citizen := s.citizenAt(who); citizen != nil {
		return citizen.lid
	}
	return types.EmptyJID
}

func (s *Server) isOffice(who types.JID) bool {
	return who.User == s.phone.pn.User || who.User == s.phone.lid.User
}

// citizenAt finds a citizen by phone number or hidden identity, nil when there is none.
func (s *Server) citizenAt(who types.JID) *Citizen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.citizens[who.User]
}
