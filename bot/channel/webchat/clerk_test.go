package webchat

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
)

// clerk is a small bot with a memory that outlives the web chat: inbox, outbox and history in one.
type clerk struct {
	t       testing.TB
	mu      sync.Mutex
	heard   map[conversations.MessageID]int
	lines   map[conversations.Address][]Line
	said    int
	now     func() time.Time
	answer  func(conversations.Message) []channel.Outgoing
	adapter *Adapter
}

func newClerk(t testing.TB, answer func(conversations.Message) []channel.Outgoing) *clerk {
	return &clerk{t: t, heard: map[conversations.MessageID]int{}, lines: map[conversations.Address][]Line{}, now: time.Now, answer: answer}
}

// Accept implements channel.Intake: a message that is new is written down and answered.
func (c *clerk) Accept(ctx context.Context, messages ...conversations.Message) error {
	for _, m := range messages {
		c.mu.Lock()
		c.heard[m.ID]++
		first := c.heard[m.ID] == 1
		if first {
			line := Line{ID: string(m.ID), Mine: true, Text: m.Text, At: m.At}
			if m.Tap != nil {
				line.Text = "Pilihan " + string(m.Tap.Choice)
			}
			if len(m.Media) > 0 {
				line.Photo = m.Media[0].Ref
			}
			c.lines[m.From] = append(c.lines[m.From], line)
		}
		c.mu.Unlock()
		if first && c.answer != nil {
			for _, out := range c.answer(m) {
				c.tell(ctx, m.From, out)
			}
		}
	}
	return nil
}

// tell writes a line down and sends it when there is a web chat to send it through.
func (c *clerk) tell(ctx context.Context, to conversations.Address, out channel.Outgoing) {
	c.mu.Lock()
	c.said++
	id, a := fmt.Sprintf("s.%d.0", c.said), c.adapter
	line := Line{ID: id, Text: out.Text, Buttons: out.Buttons, At: c.now()}
	if out.Media != nil {
		line.Photo = out.Media.Ref
	}
	c.lines[to] = append(c.lines[to], line)
	c.mu.Unlock()
	if a == nil {
		return
	}
	if _, err := a.Send(ctx, id, to, out); err != nil {
		c.t.Errorf("send: %v", err)
	}
}

// Receive implements channel.Intake.
func (c *clerk) Receive(context.Context, ...channel.Receipt) error { return nil }

// Past implements Past.
func (c *clerk) Past(_ context.Context, addr conversations.Address, limit int) ([]Line, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	lines := c.lines[addr]
	return append([]Line(nil), lines[max(0, len(lines)-limit):]...), nil
}

// only is the one person who wrote so far.
func (c *clerk) only() conversations.Address {
	c.mu.Lock()
	defer c.mu.Unlock()
	for addr := range c.lines {
		return addr
	}
	return ""
}

// shop is a web chat on a port of its own that can be shut and opened again, as when the bot is restarted.
type shop struct {
	t     testing.TB
	clerk *clerk
	o     Options
	where string
	close func()
}

func openShop(t testing.TB, c *clerk, o Options) *shop {
	s := &shop{t: t, clerk: c, o: o, where: "127.0.0.1:0"}
	s.open()
	t.Cleanup(func() { s.close() })
	return s
}

func (s *shop) open() {
	l, err := net.Listen("tcp", s.where)
	if err != nil {
		s.t.Fatal(err)
	}
	s.where = l.Addr().String()
	a := New(s.o)
	ctx, cancel := context.WithCancel(context.Background())
	server := &http.Server{Handler: a.Handler()}
	var done sync.WaitGroup
	done.Go(func() { _ = server.Serve(l) })
	done.Go(func() { _ = a.Listen(ctx, s.clerk) })
	s.clerk.mu.Lock()
	s.clerk.adapter = a
	s.clerk.mu.Unlock()
	s.close = sync.OnceFunc(func() {
		s.clerk.mu.Lock()
		s.clerk.adapter = nil
		s.clerk.mu.Unlock()
		cancel()
		_ = server.Close()
		done.Wait()
	})
}

func (s *shop) url() string { return "http://" + s.where }
