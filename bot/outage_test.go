package bot

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store/redis"
	"sapa/store/redis/redistest"
	"sapa/store/sqlite"
	"sapa/store/vault"
)

const outageFlow = `flow: uji
title: Obrolan uji
calls: [menu, uji]
nodes:
  nama:
    say: Siapa nama Anda?
    ask: {slot: nama, kind: nama, label: Nama}
    go: kota
  kota:
    say: "Nama {nama}. Di mana Anda tinggal?"
    ask: {slot: kabkota, kind: wilayah, level: 2, label: Kota}
    go: selesai
  selesai:
    say: "Nama {nama}, kota {kabkota}."
`

// A real Redis is killed under people who talk, stays away for a while, and comes back empty.
func TestRedisOutage(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	o := newOutage(t, server.URL())
	stop := make(chan struct{})
	var people sync.WaitGroup
	for i := range 20 {
		people.Go(func() { o.person(t, i, stop) })
	}
	phase := func(name string, ready bool) {
		before := o.answers.Load()
		time.Sleep(time.Second)
		if got := o.answers.Load() - before; got < 20 {
			t.Errorf("%s: %d answers in a second", name, got)
		}
		if err := o.sessions.Ready(t.Context()); (err == nil) != ready {
			t.Errorf("%s: Ready = %v", name, err)
		}
	}
	phase("before", true)
	server.Kill()
	phase("while Redis is away", false)
	phase("while Redis is still away", false)
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	phase("after", true)
	client := server.Client()
	defer client.Close()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) { // as people go on talking
		n, err := client.DBSize(t.Context()).Result()
		if err == nil && n == 20 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("Redis knows %d of 20 talks again (%v)", n, err)
		}
	}
	close(stop)
	people.Wait()
	t.Logf("FIGURE Redis away for 2 s under 20 people: %d messages answered, the slowest after %v, none lost", o.answers.Load(),
		time.Duration(o.slowest.Load()).Round(time.Millisecond))
}

// outage is a whole bot over a real database and a real Redis, and the phones of its people.
type outage struct {
	silent
	sessions *Sessions
	intake   *Intake
	mu       sync.Mutex
	phones   map[conversations.Address]chan string
	answers  atomic.Int64
	slowest  atomic.Int64
}

func (o *outage) Send(_ context.Context, id string, to conversations.Address, out channel.Outgoing) (conversations.MessageID, error) {
	o.phone(to) <- out.Text
	return conversations.MessageID(id), nil
}

func (o *outage) phone(a conversations.Address) chan string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.phones[a] == nil {
		o.phones[a] = make(chan string, 100)
	}
	return o.phones[a]
}

func newOutage(t *testing.T, url string) *outage {
	t.Helper()
	v := vault.Memory()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "sapa.db"), v)
	if err != nil {
		t.Fatal(err)
	}
	if err := publish(t.Context(), db, outageFlow, 0); err != nil {
		t.Fatal(err)
	}
	flows, err := NewFlows(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	shared, err := redis.Open(t.Context(), url, v, sessionTTL)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	o := &outage{sessions: NewSessions(db, shared), phones: map[conversations.Address]chan string{}}
	adapters := map[conversations.Channel]channel.Adapter{"telegram": o}
	m := counters()
	outbox := NewOutbox(ctx, db, catalogue(t), adapters, time.Now, quiet(), m)
	talk := &Talk{Sessions: o.sessions, Flows: flows, Ledger: db, Inbox: db, World: openWorld{}, Outbox: outbox,
		Adapters: adapters, Now: time.Now, Place: wita(), Log: quiet(), Metrics: m}
	lanes := NewLanes(ctx, talk, 64)
	o.intake = NewIntake(db, lanes, adapters, time.Now, wita(), m)
	done := make(chan error, 1)
	go func() { done <- outbox.Run(ctx) }()
	t.Cleanup(func() {
		lanes.Wait()
		outbox.Wait()
		stop()
		<-done
		shared.Close()
		if err := db.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return o
}

// person talks until told to stop, and wants every answer to know what was said before.
func (o *outage) person(t *testing.T, i int, stop chan struct{}) {
	names := []string{"Siti Aminah", "Budi Santoso", "Rina Wati"}
	for round := 0; ; round++ {
		select {
		case <-stop:
			return
		default:
		}
		name := names[(i+round)%len(names)]
		for step, talk := range []struct{ say, hear string }{
			{"", "Siapa nama Anda?"}, {name, "Nama " + name + ". Di mana"}, {"Samarinda", "Nama " + name + ", kota "},
		} {
			m := conversations.Message{ID: conversations.MessageID(fmt.Sprint(i, ".", round, ".", step)), Channel: "telegram",
				From: conversations.Address(fmt.Sprint("orang ", i)), At: time.Now(), Text: talk.say}
			if m.Text == "" {
				m.Start = "uji"
			}
			if !o.exchange(t, m, talk.hear) {
				return
			}
		}
	}
}

// exchange says one thing and waits for the answer.
func (o *outage) exchange(t *testing.T, m conversations.Message, want string) bool {
	begin := time.Now()
	if err := o.intake.Accept(t.Context(), m); err != nil {
		t.Errorf("Accept: %v", err)
		return false
	}
	select {
	case got := <-o.phone(m.From):
		o.answers.Add(1)
		o.slowest.Store(max(o.slowest.Load(), int64(time.Since(begin))))
		if !strings.Contains(got, want) {
			t.Errorf("message %s was answered %q, want %q in it", m.ID, got, want)
			return false
		}
	case <-time.After(20 * time.Second):
		t.Errorf("message %s was not answered", m.ID)
		return false
	}
	return true
}
