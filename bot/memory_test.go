package bot

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// memory is a store that forgets everything and can be told to fail.
type memory struct {
	mu       sync.Mutex
	seq      int64           // of letters
	ids      map[string]bool // of letters
	inbox    []store.Received
	state    map[int64]string // of inbox rows: "", "closed", or why one was set aside
	sessions map[conversations.ContactID]conversations.Session
	letters  []store.Letter
	settled  []store.Settled
	alarms   []store.Alarm
	replies  []conversations.Reply // of every turn
	stopped  bool
	heard    []store.Address // of every contact
	changed  bool
	early    bool                    // tells ahead what it accepts
	line     chan struct{}           // writes happen in the order in which they were asked for
	fail     func(call string) error // nil: nothing fails
	dueRead  func()                  // called before what is due is told
}

func newMemory() *memory {
	return &memory{line: make(chan struct{}, 1), ids: map[string]bool{}, state: map[int64]string{}, sessions: map[conversations.ContactID]conversations.Session{}}
}

// enter locks the store, and fails when told to.
func (m *memory) enter(call string) error {
	if m.fail != nil {
		if err := m.fail(call); err != nil {
			return err
		}
	}
	m.mu.Lock()
	return nil
}

func (m *memory) Accept(ctx context.Context, now time.Time, messages ...conversations.Message) ([]store.Received, error) {
	return m.AcceptAhead(ctx, now, nil, messages...)
}

