package world

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/conversations/flowfile"
	"sapa/conversations/seeds"
	"sapa/locales"
	"sapa/store/sqlite"
	"sapa/store/vault"
)

// rig is a world over a real database, with two contacts.
type rig struct {
	*World
	t          testing.TB
	db         *sqlite.DB
	siti, budi conversations.ContactID
	now        time.Time
	calls      int
	flow       conversations.Flow
}

// Revision finds the rig's one flow.
func (r *rig) Revision(ref conversations.FlowRef) *conversations.Flow {
	if ref == r.flow.Ref {
		return &r.flow
	}
	return nil
}

func newRig(t testing.TB) *rig {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "sapa.db"), vault.Memory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	r := &rig{t: t, db: db, now: time.Date(2026, 8, 3, 10, 15, 0, 0, NewOffice().Zone)}
	r.flow = consentFlow()
	o := options(t)
	o.Store, o.Flows = db, r
	r.World = New(o)
	r.siti, r.budi = r.contact("siti"), r.contact("budi")
	return r
}

func options(t testing.TB) Options {
	t.Helper()
	programmes, err := flowfile.Programmes(seeds.Files)
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.ReadFile(seeds.Files, flowfile.QuestionsFile)
	if err != nil {
		t.Fatal(err)
	}
	questions, err := flowfile.Questions(flowfile.QuestionsFile, data)
	if err != nil {
		t.Fatal(err)
	}
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return Options{Programmes: programmes, Questions: questions, Words: words}
}

func (r *rig) contact(name conversations.Address) conversations.ContactID {
	r.t.Helper()
	id, err := r.db.Introduce(context.Background(), r.now, "telegram", name)
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}

// open opens a window with a quota.
func (r *rig) open(programme, region string, quota int) {
	r.t.Helper()
	ctx := context.Background()
	if err := r.db.SetWindow(ctx, programme, []string{region}, r.now.Year(), true, "ani", r.now); err != nil {
		r.t.Fatal(err)
	}
	if err := r.db.SetQuota(ctx, programme, []string{region}, r.now.Year(), quota, "ani", r.now); err != nil {
		r.t.Fatal(err)
	}
}

type args = map[string]string

// as is a session of a contact on the rig's flow, with answers.
func (r *rig) as(c conversations.ContactID, a args) conversations.Session {
	s := conversations.Session{Contact: c, Channel: "telegram", Flow: r.flow.Ref, Answers: map[conversations.Slot]string{}}
	for k, v := range a {
		s.Answers[conversations.Slot(k)] = v
	}
	return s
}

// key gives a fresh effect ID.
func (r *rig) key(c conversations.ContactID) string {
	r.calls++
	return fmt.Sprintf("%s.%d.0", c, r.calls)
}

// find asks under a fresh key, twice, as after a crash, and makes sure that both answers are the same.
func (r *rig) find(c conversations.ContactID, verb string, a args) map[conversations.Slot]string {
	r.t.Helper()
	key := r.key(c)
	first := r.once(c, key, verb, a)
	r.now = r.now.Add(time.Second)
	again := r.once(c, key, verb, a)
	if fmt.Sprint(first) != fmt.Sprint(again) {
		r.t.Errorf("%s under one key gave %v, then %v", verb, first, again)
	}
	for slot := range first {
		if !gives(verb, slot) {
			r.t.Errorf("%s gave %s, which conversations.Verbs does not list", verb, slot)
		}
	}
	return first
}

func (r *rig) once(c conversations.ContactID, key, verb string, a args) map[conversations.Slot]string {
	r.t.Helper()
	out, err := r.Find(context.Background(), r.as(c, a), conversations.Request{Mark: conversations.Mark{Key: key}, Name: verb, Args: a}, r.now)
	if err != nil {
		r.t.Fatalf("%s: %v", verb, err)
	}
	return out
}

// tell gives an order under a fresh key, twice.
func (r *rig) tell(c conversations.ContactID, verb string, a args) {
	r.t.Helper()
	o := conversations.Order{Mark: conversations.Mark{Key: r.key(c)}, Name: verb, Args: a}
	for range 2 {
		if err := r.Tell(context.Background(), r.as(c, a), o, r.now); err != nil {
			r.t.Fatalf("%s: %v", verb, err)
		}
	}
}

func gives(verb string, slot conversations.Slot) bool {
	for _, v := range conversations.Verbs() {
		for _, s := range v.Gives {
			if v.Name == verb && s == slot {
				return true
			}
		}
	}
	return false
}

// want compares some of the slots that were found.
func want(t testing.TB, got map[conversations.Slot]string, slots map[conversations.Slot]string) {
	t.Helper()
	for slot, v := range slots {
		if got[slot] != v {
			t.Errorf("%s = %q, want %q", slot, got[slot], v)
		}
	}
}

type slots = map[conversations.Slot]string
