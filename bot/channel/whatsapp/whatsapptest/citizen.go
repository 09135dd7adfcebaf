package whatsapptest

import (
	"context"
	"fmt"
	"sync"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// Citizen is a person with WhatsApp on one or more devices. What they write is encrypted for the linked device with Signal; what the
// bot writes is decrypted, and shown once for each ID.
type Citizen struct {
	bell // rung when something is shown, typed or read

	s       *Server
	pn, lid types.JID
	name    string
	hidden  bool // the server does not tell the phone number
	byPN    bool // the server still addresses this person by phone number
	lane    lane // what arrives, in order
	odds    odds // faults for this person alone; guarded by s.mu

	mu      sync.Mutex
	devices []*party
	copies  []int // that each device could decrypt
	screen  screen
	sent    []*outgoing // the newest few
	typing  []string
	botRead []string
	quiet   bool // no delivered receipts
	deaf    bool // no answer to retry receipts
	asked   map[string]int
}

// Option says what is particular about a citizen.
type Option func(*Citizen)

// Named gives a push name.
func Named(name string) Option { return func(c *Citizen) { c.name = name } }

// PhoneNumber gives a phone number, digits only, with the country code.
func PhoneNumber(digits string) Option {
	return func(c *Citizen) { c.pn = types.NewJID(digits, types.DefaultUserServer) }
}

// WithoutPN hides the phone number: messages come from the hidden identity alone (no sender_pn), as seen in the wild.
func WithoutPN() Option { return func(c *Citizen) { c.hidden = true } }

// PNAddressed makes messages come from the phone number, with the hidden identity beside it, as before the change to hidden identities.
func PNAddressed() Option { return func(c *Citizen) { c.byPN = true } }

// Devices gives n devices; the first is the phone that writes and whose screen is read.
func Devices(n int) Option {
	return func(c *Citizen) {
		for len(c.devices) < n {
			c.devices, c.copies = append(c.devices, newParty()), append(c.copies, 0)
		}
	}
}

// Citizen makes a person.
func (s *Server) Citizen(opts ...Option) *Citizen {
	s.mu.Lock()
	n := s.next()
	s.mu.Unlock()
	c := &Citizen{
		bell: newBell(), s: s, name: fmt.Sprintf("Warga %d", n), screen: newScreen(), asked: map[string]int{},
		pn:  types.NewJID(fmt.Sprintf("62812%08d", n), types.DefaultUserServer),
		lid: types.NewJID(fmt.Sprintf("2000%09d", n), types.HiddenUserServer),
	}
	Devices(1)(c)
	for _, opt := range opts {
		opt(c)
	}
	s.mu.Lock()
	s.citizens[c.pn.User], s.citizens[c.lid.User] = c, c
	s.mu.Unlock()
	return c
}

// JID is the phone number's address.
func (c *Citizen) JID() types.JID { return c.pn }

// LID is the hidden identity.
func (c *Citizen) LID() types.JID { return c.lid }

// PushName is the name a person gave themselves.
func (c *Citizen) PushName() string { return c.name }

// Chat is the address under which the bot sees this person.
func (c *Citizen) Chat() types.JID {
	if c.byPN {
		return c.pn
	}
	return c.lid
}

// identify adds what the server tells the bot about the sender.
func (c *Citizen) identify(attrs waBinary.Attrs) waBinary.Attrs {
	attrs["from"] = c.Chat()
	switch {
	case c.byPN:
		attrs["sender_lid"] = c.lid
	case !c.hidden:
		attrs["sender_pn"] = c.pn
	}
	return attrs
}

// partyOf finds the keys of a device and the lock that guards them, nil when there is no such device.
func (s *Server) partyOf(device types.JID) (*sync.Mutex, *party) {
	if s.isOffice(device) && device.Device == 0 {
		return &s.phone.mu, s.phone.party
	}
	c := s.citizenAt(device)
	if c == nil || int(device.Device) >= len(c.devices) {
		return nil, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return &c.mu, c.devices[device.Device]
}

// Copies is how many messages of the bot each device could decrypt, repeats too.
func (c *Citizen) Copies() []int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]int(nil), c.copies...)
}

// Typing is what the bot showed in the chat so far: "composing" and "paused", in order.
func (c *Citizen) Typing() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.typing...)
}

// BotRead are the IDs of this person's messages that the bot marked as read.
func (c *Citizen) BotRead() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.botRead...)
}

// noteRead takes a read receipt of the bot, which may be for many messages.
func (c *Citizen) noteRead(first string, node *waBinary.Node) {
	ids := []string{first}
	if list, ok := node.GetOptionalChildByTag("list"); ok {
		for _, item := range list.GetChildren() {
			ids = append(ids, text(&item, "id"))
		}
	}
	c.mu.Lock()
	c.botRead = append(c.botRead, ids...)
	c.mu.Unlock()
	c.ring()
}

// SetDelivered switches the automatic delivered receipts; they are on at first.
func (c *Citizen) SetDelivered(on bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.quiet = !on
}

// AnswerRetries says whether a message is sent again when the bot could not decrypt it; at first it is.
func (c *Citizen) AnswerRetries(on bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deaf = !on
}

// Next is the next message on this person's screen, each ID once. Only here Shown.Raw is set.
func (c *Citizen) Next(ctx context.Context) (Shown, error) {
	var next Shown
	err := c.wait(ctx, "a message on the screen of "+c.name, func() (ok bool) {
		c.mu.Lock()
		defer c.mu.Unlock()
		next, ok = c.screen.next()
		return ok
	})
	return next, err
}

// Seen is everything that was shown so far, in the order of its first arrival.
func (c *Citizen) Seen() []Shown {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.screen.all()
}
