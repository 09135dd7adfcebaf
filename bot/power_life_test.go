package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sapa/bot/channel"
	office "sapa/bot/world"
	"sapa/conversations"
	"sapa/store"
)

const (
	sessionTTL  = time.Hour
	longestLife = time.Minute // of a bot that hangs
)

func flowID(id string) conversations.FlowID { return conversations.FlowID(id) }

// powerFlow is a short application.
const powerFlow = `flow: uji
title: Permohonan uji
calls: [menu, uji]
draft: 168h
nodes:
  nama:
    say: Siapa nama Anda?
    ask: {slot: nama, kind: nama, label: Nama}
    go: kabkota
  kabkota:
    say: "Terima kasih, {nama}. Di mana Anda tinggal?"
    ask: {slot: kabkota, kind: wilayah, level: 2, label: Kota}
    go: nik
  nik:
    say: Berapa NIK Anda?
    ask: {slot: nik, kind: nik, label: NIK}
    go: kirim
  kirim:
    do: open_case
    with: {program: wrse}
    all: true
    take: [hasil_kirim, nomor]
    go: selesai
  selesai:
    say: "Nomor Anda {nomor} ({hasil_kirim})."
`

// said is what every person says; empty stands for the own NIK.
func said() []string { return []string{"", "Siti Aminah", "Samarinda", "NIK", "terima kasih"} }

// schedule is one contact's talk with a bot whose power fails.
type schedule struct {
	house    *powerHouse
	number   uint64
	calm     bool // the power never fails
	rand     *rand.Rand
	address  conversations.Address
	replica  replica
	old      [][2]string // of the copy in Redis, to go back to
	patient  bool        // waits for each answer before speaking again
	accepted int         // messages that the platform was told are received
	aside    atomic.Int64

	mu        sync.Mutex
	committed map[string]bool // letters
	shown     []string        // ID, blank, text; in the order of the first time
	times     map[string]string
	problems  []string
	answered  chan struct{}
}

func newSchedule(h *powerHouse, n uint64, calm bool) *schedule {
	r := newRand(n)
	return &schedule{house: h, number: n, calm: calm, rand: r, address: conversations.Address(fmt.Sprint("orang ", n)),
		replica: h.replicas[n%uint64(len(h.replicas))], patient: r.IntN(2) == 0,
		committed: map[string]bool{}, times: map[string]string{}, answered: make(chan struct{}, 1)}
}

// play lives until everything was heard and answered.
func (s *schedule) play(t *testing.T) {
	failures := 1 + s.rand.IntN(5)
	for life := 0; ; life++ {
		s.house.lives.Add(1)
		if s.live(t, !s.calm && life < failures) {
			break
		}
		s.house.cuts.Add(1)
	}
	s.check(t)
}

// live runs the bot once, until its work is done (true) or the power fails.
func (s *schedule) live(t *testing.T, fails bool) (finished bool) {
	ctx, stop := context.WithTimeout(context.Background(), longestLife)
	defer stop()
	p := newPower(s.rand, 25, stop)
	if !fails {
		p.left = -1
	}
	d := powered{Store: s.house.db, db: s.house.db, p: p, s: s}
	o := s.house.options
	o.Store = d
	adapters := map[conversations.Channel]channel.Adapter{"telegram": poweredAdapter{p: p, s: s}}
	sessions := NewSessions(d, poweredShared{SharedSessions: s.replica.shared, p: p, away: s.trouble()})
	outbox := NewOutbox(ctx, d, s.house.options.Words, adapters, noon, quiet(), s.house.metrics)
	talk := &Talk{Sessions: sessions, Flows: s.house.flows, Ledger: d, Inbox: d, World: poweredWorld{office.New(o), p}, Outbox: outbox,
		Adapters: adapters, Now: noon, Place: wita(), Log: quiet(), Metrics: s.house.metrics}
	lanes := NewLanes(ctx, talk, 4)
	intake := NewIntake(d, lanes, adapters, noon, wita(), s.house.metrics)

	var life sync.WaitGroup
	life.Go(func() { _ = outbox.Run(ctx) })
	var talking sync.WaitGroup
	talking.Go(func() {
		if _, err := intake.Resume(ctx); err == nil && outbox.Scan(ctx) == nil {
			s.speak(ctx, intake)
		}
	})
	talking.Wait()
	lanes.Wait()
	outbox.Wait()
	s.remember()
	if !p.isOff() && (s.accepted < len(said()) || ctx.Err() != nil) {
		t.Errorf("schedule %d: the person waits for an answer in vain", s.number)
		return true
	}
	stop()
	life.Wait()
	return !p.isOff()
}

