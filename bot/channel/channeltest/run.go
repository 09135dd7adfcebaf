package channeltest

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience bounds every wait of the suite, for slow machines. Nothing waits this long when all is well.
const patience = 20 * time.Second

// Run runs the suite. fresh gives a new Rig and is called once for every subtest.
func Run(t *testing.T, fresh func(t *testing.T) Rig) {
	t.Helper()
	for _, part := range []struct {
		name string
		test func(*testing.T, *stage)
	}{
		{"described", described},
		{"in order", inOrder},
		{"many people", manyPeople},
		{"refused is brought again", refused},
		{"panic is survived", panicked},
		{"brought again after a crash", crashed},
		{"stops promptly", stops},
		{"text out", textOut},
		{"long text out", longText},
		{"many sends at once", manySends},
		{"buttons", buttons},
		{"old tap", oldTap},
		{"photo in", photoIn},
		{"photo out", photoOut},
		{"blocked is gone", blocked},
		{"outage is later", outage},
		{"typing is harmless", typing},
	} {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, fresh(t))
			part.test(t, s)
		})
	}
}

// stage is one rig with its inbox, and Listen running once listen was called.
type stage struct {
	Rig
	ctx    context.Context
	inbox  *Inbox
	secret []string // texts of people, which no log may show
	mu     sync.Mutex
}

func newStage(t *testing.T, rig Rig) *stage {
	t.Helper()
	if rig.Adapter == nil || rig.Person == nil || rig.Log == nil {
		t.Fatal("channeltest: a Rig needs Adapter, Person and Log")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	s := &stage{Rig: rig, ctx: ctx, inbox: &Inbox{}, secret: append([]string(nil), rig.Secrets...)}
	t.Cleanup(cancel)
	t.Cleanup(func() { s.checkLog(t) })
	return s
}

// listen runs Listen of the current adapter; the returned stop ends it and fails the test when it does not end.
func (s *stage) listen(t *testing.T) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(s.ctx)
	done := make(chan error, 1)
	adapter := s.Adapter
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Errorf("listen panicked: %v", p)
			}
		}()
		done <- adapter.Listen(ctx, s.inbox)
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil && ctx.Err() == nil {
				t.Errorf("Listen ended with %v", err)
			}
			if err != nil && strings.Contains(err.Error(), "panicked") {
				t.Error(err)
			}
		case <-time.After(5 * time.Second):
			t.Error("Listen did not end within 5 s of its context")
		}
	})
	t.Cleanup(stop)
	return stop
}

// keep remembers words that must not stand in a log, and returns them.
func (s *stage) keep(words string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secret = append(s.secret, words)
	return words
}

// person is the one person of this stage; the address is personal too.
func (s *stage) person(t *testing.T) Person {
	t.Helper()
	p := s.Person(t)
	if a := string(p.Address()); len(a) > 4 && a != string(s.Adapter.Name()) {
		s.keep(a)
	}
	return p
}

func (s *stage) checkLog(t *testing.T) {
	log := s.Log()
	if t.Failed() {
		t.Logf("the adapter's log:\n%s", log)
	}
	for _, secret := range s.secret {
		if strings.Contains(log, secret) {
			t.Errorf("the log shows %q, which is secret or personal", secret)
		}
	}
}

// Log is a logger at debug level whose lines can be read back: for Rig.Log.
func Log() (*slog.Logger, func() string) {
	b := &buffer{}
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug})), b.String
}

type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
