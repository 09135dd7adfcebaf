package webchat

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"sapa/conversations"
)

func TestWhatIsNotAMessageIsRefusedWithWords(t *testing.T) {
	t.Parallel()
	c := newClerk(t, nil)
	files := newShelf()
	_, h := listening(t, c, Options{Files: files, Keep: files.keep, Limits: Limits{Album: 50}})
	v := stranger(t, h)
	jpeg := append([]byte("\xff\xd8\xff\xe0"), make([]byte, 100)...)
	for _, one := range []struct {
		name    string
		request *http.Request
		status  int
		key     string
	}{
		{"empty", v.json(sent{ID: "pesan-a001"}), 400, "webchat.error.bad"},
		{"only control characters", v.json(sent{ID: "pesan-a002", Text: "\x00\x07\u202e\n "}), 400, "webchat.error.bad"},
		{"no id", v.json(sent{Text: "halo"}), 400, "webchat.error.bad"},
		{"id with a path in it", v.json(sent{ID: "../../pesan", Text: "halo"}), 400, "webchat.error.bad"},
		{"tap without a choice", v.json(sent{ID: "pesan-a003", Tap: "p1"}), 400, "webchat.error.bad"},
		{"tap too long", v.json(sent{ID: "pesan-a004", Tap: "p1|" + strings.Repeat("x", 62)}), 400, "webchat.error.bad"},
		{"deep link that is none", v.json(sent{ID: "pesan-a005", Start: "wrse & co"}), 400, "webchat.error.bad"},
		{"text too long", v.json(sent{ID: "pesan-a006", Text: strings.Repeat("ü", 4097)}), 422, "webchat.error.too_long"},
		{"text far too long", v.json(sent{ID: "pesan-a007", Text: strings.Repeat("x", 100_000)}), 422, "webchat.error.too_long"},
		{"no photo", v.form("pesan-a008", "", []byte("#!/bin/sh")), 415, "webchat.error.not_a_photo"},
		{"drawing that could run", v.form("pesan-a009", "", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)), 415, "webchat.error.not_a_photo"},
		{"photo too large", v.form("pesan-a010", "", append(jpeg, make([]byte, maxPhoto)...)), 413, "webchat.error.photo_too_large"},
		{"photo far too large", v.form("pesan-a011", "", make([]byte, maxPhoto+1<<20)), 413, "webchat.error.photo_too_large"},
		{"longest text", v.json(sent{ID: "pesan-a012", Text: strings.Repeat("ü", 4096)}), 200, ""},
		{"photo", v.form("pesan-a013", "warung", jpeg), 200, ""},
	} {
		status, _, body := v.do(one.request)
		if status != one.status || body.Error != one.key || (status != 200 && body.Words != spoken[one.key]) {
			t.Errorf("%s: %d %+v, want %d %s", one.name, status, body, one.status, one.key)
		}
	}
	if len(c.heard) != 2 {
		t.Errorf("the bot heard %d messages, want the 2 good ones", len(c.heard))
	}
}

func TestMessageComesCleanAndWhole(t *testing.T) {
	t.Parallel()
	var got conversations.Message
	c := newClerk(t, nil)
	in := hearing{c, func(m conversations.Message) { got = m }}
	v := stranger(t, houseOf(t, in, Options{}))
	status, _, _ := v.do(v.json(sent{ID: "pesan-b001", Text: " Nama saya\r\nSiti\x00 \u202eAminah\u202c 👩🏽‍🌾\t\ufeff. "}))
	if want := "Nama saya\nSiti Aminah 👩🏽‍🌾 ."; status != 200 || got.Text != want {
		t.Errorf("%d: heard %q, want %q", status, got.Text, want)
	}
	if got.From != v.Address() || got.Channel != Name || got.At.IsZero() {
		t.Errorf("heard %+v", got)
	}
	v.do(v.json(sent{ID: "pesan-b002", Tap: "s.1.0|ya|betul", Label: "Ya", Text: "ya"}))
	if got.Tap == nil || got.Tap.Prompt != "s.1.0" || got.Tap.Choice != "ya|betul" || got.Text != "" {
		t.Errorf("heard %+v", got)
	}
	v.do(v.json(sent{ID: "pesan-b003", Start: "wrse"}))
	if got.Start != "wrse" || got.Text != "" || got.Tap != nil {
		t.Errorf("heard %+v", got)
	}
}

