package bot

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

// messenger notes what it was given to send, and answers as a test tells it to.
type messenger struct {
	silent
	limit int
	do    func(ctx context.Context, id string) error
	mu    sync.Mutex
	sent  []string // taken, by ID
	at    []time.Duration
	to    []conversations.Address
	begin time.Time
}

func newMessenger() *messenger { return &messenger{begin: time.Now(), limit: 4096} }

func (m *messenger) Shape() channel.Shape { return channel.Shape{Text: m.limit} }

func (m *messenger) Send(ctx context.Context, id string, to conversations.Address, _ channel.Outgoing) (conversations.MessageID, error) {
	if m.do != nil {
		if err := m.do(ctx, id); err != nil {
			return "", err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent = append(m.sent, id)
	m.at = append(m.at, time.Since(m.begin))
	m.to = append(m.to, to)
	return conversations.MessageID("m" + id), nil
}

func (m *messenger) seen() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.sent)
}

// reached gives whom it wrote to, in order.
func (m *messenger) reached() []conversations.Address {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.to)
}

// desk is an outbox at work over a memory.
type desk struct {
	*Outbox
	store *memory
	out   *messenger
	stop  func() // ends the program and waits for it
}

func newDesk(t *testing.T, m *memory, out *messenger) *desk {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	o := NewOutbox(ctx, m, catalogue(t), map[conversations.Channel]channel.Adapter{"telegram": out}, time.Now, quiet(), counters())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = o.Run(ctx)
	}()
	d := &desk{o, m, out, func() { stop(); <-done }}
	t.Cleanup(d.stop)
	return d
}

func letter(id string, to conversations.Address) store.Letter {
	return store.Letter{ID: id, Address: to, Reply: conversations.Reply{Texts: []conversations.Text{{Literal: "kabar " + id}}}}
}

// failing answers the first attempts for an ID with an error.
func failing(id string, times int, err error) func(context.Context, string) error {
	return func(_ context.Context, got string) error {
		if got == id && times > 0 {
			times--
			return err
		}
		return nil
	}
}

func TestLettersOfOneAddressKeepTheirOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		out := newMessenger()
		out.do = failing("a1", 3, &channel.SendError{Verdict: channel.Later, Err: errors.New("busy")})
		d := newDesk(t, newMemory(), out)
		synctest.Wait()
		for _, l := range []store.Letter{letter("a1", "a"), letter("a2", "a"), letter("b1", "b"), letter("a3", "a")} {
			d.Post(d.store.keep(l))
		}
		d.Wait()
		if got := out.seen(); !slices.Equal(got, []string{"b1", "a1", "a2", "a3"}) {
			t.Errorf("sent %v", got)
		}
		if back := out.at[1]; back != 3500*time.Millisecond {
			t.Errorf("a1 went after %v, want 0.5 + 1 + 2 s of back-off", back)
		}
		d.stop()
		if len(d.store.letters) > 0 || d.Waiting() > 0 || len(d.known) > 0 {
			t.Errorf("%d letters are unsettled, %d wait, %d are known", len(d.store.letters), d.Waiting(), len(d.known))
		}
	})
}

func TestBackoffIsBounded(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]time.Duration{0: 500 * time.Millisecond, 1: time.Second, 5: 16 * time.Second, 6: 30 * time.Second, 1000: 30 * time.Second} {
		if got := backoff(n); got != want {
			t.Errorf("backoff(%d) = %v, want %v", n, got, want)
		}
	}
}

func TestTooManyRequestsHoldTheWholeChannel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		out := newMessenger()
		out.do = failing("a1", 1, &channel.SendError{Verdict: channel.Later, All: true, After: 20 * time.Second, Err: errors.New("429")})
		d := newDesk(t, newMemory(), out)
		synctest.Wait()
		d.Post(d.store.keep(letter("a1", "a")))
		synctest.Wait()
		d.Post(d.store.keep(letter("b1", "b")))
		d.Wait()
		for i, at := range out.at {
			if at != 20*time.Second {
				t.Errorf("%s went after %v", out.sent[i], at)
			}
		}
		d.Post(d.store.keep(letter("b2", "b")))
		d.Wait()
		if len(out.sent) != 3 || out.at[2] != 20*time.Second {
			t.Errorf("after the pause: %v at %v", out.sent, out.at)
		}
	})
}

func TestOutcomesOfSending(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		do   func(context.Context, string) error
		want string
	}{
		"taken":          {nil, "l sent"},
		"gone":           {failing("l", 1, &channel.SendError{Verdict: channel.Gone, Err: errors.New("403")}), "l gone"},
		"refused":        {failing("l", 1, &channel.SendError{Verdict: channel.Refused, Err: errors.New("400")}), "l refused"},
		"crash":          {func(context.Context, string) error { panic("defect") }, "l refused"},
		"later":          {failing("l", 2, &channel.SendError{Verdict: channel.Later, After: time.Minute, Err: errors.New("5xx")}), "l sent"},
		"no verdict":     {failing("l", 5, errors.New("what")), "l sent"},
		"hangs too long": {hangs(1), "l sent"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				out := newMessenger()
				out.do = tt.do
				d := newDesk(t, newMemory(), out)
				d.Post(d.store.keep(letter("l", "a")))
				time.Sleep(5 * time.Minute)
				if got := d.store.outcomes(); !slices.Equal(got, []string{tt.want}) {
					t.Errorf("outcomes %v, want %s", got, tt.want)
				}
			})
		})
	}
}

func hangs(times int) func(context.Context, string) error {
	return func(ctx context.Context, _ string) error {
		if times--; times >= 0 {
			<-ctx.Done()
			return ctx.Err()
		}
		return nil
	}
}

func TestSilenceIsForNewsOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.stopped = true
		var unreadable atomic.Bool
		unreadable.Store(true)
		m.fail = func(call string) error {
			if call == "Contact" && unreadable.Load() {
				return store.ErrUnavailable
			}
			return nil
		}
		d := newDesk(t, m, newMessenger())
		for i, id := range []string{"answer", "update", "broadcast"} {
			l := letter(id, conversations.Address(id))
			l.Priority = i
			m.keep(l)
		}
		time.Sleep(time.Minute)
		if got := m.outcomes(); !slices.Equal(got, []string{"answer sent"}) {
			t.Errorf("while nobody knows who wants silence: %v", got)
		}
		unreadable.Store(false)
		time.Sleep(time.Minute)
		got := m.outcomes()
		slices.Sort(got)
		if !slices.Equal(got, []string{"answer sent", "broadcast refused", "update refused"}) || len(d.out.seen()) != 1 {
			t.Errorf("outcomes %v, sent %v", got, d.out.seen())
		}
	})
}