func (m *memory) AcceptAhead(_ context.Context, _ time.Time, ahead store.Ahead, messages ...conversations.Message) ([]store.Received, error) {
	m.line <- struct{}{}
	defer func() { <-m.line }()
	if m.early && ahead != nil {
		var likely []store.Received
		for _, x := range messages {
			likely = append(likely, store.Received{Contact: conversations.ContactID(x.From), Finger: []byte(x.ID), Message: x, Fresh: true})
		}
		ahead.Begin(likely)
	}
	if err := m.enter("Accept"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	var out []store.Received
	for _, x := range messages {
		r := store.Received{Contact: conversations.ContactID(x.From), Finger: []byte(x.ID), Message: x}
		if i := slices.IndexFunc(m.inbox, func(o store.Received) bool { return o.Message.ID == x.ID }); i >= 0 {
			r.Seq = m.inbox[i].Seq
		} else {
			r.Seq, r.Fresh = int64(len(m.inbox)+1), true
			m.inbox = append(m.inbox, r)
		}
		out = append(out, r)
	}
	return out, nil
}

func (m *memory) Undone(context.Context) ([]store.Received, error) {
	if err := m.enter("Undone"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(m.inbox), func(r store.Received) bool { return m.state[r.Seq] != "" }), nil
}

func (m *memory) SetAside(_ context.Context, seq int64, problem string) error {
	if err := m.enter("SetAside"); err != nil {
		return err
	}
	defer m.mu.Unlock()
	if m.state[seq] == "" {
		m.state[seq] = "aside: " + problem
	}
	return nil
}

func (m *memory) Receive(context.Context, ...store.Receipt) error { return nil }

func (m *memory) Session(_ context.Context, c conversations.ContactID) (conversations.Session, error) {
	if err := m.enter("Session"); err != nil {
		return conversations.Session{}, err
	}
	defer m.mu.Unlock()
	s, ok := m.sessions[c]
	if !ok {
		return s, store.ErrNotFound
	}
	return s, nil
}

func (m *memory) Turn(_ context.Context, c conversations.ContactID) (int, error) {
	if err := m.enter("Turn"); err != nil {
		return 0, err
	}
	defer m.mu.Unlock()
	return m.sessions[c].Turn, nil
}

func (m *memory) Commit(_ context.Context, t store.Turn) ([]store.Letter, error) {
	m.line <- struct{}{}
	defer func() { <-m.line }()
	if err := m.enter("Commit"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	open := func(r store.Received) bool {
		i := slices.IndexFunc(m.inbox, func(o store.Received) bool { return bytes.Equal(o.Finger, r.Finger) })
		return i >= 0 && m.state[m.inbox[i].Seq] == ""
	}
	for _, r := range t.Answers {
		if !open(r) {
			return nil, store.ErrAnswered
		}
	}
	if kept, ok := m.sessions[t.Session.Contact]; ok && kept.Turn >= t.Session.Turn {
		return nil, store.ErrConflict
	}
	m.sessions[t.Session.Contact] = t.Session
	for _, r := range t.Answers {
		i := slices.IndexFunc(m.inbox, func(o store.Received) bool { return bytes.Equal(o.Finger, r.Finger) })
		m.state[m.inbox[i].Seq] = "closed"
	}
	if t.Alarm != nil {
		m.alarms = slices.DeleteFunc(m.alarms, func(a store.Alarm) bool { return a == *t.Alarm })
	}
	var fresh []store.Letter
	for _, e := range t.Effects {
		say, ok := e.(conversations.Say)
		if !ok || m.ids[say.Key] {
			continue
		}
		m.seq++
		m.ids[say.Key] = true
		m.replies = append(m.replies, say.Reply)
		fresh = append(fresh, store.Letter{ID: say.Key, Seq: m.seq, Contact: t.Session.Contact, Channel: t.Channel,
			Address: t.Address, Reply: say.Reply, Due: cmp.Or(t.Due, t.Now), Priority: t.Priority()})
	}
	m.letters = append(m.letters, fresh...)
	return fresh, nil
}

// keep puts a letter into the store, as another process or an officer would.
func (m *memory) keep(l store.Letter) store.Letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seq++
	l.Seq, l.Channel, l.Contact = m.seq, "telegram", conversations.ContactID(l.Address)
	m.letters = append(m.letters, l)
	m.changed = true
	return l
}

func (m *memory) Due(_ context.Context, now time.Time, after int64, limit int) ([]store.Letter, error) {
	if err := m.enter("Due"); err != nil {
		return nil, err
	}
	if m.dueRead != nil {
		defer m.dueRead()
	}
	defer m.mu.Unlock()
	var out []store.Letter
	for _, l := range m.letters {
		if l.Seq > after && !l.Due.After(now) && len(out) < limit {
			out = append(out, l)
		}
	}
	return out, nil
}

func (m *memory) Settle(_ context.Context, _ time.Time, outcomes ...store.Settled) error {
	if err := m.enter("Settle"); err != nil {
		return err
	}
	defer m.mu.Unlock()
	m.settled = append(m.settled, outcomes...)
	for _, o := range outcomes {
		i := slices.IndexFunc(m.letters, func(l store.Letter) bool { return l.ID == o.ID })
		switch {
		case i < 0:
		case o.State == store.LetterLater:
			m.letters[i].Attempts++
			m.letters[i].Due = o.Due
		default:
			m.letters = slices.Delete(m.letters, i, i+1)
		}
	}
	return nil
}

func (m *memory) Contact(context.Context, conversations.ContactID) (store.Contact, error) {
	if err := m.enter("Contact"); err != nil {
		return store.Contact{}, err
	}
	defer m.mu.Unlock()
	if m.stopped {
		return store.Contact{Stopped: noon()}, nil
	}
	return store.Contact{Addresses: m.heard}, nil
}

func (m *memory) Changed(context.Context) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	was := m.changed
	m.changed = false
	return was, nil
}

func (m *memory) DueAlarms(_ context.Context, now time.Time, limit int) ([]store.Alarm, error) {
	if err := m.enter("DueAlarms"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	due := slices.DeleteFunc(slices.Clone(m.alarms), func(a store.Alarm) bool { return a.At.After(now) })
	return due[:min(len(due), limit)], nil
}

// outcomes gives what became of letters: ID and state, without attempts in vain.
func (m *memory) outcomes() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for _, s := range m.settled {
		if s.State != store.LetterLater {
			out = append(out, s.ID+" "+string(s.State))
		}
	}
	return out
}
