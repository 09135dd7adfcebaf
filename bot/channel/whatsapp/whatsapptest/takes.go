package whatsapptest

import (
	"sync"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
	"go.mau.fi/whatsmeow/types"
)

// takeMessage is a message of the bot: the server acknowledges it and hands a copy to each device it is encrypted for, unless a fault
// says otherwise.
func (s *Server) takeMessage(c *conn, node *waBinary.Node) {
	if c.link == nil {
		return
	}
	id, to := text(node, "id"), jid(node, "to")
	citizen := s.citizenAt(to)
	s.mu.Lock()
	s.counts.Sends++
	s.sends[id]++
	fate := s.faults.judge(citizen)
	delay := s.faults.ackDelay
	if fate.code != 0 {
		s.counts.Nacks++
	}
	s.mu.Unlock()
	if !fate.lostAck {
		attrs := waBinary.Attrs{"class": "message", "id": id, "from": to, "t": time.Now().Unix()}
		if fate.code != 0 {
			attrs["error"] = fate.code
		}
		ack := waBinary.Node{Tag: "ack", Attrs: attrs}
		if delay > 0 {
			time.AfterFunc(delay, func() { c.send(ack) })
		} else {
			c.send(ack)
		}
	}
	if fate.cut {
		c.cut()
	}
	if fate.deliver {
		s.deliver(c.link, id, to, node)
	}
	s.ring()
}

// copyOf is one device's copy of a message of the bot.
type copyOf struct {
	id     string
	sender *link
	kind   string // msg or pkmsg
	sealed []byte
}

// deliver hands each device its copy. An answer to a retry receipt has one copy, for its addressee.
func (s *Server) deliver(sender *link, id string, to types.JID, node *waBinary.Node) {
	if to.Server == types.NewsletterServer {
		s.publish(node)
		return
	}
	participants, many := node.GetOptionalChildByTag("participants")
	if !many {
		if enc, ok := node.GetOptionalChildByTag("enc"); ok {
			s.deliverTo(to, copyFrom(id, sender, &enc))
		}
		return
	}
	for _, each := range participants.GetChildren() {
		if enc, ok := each.GetOptionalChildByTag("enc"); ok {
			s.deliverTo(jid(&each, "jid"), copyFrom(id, sender, &enc))
		}
	}
}

func copyFrom(id string, sender *link, enc *waBinary.Node) copyOf {
	sealed, _ := enc.Content.([]byte)
	return copyOf{id: id, sender: sender, kind: text(enc, "type"), sealed: sealed}
}

func (s *Server) deliverTo(device types.JID, m copyOf) {
	if s.isOffice(device) {
		if device.Device == 0 {
			s.phone.lane.do(func() { s.phone.receive(m) })
		}
		return
	}
	if citizen := s.citizenAt(device); citizen != nil && int(device.Device) < len(citizen.devices) {
		citizen.lane.do(func() { citizen.receive(int(device.Device), m) })
	}
}

// lane does one thing after the other, on a goroutine that lives only while there is something to do.
type lane struct {
	mu    sync.Mutex
	tasks []func()
	busy  bool
}

func (l *lane) do(task func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tasks = append(l.tasks, task)
	if !l.busy {
		l.busy = true
		go l.run()
	}
}

func (l *lane) run() {
	for {
		l.mu.Lock()
		if len(l.tasks) == 0 {
			l.busy, l.tasks = false, nil
			l.mu.Unlock()
			return
		}
		task := l.tasks[0]
		l.tasks = l.tasks[1:]
		l.mu.Unlock()
		task()
	}
}

// takeTyping is the bot's "writes ...".
func (s *Server) takeTyping(node *waBinary.Node) {
	citizen := s.citizenAt(jid(node, "to"))
	if children := node.GetChildren(); citizen != nil && len(children) == 1 {
		citizen.mu.Lock()
		citizen.typing = append(citizen.typing, children[0].Tag)
		citizen.mu.Unlock()
		citizen.ring()
		s.ring()
	}
}