// speak says what the person has to say, from the first message that the platform was not told is received. Now and then
// the platform brings a message again although it was.
func (s *schedule) speak(ctx context.Context, in *Intake) {
	for s.accepted < len(said()) {
		if s.accepted > 0 && s.rand.IntN(6) == 0 {
			s.house.again.Add(1)
			_ = in.Accept(ctx, s.message(s.accepted-1))
		}
		s.house.heard.Add(1)
		for in.Accept(ctx, s.message(s.accepted)) != nil {
			if ctx.Err() != nil {
				return
			}
			s.house.refused.Add(1)
		}
		s.accepted++
		for s.patient && len(s.seen()) < s.accepted {
			select {
			case <-s.answered:
			case <-ctx.Done():
				return
			}
		}
	}
}

func (s *schedule) message(i int) conversations.Message {
	m := conversations.Message{ID: conversations.MessageID(fmt.Sprintf("%d.%d", s.number, i)), Channel: "telegram", From: s.address,
		At: noon(), Text: said()[i]}
	switch m.Text {
	case "":
		m.Start = "uji"
	case "NIK":
		m.Text = s.nik()
	}
	return m
}

// trouble empties the copy in Redis, takes it back to what it was, or leaves it. It tells whether Redis is away.
func (s *schedule) trouble() (away bool) {
	contact, err := s.house.db.Behind(context.Background(), "telegram", s.address)
	key := "sapa:session:" + string(contact)
	switch s.rand.IntN(5) {
	case 0:
		return true
	case 1:
		s.replica.server.Del(key)
	case 2:
		if err == nil && len(s.old) > 0 {
			then := s.old[s.rand.IntN(len(s.old))]
			s.replica.server.HSet(key, "v", then[0], "d", then[1])
		}
	}
	return false
}

// remember keeps what stands in Redis.
func (s *schedule) remember() {
	contact, err := s.house.db.Behind(context.Background(), "telegram", s.address)
	if key := "sapa:session:" + string(contact); err == nil && s.replica.server.Exists(key) {
		s.old = append(s.old, [2]string{s.replica.server.HGet(key, "v"), s.replica.server.HGet(key, "d")})
	}
}

// commit notes which letters a turn that is safe on the disk has.
func (s *schedule) commit(t store.Turn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range says(t.Effects) {
		if s.committed[id] {
			s.problems = append(s.problems, "letter "+id+" was committed twice")
		}
		s.committed[id] = true
	}
}

// fickle tells whether the database shall be asked to forget a message while its answer is already thought of.
func (s *schedule) fickle() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.calm && s.rand.IntN(6) == 0
}

// show is the person's screen. It wants every letter to be safe on the disk, in order, and the same at every repeat.
func (s *schedule) show(id, text string) conversations.MessageID {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.committed[id] {
		s.problems = append(s.problems, "letter "+id+" was sent before it was committed")
	}
	before, repeated := s.times[id]
	switch {
	case repeated && before != text:
		s.problems = append(s.problems, "letter "+id+" came again with other words")
	case repeated:
		s.house.repeats.Add(1)
	default:
		s.house.letters.Add(1)
		s.times[id] = text
		s.shown = append(s.shown, id+" "+text)
	}
	select {
	case s.answered <- struct{}{}:
	default:
	}
	return conversations.MessageID("m" + id)
}

// seen gives what was shown, without what differs from person to person.
func (s *schedule) seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, line := range s.shown {
		_, rest, _ := strings.Cut(line, ".")
		before, after, found := strings.Cut(rest, "WRSE-2026-")
		if found {
			rest = before + "WRSE-2026-#" + after[len("000123"):]
		}
		out = append(out, rest)
	}
	return out
}