func TestSameIDIsOneMessageOfOneBrowser(t *testing.T) {
	t.Parallel()
	c := newClerk(t, nil)
	o := Options{Past: c}
	_, h := listening(t, c, o)
	v, other := stranger(t, h), stranger(t, h)
	for range 3 {
		if status, _, _ := v.do(v.json(sent{ID: "pesan-c001", Text: "sekali saja"})); status != 200 {
			t.Fatalf("status %d", status)
		}
	}
	if status, _, _ := other.do(other.json(sent{ID: "pesan-c001", Text: "dari orang lain"})); status != 200 {
		t.Fatalf("status %d", status)
	}
	_, fresh := listening(t, c, o) // a restart: the page never got the answer and asks again
	h.chat.Store(fresh.chat.Load())
	if status, _, _ := v.do(v.json(sent{ID: "pesan-c001", Text: "sekali saja"})); status != 200 {
		t.Fatalf("after a restart: status %d", status)
	}
	for id, n := range c.heard {
		if n != 1 {
			t.Errorf("%s was brought %d times", id, n)
		}
	}
	if len(c.heard) != 2 {
		t.Errorf("%d messages of two people, want 2", len(c.heard))
	}
	for who, want := range map[*visitor]string{v: "sekali saja", other: "dari orang lain"} {
		if got := history(t, who, "").Lines; len(got) != 1 || got[0].Text != want || got[0].ID != "pesan-c001" {
			t.Errorf("history %+v, want %q under the page's own ID", got, want)
		}
	}
}

func TestNothingIsTakenWhileNobodyListens(t *testing.T) {
	t.Parallel()
	h := newHouse(t, New(Options{Words: say}))
	v := stranger(t, h)
	status, header, body := v.do(v.json(sent{ID: "pesan-d001", Text: "halo"}))
	if status != 503 || header.Get("Retry-After") == "" || body.Error != "webchat.error.busy" {
		t.Errorf("%d %v %+v, want 503 and when to come back", status, header, body)
	}
	if lines := history(t, v, "").Lines; len(lines) != 0 {
		t.Errorf("the talk shows %d lines that the bot never took", len(lines))
	}
}

func TestTooMuchIsToldToWait(t *testing.T) {
	t.Parallel()
	files := newShelf()
	noon := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	o := Options{Files: files, Keep: files.keep, Now: func() time.Time { return noon },
		Limits: Limits{Messages: 0.5, Burst: 6, Photos: rate.Every(time.Minute), Album: 2, Crowd: 30}}
	_, h := listening(t, newClerk(t, nil), o)
	v := stranger(t, h)
	gif := []byte("GIF89a.............")
	for i, want := range []int{200, 200, 429} {
		if status, _, _ := v.do(v.form(v.newID(), "", gif)); status != want {
			t.Errorf("photo %d: %d, want %d", i, status, want)
		}
	}
	for i, want := range []int{200, 200, 200, 429} {
		status, header, _ := v.do(v.json(sent{ID: v.newID(), Text: "halo"}))
		if status != want || (status == 429 && header.Get("Retry-After") != "2") {
			t.Errorf("message %d: %d after %q, want %d", i, status, header.Get("Retry-After"), want)
		}
	}
	other := stranger(t, h)
	if status, _, _ := other.do(other.json(sent{ID: other.newID(), Text: "halo"})); status != 200 {
		t.Errorf("another browser: %d, want 200", status)
	}
	last := 0
	for range 30 {
		last, _ = v.get("/assets/x/chat.css")
	}
	if last != 429 {
		t.Errorf("the 30th request of one network address: %d, want 429", last)
	}
}

func TestPhotoIsKeptBeforeItIsTold(t *testing.T) {
	t.Parallel()
	files := newShelf()
	var got conversations.Message
	c := newClerk(t, nil)
	h := houseOf(t, hearing{c, func(m conversations.Message) {
		got = m
		if len(m.Media) == 1 && files.files[m.Media[0].Ref] == nil {
			t.Error("the bot was told of a photo that is not kept yet")
		}
	}}, Options{Files: files, Keep: files.keep})
	v := stranger(t, h)
	png := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{7}, 500)...)
	if status, _, _ := v.do(v.form("pesan-e001", "warung saya", png)); status != 200 {
		t.Fatalf("status %d", status)
	}
	if len(got.Media) != 1 || got.Media[0].Mime != "image/png" || got.Media[0].Size != 508 || got.Text != "warung saya" {
		t.Fatalf("heard %+v", got)
	}
	lines := history(t, v, "").Lines
	status, data := v.get(lines[0].Photo)
	if status != 200 || !bytes.Equal(data, png) {
		t.Errorf("the page got %d with %d bytes", status, len(data))
	}
	if status, _ := stranger(t, h).get(lines[0].Photo); status != 404 {
		t.Errorf("another browser got %d, want 404", status)
	}
}
