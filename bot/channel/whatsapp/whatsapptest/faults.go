package whatsapptest

import (
	"errors"
	"strconv"
	"time"

	waBinary "go.mau.fi/whatsmeow/binary"
)

// faults is what goes wrong, and how often yet. The server's lock guards it. A count below zero never ends.
type faults struct {
	dials, handshakes int
	logins            []loginFault
	odds              odds // of sends to anybody
	ackDelay          time.Duration
	usync             int
	corrupt           int
	uploads           mediaFaults
	downloads         mediaFaults

	dropEvery, dropSince           int
	redeliverEvery, redeliverSince int
	redelivery                     Redelivery
}

type mediaFaults struct{ left, status int }

type loginFault struct {
	failure Failure
	left    int
}

// odds is what becomes of sends.
type odds struct {
	nackCode, nacks int
	lost            int
	lostDelivered   bool
	cut             int
	cutDelivered    bool
}

// fate is what becomes of one send.
type fate struct {
	code                  int // of the refusal; 0: none
	lostAck, cut, deliver bool
}

// spend takes one of a number of times; below zero there is always one more.
func spend(left *int) bool {
	if *left > 0 {
		*left--
		return true
	}
	return *left < 0
}

func (o *odds) judge() (fate, bool) {
	if spend(&o.nacks) {
		return fate{code: o.nackCode}, true
	}
	if spend(&o.lost) {
		return fate{lostAck: true, deliver: o.lostDelivered}, true
	}
	if spend(&o.cut) {
		return fate{cut: true, lostAck: true, deliver: o.cutDelivered}, true
	}
	return fate{deliver: true}, false
}

// judge says what becomes of a send to a citizen, who may be nil.
func (f *faults) judge(to *Citizen) fate {
	if to != nil {
		if fate, bad := to.odds.judge(); bad {
			return fate
		}
	}
	fate, _ := f.odds.judge()
	return fate
}

func (f *faults) nextLogin() (Failure, bool) {
	if len(f.logins) == 0 {
		return Failure{}, false
	}
	first := &f.logins[0]
	failure := first.failure
	if first.left > 0 {
		if first.left--; first.left == 0 {
			f.logins = f.logins[1:]
		}
	}
	return failure, true
}

func (f *faults) dropNow() bool {
	f.dropSince++
	if f.dropEvery == 0 || f.dropSince < f.dropEvery {
		return false
	}
	f.dropSince = 0
	return true
}

func (f *faults) redeliverNow() (Redelivery, bool) {
	f.redeliverSince++
	if f.redeliverEvery == 0 || f.redeliverSince < f.redeliverEvery {
		return 0, false
	}
	f.redeliverSince = 0
	return f.redelivery, true
}

func (s *Server) refuseDial() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts.Dials++
	return s.closed || spend(&s.faults.dials)
}

func (s *Server) spoilHandshake() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return spend(&s.faults.handshakes)
}

func (s *Server) limitedUsync() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return spend(&s.faults.usync)
}

func (s *Server) corruptNow() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return spend(&s.faults.corrupt)
}

// mediaFault counts a transfer and says with which status it fails, 0 when it does not.
func (s *Server) mediaFault(up bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	fault := &s.faults.downloads
	if up {
		s.counts.Uploads++
		fault = &s.faults.uploads
	} else {
		s.counts.Downloads++
	}
	if spend(&fault.left) {
		return fault.status
	}
	return 0
}

// Failure is how a login is refused. Reason 401 is logged out, 402 a temporary ban (Code 101 to 106, Expire), 403 locked, 405 client
// outdated, 406 banned, 503 unavailable. After 401, 403 and 406 the device is no longer linked.
type Failure struct {
	Reason int
	Code   int
	Expire time.Duration
}

func (f Failure) forgets() bool { return f.Reason == 401 || f.Reason == 403 || f.Reason == 406 }

func (f Failure) node() waBinary.Node {
	attrs := waBinary.Attrs{"reason": f.Reason, "location": "fake"}
	if f.Code != 0 {
		attrs["code"] = f.Code
	}
	if f.Expire > 0 {
		attrs["expire"] = strconv.Itoa(int(f.Expire.Seconds()))
	}
	return waBinary.Node{Tag: "failure", Attrs: attrs}
}

// Redelivery is how a message comes a second time.
type Redelivery int

// As the network repeats it, or as its sender encrypts it anew under the same ID.
const (
	SameCiphertext Redelivery = iota
	Reencrypted
)

// Redeliver gives the device one of a citizen's newest messages once more, confirmed or not.
func (s *Server) Redeliver(id string, how Redelivery) error {
	s.mu.Lock()
	everybody := make([]*Citizen, 0, len(s.citizens))
	for _, c := range s.citizens {
		everybody = append(everybody, c)
	}
	s.mu.Unlock()
	for _, c := range everybody {
		if c.sendAgain(id, how) {
			return nil
		}
	}
	return errors.New("nobody remembers the message " + id)
}

func (c *Citizen) sendAgain(id string, how Redelivery) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, o := range c.sent {
		if o.id != id {
			continue
		}
		z := &stanza{class: "message", node: o.node, again: func(receipt *waBinary.Node) { c.resend(o, receipt) }}
		if how == Reencrypted || o.node.Tag == "" {
			var ok bool
			if z, ok = c.stanzaFor(o, 0); !ok {
				return false
			}
		}
		c.s.mu.Lock()
		c.s.enqueue(z)
		c.s.mu.Unlock()
		return true
	}
	return false
}
