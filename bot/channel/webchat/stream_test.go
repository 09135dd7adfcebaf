package webchat

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/bot/channel"
	"sapa/conversations"
)

// listening makes a web chat that listens to a clerk, in a house of its own.
func listening(t *testing.T, c *clerk, o Options) (*Adapter, *house) {
	t.Helper()
	if o.Words == nil {
		o.Words = say
	}
	a := New(o)
	c.adapter = a
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Listen(ctx, c) }()
	t.Cleanup(func() { cancel(); <-done })
	for a.Health().State != channel.Normal {
		time.Sleep(time.Millisecond)
	}
	return a, newHouse(t, a)
}

// stranger is a visitor without a queue and a stream running: each request is the test's own.
func stranger(t testing.TB, h *house) *visitor {
	v := newVisitor(t, h)
	if status, _ := v.get("/"); status != 200 {
		t.Fatalf("the page answered %d", status)
	}
	return v
}

// next is the next event that is not a sign of life.
func next(t testing.TB, events <-chan event) event {
	t.Helper()
	for {
		select {
		case e, ok := <-events:
			if !ok {
				t.Fatal("the stream ended")
			}
			if e.name != "" && e.name != "detak" {
				return e
			}
		case <-time.After(10 * time.Second):
			t.Fatal("nothing came")
		}
	}
}

func lineOf(t testing.TB, e event) shownLine {
	t.Helper()
	var l shownLine
	if err := json.Unmarshal([]byte(e.data), &l); err != nil || e.name != "baris" {
		t.Fatalf("event %+v: %v", e, err)
	}
	return l
}

func history(t testing.TB, v *visitor, cursor string) told {
	t.Helper()
	status, data := v.get("/riwayat?sesudah=" + cursor)
	var answer told
	if err := json.Unmarshal(data, &answer); err != nil || status != 200 {
		t.Fatalf("history: status %d, %v", status, err)
	}
	return answer
}

func send(t testing.TB, a *Adapter, to conversations.Address, id, text string) {
	t.Helper()
	got, err := a.Send(context.Background(), id, to, channel.Outgoing{Text: text})
	if err != nil || string(got) != id {
		t.Fatalf("sent %q: %v", got, err)
	}
}

func TestStreamGoesOnWhereItStood(t *testing.T) {
	t.Parallel()
	a, h := listening(t, newClerk(t, nil), Options{})
	v := stranger(t, h)
	send(t, a, v.Address(), "s.1", "satu")
	ctx, cancel := context.WithCancel(context.Background())
	events, err := v.open(ctx, "/aliran?sesudah="+history(t, v, "").Cursor, "")
	if err != nil {
		t.Fatal(err)
	}
	send(t, a, v.Address(), "s.2", "dua")
	e := next(t, events)
	if l := lineOf(t, e); l.ID != "s.2" || e.id == "" {
		t.Fatalf("got %+v, want s.2 with a cursor", e)
	}
	cancel()
	send(t, a, v.Address(), "s.3", "tiga")
	send(t, a, v.Address(), "s.3", "tiga lagi, dengan ID yang sama")
	send(t, a, v.Address(), "s.4", "empat")
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	if events, err = v.open(ctx, "/aliran?sesudah=usang", e.id); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"s.3", "s.4"} {
		if l := lineOf(t, next(t, events)); l.ID != want {
			t.Errorf("after the header's cursor came %s, want %s", l.ID, want)
		}
	}
	a.Typing(ctx, v.Address())
	if e := next(t, events); e.name != "mengetik" {
		t.Errorf("got %q, want a sign of typing", e.name)
	}
}

func TestCursorOfAnEarlierProcessAsksForTheHistory(t *testing.T) {
	t.Parallel()
	c := newClerk(t, nil)
	a, h := listening(t, c, Options{Past: c})
	v := stranger(t, h)
	c.tell(context.Background(), v.Address(), channel.Outgoing{Text: "sebelum"})
	old := history(t, v, "").Cursor
	_, fresh := listening(t, c, Options{Past: c})
	h.chat.Store(fresh.chat.Load())
	c.adapter = nil
	c.tell(context.Background(), v.Address(), channel.Outgoing{Text: "di antara"})
	events, err := v.open(t.Context(), "/aliran?sesudah="+old, "")
	if err != nil {
		t.Fatal(err)
	}
	if e := next(t, events); e.name != "ulang" {
		t.Fatalf("got %q, want to be told to ask again", e.name)
	}
	answer := history(t, v, old)
	var texts []string
	for _, l := range answer.Lines {
		texts = append(texts, l.Parts[0].Text)
	}
	if diff := cmp.Diff([]string{"sebelum", "di antara"}, texts); diff != "" || !answer.All {
		t.Errorf("all %v: %s", answer.All, diff)
	}
	if a == c.adapter {
		t.Error("the test did not change processes")
	}
}

func TestReplySentWhileItsQuestionIsTakenComesAfterIt(t *testing.T) {
	t.Parallel()
	_, h := listening(t, newClerk(t, func(m conversations.Message) []channel.Outgoing { return []channel.Outgoing{{Text: "jawab " + m.Text}} }), Options{})
	v := stranger(t, h)
	for _, text := range []string{"satu", "dua"} {
		if status, _, _ := v.do(v.json(sent{ID: v.newID(), Text: text})); status != 200 {
			t.Fatalf("status %d", status)
		}
	}
	var got []string
	for _, l := range history(t, v, "").Lines {
		words := l.Text
		for _, p := range l.Parts {
			words += p.Text
		}
		got = append(got, words)
	}
	if diff := cmp.Diff([]string{"satu", "jawab satu", "dua", "jawab dua"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestQuietStreamShowsThatItLives(t *testing.T) {
	t.Parallel()
	_, h := listening(t, newClerk(t, nil), Options{Beat: 5 * time.Millisecond})
	v := stranger(t, h)
	events, err := v.open(t.Context(), "/aliran?sesudah="+history(t, v, "").Cursor, "")
	if err != nil {
		t.Fatal(err)
	}
	beats := 0
	for e := range events {
		if e.name == "detak" {
			beats++
		}
		if beats == 3 {
			return
		}
	}
	t.Errorf("%d signs of life, then the end", beats)
}

func TestStreamsOfOneBrowserAreBounded(t *testing.T) {
	t.Parallel()
	_, h := listening(t, newClerk(t, nil), Options{Limits: Limits{Streams: 2}})
	v := stranger(t, h)
	path := "/aliran?sesudah=" + history(t, v, "").Cursor
	for range 2 {
		if _, err := v.open(t.Context(), path, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := v.open(t.Context(), path, ""); err == nil || !strings.Contains(err.Error(), "429") {
		t.Errorf("a third stream gave %v, want 429", err)
	}
	if _, err := stranger(t, h).open(t.Context(), "/aliran", ""); err != nil {
		t.Errorf("another browser was refused: %v", err)
	}
}
