package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/storetest"
)

func mark(id string) conversations.Mark { return conversations.Mark{Key: id} }

func TestCommitWritesAll(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"), storetest.Message("2", "5511", "halo?"))
	turn := answer(got[0], 1, say("1.1.0"),
		conversations.Request{Mark: mark("1.1.1"), Name: "find_cases"}, conversations.Order{Mark: mark("1.1.2"), Name: "tell"},
		conversations.SetAlarm{Mark: mark("1.1.3"), Name: "nudge", At: at(60)},
		conversations.Finish{Mark: mark("1.1.4"), Flow: storetest.Session("1", 1).Flow, Next: "menu"},
		conversations.Fault{Mark: mark("1.1.5"), Problem: "no node x"}, say("1.1.6"))
	turn.Answers = got
	letters := commit(t, d, turn)

	want := []store.Letter{
		{ID: "1.1.0", Seq: 1, Contact: "1", Channel: "telegram", Address: "5511", Reply: storetest.Reply(), Due: at(1)},
		{ID: "1.1.6", Seq: 2, Contact: "1", Channel: "telegram", Address: "5511", Reply: storetest.Reply(), Due: at(1)},
	}
	if diff := cmp.Diff(want, letters); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, due(t, d, at(1), 0)); diff != "" {
		t.Errorf("outbox (-want +got):\n%s", diff)
	}
	if s, err := d.Session(t.Context(), "1"); err != nil || !cmp.Equal(s, turn.Session) {
		t.Errorf("Session = %v, %v", s, err)
	}
	if undone, err := d.Undone(t.Context()); err != nil || len(undone) != 0 {
		t.Errorf("Undone = %v, %v", undone, err)
	}
	alarms, err := d.DueAlarms(t.Context(), at(60), 10)
	if diff := cmp.Diff([]store.Alarm{{Contact: "1", Name: "nudge", At: at(60), Channel: "telegram", Address: "5511"}}, alarms); err != nil || diff != "" {
		t.Errorf("alarms: %v (-want +got):\n%s", err, diff)
	}
	faults, err := d.Faults(t.Context(), at(0), 10)
	if err != nil || len(faults) != 1 || faults[0] != (store.Fault{ID: "1.1.5", Flow: "daftar_wrse", At: at(1), Problem: "no node x"}) {
		t.Errorf("faults = %v, %v", faults, err)
	}
	var ends int
	err = d.Read(t.Context(), func(tx *Tx) error {
		return tx.QueryRow("SELECT COUNT(*) FROM talk_ends WHERE flow = 'daftar_wrse' AND next = 'menu'").Scan(&ends)
	})
	if err != nil || ends != 1 {
		t.Errorf("%d ends, %v", ends, err)
	}
}

func TestCommitConflict(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"), storetest.Message("2", "5511", "hai"))
	commit(t, d, answer(got[0], 3, say("1.3.0")))
	for _, turn := range []int{3, 2} {
		_, err := d.Commit(t.Context(), answer(got[1], turn, say("1.9.9"), conversations.SetAlarm{Mark: mark("x"), Name: "nudge", At: at(1)}))
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("turn %d after 3: %v", turn, err)
		}
	}
	if n := len(due(t, d, at(9), 0)); n != 1 {
		t.Errorf("%d letters", n)
	}
	if undone, _ := d.Undone(t.Context()); len(undone) != 1 {
		t.Errorf("the message of the lost turn was closed: %v", undone)
	}
	if alarms, _ := d.DueAlarms(t.Context(), at(9), 9); len(alarms) != 0 {
		t.Errorf("the lost turn set alarms: %v", alarms)
	}
}

func TestKnownEffectsArePassedOver(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"), storetest.Message("2", "5511", "halo?"))
	commit(t, d, answer(got[0], 1, say("1.1.0")))
	letters := commit(t, d, answer(got[1], 2, say("1.1.0"), say("1.2.0")))
	if len(letters) != 1 || letters[0].ID != "1.2.0" {
		t.Errorf("letters = %v", letters)
	}
	if n := len(due(t, d, at(9), 0)); n != 2 {
		t.Errorf("%d letters wait", n)
	}
}

// A turn that is committed as soon as Accept tells ahead of its message counts if, and only if, the message is new.
func TestCommitAheadOfItsMessage(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	accept(t, d, at(0), storetest.Message("0", "5511", "halo"))
	accepted := map[string]bool{}
	for i, message := range []string{"1", "1", "2, refused", "2"} {
		turn, told := i+1, make(chan error, 1)
		id, refused := strings.CutSuffix(message, ", refused")
		ctx, refuse := context.WithCancel(t.Context())
		_, err := d.AcceptAhead(ctx, at(turn), &thinker{begin: func(likely []store.Received, thought func()) {
			if refused {
				refuse() // the writer may be faster
			}
			go func() {
				a := answer(likely[0], turn, say(fmt.Sprintf("1.%d.0", turn)))
				a.Queued = thought
				_, err := d.Commit(t.Context(), a)
				thought()
				told <- err
			}()
		}}, storetest.Message(id, "5511", "halo"))
		refuse()
		var want error
		if err != nil || accepted[id] {
			want = store.ErrAnswered
		}
		if got := <-told; !errors.Is(got, want) {
			t.Errorf("message %s: Commit = %v beside Accept = %v", message, got, err)
		}
		accepted[id] = accepted[id] || err == nil
	}
	if s, err := d.Session(t.Context(), "1"); err != nil || s.Turn < 3 {
		t.Errorf("the session is at turn %d, %v", s.Turn, err)
	}
	if undone, err := d.Undone(t.Context()); err != nil || len(undone) != 1 || undone[0].Message.ID != "0" {
		t.Errorf("Undone = %v, %v", undone, err)
	}
}

