package broadcast

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
	"sapa/store/sqlite"
	"sapa/store/vault"
)

// tray is an outbox that keeps what it is given.
type tray struct {
	letters []store.Letter
	claimed map[string]bool
	nudges  int
}

func (o *tray) Claim(ids ...string) {
	for _, id := range ids {
		o.claimed[id] = true
	}
}

func (o *tray) Release(ids ...string) {
	for _, id := range ids {
		delete(o.claimed, id)
	}
}

func (o *tray) Post(letters ...store.Letter) { o.letters = append(o.letters, letters...) }
func (o *tray) Nudge()                       { o.nudges++ }

// rig is an office with a store of its own, in which nothing is sent but what a test settles.
type rig struct {
	*Service
	t      *testing.T
	db     *sqlite.DB
	out    *tray
	runner *Runner
	now    time.Time
	health channel.Health
}

func newRig(t *testing.T, people int) *rig {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "sapa.db"), vault.Memory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	r := &rig{t: t, db: db, now: at(23, 9, 0), health: channel.Health{State: channel.Normal}}
	r.Service = &Service{Store: db, Words: words(t), Hours: officeHours(t), Now: func() time.Time { return r.now }, Lines: []Line{
		{ReachChannel: store.ReachChannel{Channel: "telegram"}, Shape: channel.Shape{Buttons: 12, Label: 40, Text: 4096}, Pace: 20},
		{ReachChannel: store.ReachChannel{Channel: "whatsapp", Warm: 90 * 24 * time.Hour}, Shape: channel.Shape{Text: 4096}, Pace: 2, Budget: 5,
			Health: func() channel.Health { return r.health }}}}
	for login, role := range map[string]store.Role{"ana": store.RoleOfficer, "lina": store.RoleSupervisor} {
		if err := db.AddOfficer(t.Context(), store.Officer{Login: login, Name: login, Role: role}, store.Operator, r.now); err != nil {
			t.Fatal(err)
		}
	}
	for i := range people {
		for _, c := range []conversations.Channel{"telegram", "whatsapp"} {
			m := conversations.Message{ID: conversations.MessageID(fmt.Sprint(c, i)), Channel: c, From: conversations.Address(fmt.Sprint(c, i)), Text: "halo", At: r.now}
			if _, err := db.Accept(t.Context(), r.now.Add(-time.Hour), m); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.restart()
	return r
}

// restart begins anew with what is in the store.
func (r *rig) restart() {
	r.out = &tray{claimed: map[string]bool{}}
	r.runner = NewRunner(r.Service, r.out, slog.New(slog.DiscardHandler))
}

// running gives a broadcast to everybody that was started.
func (r *rig) running(change func(*store.BroadcastDraft)) store.Broadcast {
	r.t.Helper()
	d := store.BroadcastDraft{Title: "Jadwal", Text: "Yth. {nama}.", Audience: store.Audience{Source: store.FromAll}}
	if change != nil {
		change(&d)
	}
	b, err := r.Draft(r.t.Context(), "ana", d)
	if err == nil {
		b, err = r.Submit(r.t.Context(), "ana", b.Code)
	}
	if err == nil {
		b, err = r.Approve(r.t.Context(), "lina", b.Code, b.Hash())
	}
	if err == nil {
		b, err = r.Start(r.t.Context(), "ana", b.Code)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return b
}

// look lets the runner look, and look again once the audience is frozen.
func (r *rig) look() {
	r.t.Helper()
	for range 2 {
		if err := r.runner.Once(r.t.Context()); err != nil {
			r.t.Fatal(err)
		}
		r.runner.wait.Wait()
	}
}

// settle says what became of everything in the tray, and empties it.
func (r *rig) settle(state store.LetterState, reason string) (n int) {
	r.t.Helper()
	for _, l := range r.out.letters {
		if err := r.db.Settle(r.t.Context(), r.now, store.Settled{ID: l.ID, Seq: l.Seq, State: state, Reason: reason}); err != nil {
			r.t.Fatal(err)
		}
	}
	n, r.out.letters = len(r.out.letters), nil
	return n
}

func (r *rig) status(b store.Broadcast) Status {
	r.t.Helper()
	st, err := r.Status(r.t.Context(), b.Code)
	if err != nil {
		r.t.Fatal(err)
	}
	return st
}

// may asks the gate about a letter of a broadcast.
func (r *rig) may(b store.Broadcast) (may, never bool) {
	return r.runner.Gate(store.BroadcastLetterID(b.ID, "1", 0))
}
