package whatsapptest

import (
	"context"
	"maps"
)

// Counts is what the server has seen.
type Counts struct {
	Dials      int // of the websocket, refused ones too
	Handshakes int
	Logins     int
	Sends      int // messages of the bot, repeats and refused ones too
	Nacks      int // of these, refused
	Acks       int // of the bot, for receipts and notifications, and for messages it could not use
	Retries    int // retry receipts of the bot
	Uploads    int
	Downloads  int
	PreKeys    int            // one-time keys of the device that are left
	Receipts   map[string]int // of the bot, by type; "" is delivered
	Presence   map[string]int // available, unavailable
	IQs        map[string]int // by namespace
}

func newCounts() Counts {
	return Counts{Receipts: map[string]int{}, Presence: map[string]int{}, IQs: map[string]int{}}
}

// Counts is what the server has seen so far.
func (s *Server) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.counts
	n.Receipts, n.Presence, n.IQs = maps.Clone(n.Receipts), maps.Clone(n.Presence), maps.Clone(n.IQs)
	if s.link != nil {
		n.PreKeys = len(s.link.once)
	}
	return n
}

// SendsOf is how often the bot sent a message with this ID.
func (s *Server) SendsOf(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sends[id]
}

// count changes the counters.
func (s *Server) count(change func(*Counts)) {
	s.mu.Lock()
	change(&s.counts)
	s.mu.Unlock()
	s.ring()
}

// WaitOnline waits until the linked device is logged in and has got what waited for it.
func (s *Server) WaitOnline(ctx context.Context) error {
	return s.wait(ctx, "the device to be online", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.online != nil && s.online.flushed
	})
}

// WaitOffline waits until no device is logged in.
func (s *Server) WaitOffline(ctx context.Context) error {
	return s.wait(ctx, "the device to be offline", func() bool { return !s.Online() })
}

// WaitLogins waits for the nth login since the server began.
func (s *Server) WaitLogins(ctx context.Context, n int) error {
	return s.wait(ctx, "logins", func() bool { return s.Counts().Logins >= n })
}
