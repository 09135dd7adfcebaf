package bot

import (
	"context"
	"sync"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

// menuFlow is the home of the talks in these tests: it asks a name, then the world, then for a photo.
const menuFlow = `flow: menu
title: Menu uji
calls: [menu]
nodes:
  nama:
    say: Siapa nama Anda?
    ask: {slot: nama, kind: nama, label: Nama}
    go: jam
  jam:
    do: office_hours
    take: [jam_kerja]
    go: foto
  foto:
    say: "Terima kasih, {nama}. Kirim fotonya."
    ask: {slot: foto_usaha, kind: photo, label: Foto}
    go: selesai
  selesai:
    say: "Foto {foto_usaha} diterima."
`

// shelf keeps flows.
type shelf struct {
	mu        sync.Mutex
	published map[conversations.FlowID]int
	sources   map[conversations.FlowRef]string
	fail      error
}

func newShelf(sources ...string) *shelf {
	s := &shelf{published: map[conversations.FlowID]int{}, sources: map[conversations.FlowRef]string{}}
	for _, source := range sources {
		s.publish("menu", 1, source)
	}
	return s
}

func (s *shelf) publish(id conversations.FlowID, revision int, source string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.published[id] = revision
	s.sources[conversations.FlowRef{ID: id, Revision: revision}] = source
}

func (s *shelf) PublishedFlows(context.Context) ([]store.FlowSource, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []store.FlowSource
	for id, revision := range s.published {
		out = append(out, store.FlowSource{ID: id, Revision: revision, Source: []byte(s.sources[conversations.FlowRef{ID: id, Revision: revision}])})
	}
	return out, s.fail
}

func (s *shelf) FlowRevision(_ context.Context, ref conversations.FlowRef) (store.FlowSource, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	source, ok := s.sources[ref]
	switch {
	case s.fail != nil:
		return store.FlowSource{}, s.fail
	case !ok:
		return store.FlowSource{}, store.ErrNotFound
	}
	return store.FlowSource{ID: ref.ID, Revision: ref.Revision, Source: []byte(source)}, nil
}

// open is a world that finds an open office, unless told otherwise.
type openWorld struct {
	find   func() error
	awaits bool // a case lacks something
}

func (w openWorld) News(context.Context, conversations.ContactID) (*conversations.News, error) {
	return nil, nil
}

func (w openWorld) AwaitsFiles(context.Context, conversations.ContactID) (bool, error) {
	return w.awaits, nil
}

func (w openWorld) Find(context.Context, conversations.Session, conversations.Request, time.Time) (map[conversations.Slot]string, error) {
	if w.find != nil {
		if err := w.find(); err != nil {
			return nil, err
		}
	}
	return map[conversations.Slot]string{"jam_kerja": "Senin"}, nil
}

func (openWorld) Tell(context.Context, conversations.Session, conversations.Order, time.Time) error {
	return nil
}

// album keeps files.
type album struct{ kept []string }

func (a *album) Put(data []byte, _ string) (string, error) {
	a.kept = append(a.kept, string(data))
	return "berkas", nil
}

// shell is a whole bot over a memory.
type shell struct {
	*desk
	talk   *Talk
	lanes  *Lanes
	intake *Intake
	files  *album
	n      int
}

func newShell(t *testing.T, m *memory, w world, flows ...string) *shell {
	t.Helper()
	if flows == nil {
		flows = []string{menuFlow}
	}
	out := newMessenger()
	s := &shell{desk: newDesk(t, m, out), files: &album{}}
	f, err := NewFlows(t.Context(), newShelf(flows...))
	if err != nil {
		t.Fatal(err)
	}
	adapters := map[conversations.Channel]channel.Adapter{"telegram": out}
	s.talk = &Talk{Sessions: NewSessions(m, nil), Flows: f, Ledger: m, Inbox: m, World: w, Files: s.files, Outbox: s.Outbox,
		Adapters: adapters, Now: time.Now, Place: wita(), Pause: 2 * time.Second, Log: quiet(), Metrics: s.metrics}
	ctx, stop := context.WithCancel(context.Background())
	s.lanes = NewLanes(ctx, s.talk, 8)
	t.Cleanup(func() { stop(); s.lanes.Wait() })
	s.intake = NewIntake(m, s.lanes, adapters, time.Now, wita(), s.metrics)
	return s
}

// hear brings a message of one person, as Telegram would.
func (s *shell) hear(t *testing.T, text string, with ...func(*conversations.Message)) {
	t.Helper()
	s.n++
	m := conversations.Message{ID: conversations.MessageID(string(rune('a' + s.n))), Channel: "telegram", From: "1", At: time.Now(), Text: text}
	for _, w := range with {
		w(&m)
	}
	if err := s.intake.Accept(t.Context(), m); err != nil {
		t.Fatal(err)
	}
}

// said gives the texts of every letter so far, in order, as keys or literal words; the last paragraph of each.
func (m *memory) said() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for _, r := range m.replies {
		last := r.Texts[len(r.Texts)-1]
		out = append(out, last.Literal+last.Key)
	}
	return out
}