// thinker thinks of one answer from when it is told of a message until it calls thought.
type thinker struct {
	begin func(likely []store.Received, thought func())
	done  atomic.Bool
}

func (a *thinker) Begin(likely []store.Received) { a.begin(likely, func() { a.done.Store(true) }) }
func (a *thinker) Thinking() bool                { return !a.done.Load() }

// A quick answer shares the commit, and so the wait for the disk, of its message; one that takes long keeps nobody waiting.
func TestAnswerSharesTheCommitOfItsMessage(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	accept(t, d, at(0), storetest.Message("0", "5511", "halo"))
	shared := 0
	for turn := 1; turn <= 50; turn++ {
		before, told := d.writer.commits.Load(), make(chan error, 1)
		_, err := d.AcceptAhead(t.Context(), at(turn), &thinker{begin: func(likely []store.Received, thought func()) {
			go func() {
				a := answer(likely[0], turn, say(fmt.Sprintf("1.%d.0", turn)))
				a.Queued = thought
				_, err := d.Commit(t.Context(), a)
				told <- err
			}()
		}}, storetest.Message(strconv.Itoa(turn), "5511", "halo"))
		if err := errors.Join(err, <-told); err != nil {
			t.Fatal(err)
		}
		if d.writer.commits.Load() == before+1 {
			shared++
		}
	}
	if shared == 0 {
		t.Error("of 50 answers none shared the commit of its message")
	}
	slow := &thinker{begin: func([]store.Received, func()) {}}
	if _, err := d.AcceptAhead(t.Context(), at(60), slow, storetest.Message("slow", "5511", "halo")); err != nil {
		t.Errorf("a message whose answer never comes is not accepted: %v", err)
	}
}

func TestAlarms(t *testing.T) {
	t.Parallel()
	set := func(name string, when time.Time) conversations.Effect {
		return conversations.SetAlarm{Mark: mark(name), Name: name, At: when}
	}
	for name, tc := range map[string]struct {
		turn func(store.Turn) store.Turn
		want map[string]time.Time
	}{
		"unchanged":       {func(s store.Turn) store.Turn { return s }, map[string]time.Time{"nudge": at(5), "close": at(9)}},
		"set anew":        {func(s store.Turn) store.Turn { s.Effects = []conversations.Effect{set("nudge", at(7))}; return s }, map[string]time.Time{"nudge": at(7), "close": at(9)}},
		"taken away":      {func(s store.Turn) store.Turn { s.Effects = []conversations.Effect{set("nudge", time.Time{})}; return s }, map[string]time.Time{"close": at(9)}},
		"rang":            {func(s store.Turn) store.Turn { s.Alarm = &store.Alarm{Name: "nudge", At: at(5)}; return s }, map[string]time.Time{"close": at(9)}},
		"rang, but moved": {func(s store.Turn) store.Turn { s.Alarm = &store.Alarm{Name: "nudge", At: at(4)}; return s }, map[string]time.Time{"nudge": at(5), "close": at(9)}},
		"rang and set": {func(s store.Turn) store.Turn {
			s.Alarm, s.Effects = &store.Alarm{Name: "nudge", At: at(5)}, []conversations.Effect{set("nudge", at(5))}
			return s
		}, map[string]time.Time{"nudge": at(5), "close": at(9)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := fresh(t)
			got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
			commit(t, d, answer(got[0], 1, set("nudge", at(5)), set("close", at(9))))
			commit(t, d, tc.turn(store.Turn{Session: storetest.Session("1", 2), Now: at(5)}))
			alarms, err := d.DueAlarms(t.Context(), at(99), 10)
			have := map[string]time.Time{}
			for _, a := range alarms {
				have[a.Name] = a.At
			}
			if diff := cmp.Diff(tc.want, have); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestReminderIsUnprompted: what is said since an alarm rang is kept as something that nobody waits for.
func TestReminderIsUnprompted(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	commit(t, d, answer(got[0], 1, say("1.1.0")))
	commit(t, d, store.Turn{Session: storetest.Session("1", 2), Alarm: &store.Alarm{Name: "nudge", At: at(5)}, Effects: []conversations.Effect{say("1.2.0")}, Now: at(5)})
	priorities := map[string]int{}
	for _, l := range due(t, d, at(5), 0) {
		priorities[l.ID] = l.Priority
	}
	if diff := cmp.Diff(map[string]int{"1.1.0": store.PriorityTalk, "1.2.0": store.PriorityReminder}, priorities); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
