package whatsapptest

import (
	"fmt"
	"sync"
	"time"

	"go.mau.fi/libsignal/keys/prekey"
	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// Phone is the office's own phone: it links devices, gets a copy of what they send, and somebody types on it now and then.
type Phone struct {
	s       *Server
	pn, lid types.JID
	party   *party
	lane    lane

	mu     sync.Mutex
	screen screen
	failed int // copies it could not decrypt
}

func newPhone(s *Server) *Phone {
	return &Phone{
		s: s, party: newParty(), screen: newScreen(),
		pn: types.NewJID("6254100000001", types.DefaultUserServer), lid: types.NewJID("100000000001", types.HiddenUserServer),
	}
}

// OwnPhone is the office's phone.
func (s *Server) OwnPhone() *Phone { return s.phone }

// Say types a message to a citizen on the phone: the citizen sees it, and the linked device gets a copy that is "from me".
func (p *Phone) Say(to *Citizen, words string) string {
	id := newMessageID()
	message := &waE2E.Message{Conversation: proto.String(words)}
	to.lane.do(func() {
		to.mu.Lock()
		to.screen.show(id, message, true, p.s.fetch)
		to.mu.Unlock()
		to.ring()
	})
	attrs := waBinary.Attrs{"id": id, "recipient": to.Chat(), "t": time.Now().Unix(), "type": "text", "notify": "Dinas Sosial"}
	if !to.byPN && !to.hidden {
		attrs["peer_recipient_pn"] = to.pn
	}
	p.copyToDevice(attrs, &waE2E.Message{DeviceSentMessage: &waE2E.DeviceSentMessage{
		DestinationJID: proto.String(to.Chat().String()), Message: message,
	}})
	return id
}

// copyToDevice encrypts a message for the linked device and queues it.
func (p *Phone) copyToDevice(attrs waBinary.Attrs, message *waE2E.Message) {
	l := p.s.linked()
	if l == nil {
		return
	}
	plain, err := proto.Marshal(message)
	if err != nil {
		panic(fmt.Sprintf("marshal a message of the phone: %v", err))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	kind, sealed, err := p.party.encrypt(l.lid, plain, func() *prekey.Bundle { return p.s.takeBundle(l) })
	if err != nil {
		panic(fmt.Sprintf("encrypt a message of the phone: %v", err))
	}
	attrs["from"] = p.lid
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.enqueue(&stanza{class: "message", node: waBinary.Node{
		Tag: "message", Attrs: attrs,
		Content: []waBinary.Node{{Tag: "enc", Attrs: waBinary.Attrs{"v": "2", "type": kind}, Content: sealed}},
	}})
}

// receive is the phone getting its copy of what the linked device sent.
func (p *Phone) receive(m copyOf) {
	p.mu.Lock()
	plain, err := p.party.decrypt(m.sender.lid, m.kind, m.sealed)
	message := &waE2E.Message{}
	if err == nil {
		err = proto.Unmarshal(plain, message)
	}
	if err != nil {
		p.failed++
	} else {
		p.screen.show(m.id, message, false, p.s.fetch)
		p.screen.unread = nil // nobody waits for them one by one
	}
	p.mu.Unlock()
	p.s.ring()
}

// Seen are the copies of what the linked device sent.
func (p *Phone) Seen() []Shown {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.screen.all()
}

// Failed is how many copies the phone could not decrypt.
func (p *Phone) Failed() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}
