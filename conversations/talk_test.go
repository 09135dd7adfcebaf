package conversations_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/conversations/flowfile"
)

// noon is when every talk of these tests begins.
var noon = time.Date(2026, 8, 3, 12, 0, 0, 0, time.FixedZone("WITA", 8*3600))

// library reads the small flows of testdata.
func library(t testing.TB) *conversations.Library {
	t.Helper()
	names, err := filepath.Glob("testdata/*.flow.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no flows in testdata", err)
	}
	var flows []*conversations.Flow
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := flowfile.Parse(name, data, 1)
		if err != nil {
			t.Fatal(err)
		}
		flows = append(flows, f)
	}
	return conversations.NewLibrary(flows)
}

// talk is one contact's talk, with a world that finds what the test says.
type talk struct {
	t      testing.TB
	lib    *conversations.Library
	s      conversations.Session
	now    time.Time
	heard  int
	finds  map[string]map[conversations.Slot]string
	alarms map[string]time.Time
	last   []conversations.Effect // of the newest turn
	asked  []string               // requests and orders so far
}

func newTalk(t testing.TB) *talk {
	t.Helper()
	pairs := make([][2]string, 20)
	for i := range pairs {
		pairs[i] = [2]string{fmt.Sprint("k", i+1), "Pengumuman " + string(rune('A'+i))}
	}
	return &talk{t: t, lib: library(t), now: noon, s: conversations.Session{Contact: "7"}, alarms: map[string]time.Time{},
		finds: map[string]map[conversations.Slot]string{
			"check_window":       {"jendela": "buka"},
			"open_case":          {"nomor": "WRSE-2026-000001"},
			"list_announcements": {"daftar_pengumuman": conversations.List(pairs...)},
		}}
}

// feed gives one input and answers the requests that follow. It makes sure of what every step promises.
func (k *talk) feed(in conversations.Input) string {
	k.t.Helper()
	k.last = nil
	for range 16 {
		before := stored(k.s)
		s, effects := conversations.Converse(k.lib, k.s, in)
		if stored(k.s) != before {
			k.t.Fatal("the step changed the session it was given")
		}
		if again, more := conversations.Converse(k.lib, k.s, in); stored(again) != stored(s) || !reflect.DeepEqual(effects, more) {
			k.t.Fatal("the same step gave something else")
		}
		k.s = restored(k.t, s)
		k.last = append(k.last, effects...)
		for _, e := range effects {
			k.note(e)
		}
		if k.s.Request == nil {
			break
		}
		in = conversations.Found{Request: k.s.Request.Key, Slots: k.finds[k.s.Request.Name], At: k.now}
	}
	return said(k.last)
}

func (k *talk) note(e conversations.Effect) {
	switch e := e.(type) {
	case conversations.Request:
		k.asked = append(k.asked, e.Name)
	case conversations.Order:
		k.asked = append(k.asked, e.Name)
	case conversations.SetAlarm:
		k.alarms[e.Name] = e.At
		if e.At.IsZero() {
			delete(k.alarms, e.Name)
		}
	case conversations.Fault:
		k.t.Fatal("fault: " + e.Problem)
	}
}

func (k *talk) message() conversations.Message {
	k.heard++
	k.now = k.now.Add(time.Minute)
	return conversations.Message{ID: conversations.MessageID(fmt.Sprint("m", k.heard)), Channel: "terminal", From: "orang", At: k.now}
}

// says lets the person say something, and gives what the bot said.
func (k *talk) says(text string) string {
	k.t.Helper()
	m := k.message()
	m.Text = text
	return k.feed(conversations.Heard{Message: m})
}

// all lets the person say several things; what the bot said to the last comes back.
func (k *talk) all(texts ...string) (last string) {
	k.t.Helper()
	for _, text := range texts {
		last = k.says(text)
	}
	return last
}

// taps presses a button of the question that stands, or of the prompt named.
func (k *talk) taps(choice conversations.ChoiceID, prompt string) string {
	k.t.Helper()
	m := k.message()
	if prompt == "" {
		prompt = k.s.Prompt.ID
	}
	m.Tap = &conversations.Tap{Prompt: prompt, Choice: choice}
	return k.feed(conversations.Heard{Message: m})
}

// sends lets the person send an attachment.
func (k *talk) sends(kind conversations.MediaKind) string {
	k.t.Helper()
	m := k.message()
	m.Media = []conversations.Media{{Kind: kind, Ref: "berkas", Phone: "+6281250001234"}}
	return k.feed(conversations.Heard{Message: m})
}

// rings lets time pass until an alarm and rings it.
func (k *talk) rings(name string) string {
	k.t.Helper()
	at, ok := k.alarms[name]
	if !ok {
		k.t.Fatalf("no alarm %s among %v", name, k.alarms)
	}
	delete(k.alarms, name)
	k.now = at
	return k.feed(conversations.Rang{Alarm: name, At: at})
}

// wants fails unless what was said has all the parts.
func (k *talk) wants(said string, parts ...string) {
	k.t.Helper()
	for _, p := range parts {
		if !strings.Contains(said, p) {
			k.t.Fatalf("said %q, which lacks %q", said, p)
		}
	}
}

// at fails unless the talk waits at the node.
func (k *talk) at(node conversations.NodeID) {
	k.t.Helper()
	if k.s.At != node || k.s.Status != conversations.Waiting {
		k.t.Fatalf("the talk is %s at %q, want waiting at %q", k.s.Status, k.s.At, node)
	}
}

// said writes what a person was told: literal words with their places, or <key>; choices in brackets.
func said(effects []conversations.Effect) string {
	var b strings.Builder
	for _, e := range effects {
		say, ok := e.(conversations.Say)
		if !ok {
			continue
		}
		for _, x := range say.Reply.Texts {
			b.WriteString(shown(x) + "\n")
		}
		for _, o := range say.Reply.Choices {
			b.WriteString("[" + shown(o.Label) + "]")
		}
	}
	return b.String()
}

func shown(x conversations.Text) string {
	words := x.Literal
	if x.Key != "" {
		words = "<" + x.Key + ">"
		for _, v := range x.Args {
			words += " " + v
		}
	}
	for place, v := range x.Args {
		words = strings.ReplaceAll(words, "{"+place+"}", v)
	}
	return words
}

func stored(s conversations.Session) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func restored(t testing.TB, s conversations.Session) (out conversations.Session) {
	t.Helper()
	if err := json.Unmarshal([]byte(stored(s)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}
