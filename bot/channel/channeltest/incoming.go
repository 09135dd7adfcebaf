package channeltest

import (
	"fmt"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
)

func described(t *testing.T, s *stage) {
	if s.Adapter.Name() == "" {
		t.Error("a channel needs a name")
	}
	shape := s.Adapter.Shape()
	if shape.Text < 160 {
		t.Errorf("Shape.Text = %d, too short for any answer", shape.Text)
	}
	if shape.Buttons > 0 && shape.Label < 10 {
		t.Errorf("Shape.Label = %d beside %d buttons", shape.Label, shape.Buttons)
	}
	s.listen(t)
	for s.Adapter.Health().State != channel.Normal {
		select {
		case <-s.ctx.Done():
			t.Fatalf("Health stays %+v while listening", s.Adapter.Health())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// first waits for n messages and checks what holds for every message.
func (s *stage) first(t *testing.T, n int) []conversations.Message {
	t.Helper()
	messages, err := s.inbox.First(s.ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		if m.ID == "" || m.From == "" || m.At.IsZero() {
			t.Errorf("a message without ID, From or At: %v", m)
		}
		if m.Channel != s.Adapter.Name() {
			t.Errorf("Message.Channel = %q on channel %q", m.Channel, s.Adapter.Name())
		}
	}
	return messages
}

func inOrder(t *testing.T, s *stage) {
	p := s.person(t)
	s.listen(t)
	const burst = 25
	for i := range burst {
		p.Say(s.keep(fmt.Sprintf("pesan rahasia nomor %d", i)))
	}
	messages := s.first(t, burst)
	if len(messages) != burst {
		t.Fatalf("%d messages with an ID of their own, want %d", len(messages), burst)
	}
	for i, m := range messages {
		if want := fmt.Sprintf("pesan rahasia nomor %d", i); m.Text != want || m.From != p.Address() {
			t.Fatalf("message %d is %q from the right person: %v; want %q", i, m.Text, m.From == p.Address(), want)
		}
	}
}

func manyPeople(t *testing.T, s *stage) {
	if !s.Many {
		return
	}
	const people, each = 8, 10
	by := map[conversations.Address][]string{}
	persons := make([]Person, people)
	for i := range persons {
		persons[i] = s.person(t)
	}
	s.listen(t)
	for n := range each {
		for i, p := range persons {
			p.Say(fmt.Sprintf("orang %d pesan %d", i, n))
		}
	}
	for _, m := range s.first(t, people*each) {
		by[m.From] = append(by[m.From], m.Text)
	}
	for i, p := range persons {
		heard := by[p.Address()]
		if len(heard) != each {
			t.Fatalf("person %d was heard %d times, want %d", i, len(heard), each)
		}
		for n, text := range heard {
			if want := fmt.Sprintf("orang %d pesan %d", i, n); text != want {
				t.Fatalf("person %d, message %d: %q, want %q", i, n, text, want)
			}
		}
	}
}

// again checks that what was first refused came again under the same ID and in order.
func (s *stage) again(t *testing.T, words []string) {
	t.Helper()
	messages := s.first(t, len(words))
	if len(messages) != len(words) {
		t.Fatalf("%d messages, want %d: a message brought again must keep its ID", len(messages), len(words))
	}
	for i, m := range messages {
		if m.Text != words[i] {
			t.Fatalf("message %d is %q, want %q", i, m.Text, words[i])
		}
	}
	if ids := Unique(s.inbox.Brought()); len(ids) != len(words) {
		t.Errorf("%d different IDs were brought for %d messages", len(ids), len(words))
	}
}

func refused(t *testing.T, s *stage) {
	p := s.person(t)
	s.inbox.Refuse(2)
	s.listen(t)
	words := []string{"satu yang ditolak dulu", "dua yang menyusul", "tiga yang terakhir"}
	for _, w := range words {
		p.Say(s.keep(w))
	}
	s.again(t, words)
}

func panicked(t *testing.T, s *stage) {
	p := s.person(t)
	s.inbox.Panic(1)
	s.listen(t)
	words := []string{"pesan yang membuat panik", "pesan sesudahnya"}
	for _, w := range words {
		p.Say(s.keep(w))
	}
	s.again(t, words)
}

func crashed(t *testing.T, s *stage) {
	if s.Restart == nil {
		return
	}
	p := s.person(t)
	s.inbox.Refuse(-1)
	stop := s.listen(t)
	words := []string{"sebelum listrik padam", "masih sebelum padam", "saat bot mati"}
	p.Say(s.keep(words[0]))
	p.Say(s.keep(words[1]))
	if err := s.inbox.Wait(s.ctx, "a first try", func(b *Inbox) bool { return len(b.Brought()) > 0 }); err != nil {
		t.Fatal(err)
	}
	stop()
	p.Say(s.keep(words[2]))
	s.inbox.Refuse(0)
	s.Adapter = s.Restart(t)
	s.listen(t)
	s.again(t, words)
}

func stops(t *testing.T, s *stage) {
	p := s.person(t)
	stop := s.listen(t)
	p.Say("halo")
	s.first(t, 1)
	begun := time.Now()
	stop()
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("Listen took %v to end", took)
	}
}
