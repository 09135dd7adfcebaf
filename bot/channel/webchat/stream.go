package webchat

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"sapa/conversations"
)

// slow is how long one write to a page may take before the stream is given up; the page comes back by itself.
const slow = 15 * time.Second

// shownLine is a Line as the page reads it.
type shownLine struct {
	ID       string        `json:"id"`
	Mine     bool          `json:"mine,omitempty"`
	Text     string        `json:"text,omitempty"`  // of the person, shown as it is
	Parts    []part        `json:"parts,omitempty"` // of the bot's text
	Buttons  []shownButton `json:"buttons,omitempty"`
	At       int64         `json:"at"` // Unix milliseconds
	Photo    string        `json:"photo,omitempty"`
	Document string        `json:"document,omitempty"`
}

type shownButton struct {
	Label string `json:"label"`
	Data  string `json:"data"`
}

// shown is how the page of this address gets a line.
func shown(addr conversations.Address, l Line) shownLine {
	s := shownLine{ID: l.ID, Mine: l.Mine, At: l.At.UnixMilli(), Photo: link(l.Photo), Document: link(l.Document)}
	if l.Mine {
		s.ID, s.Text = own(addr, l.ID), l.Text
	} else {
		s.Parts = parts(l.Text)
	}
	for _, b := range l.Buttons {
		s.Buttons = append(s.Buttons, shownButton(b))
	}
	return s
}

// stream serves GET /aliran: Server-Sent Events from a cursor on. Events: "baris" is a line, "mengetik" that an answer is
// on its way, "ulang" that the page must ask for the history first, "detak" that the stream lives.
func (a *Adapter) stream(w http.ResponseWriter, r *http.Request, addr conversations.Address) {
	e := a.ear.Load()
	if e == nil {
		a.fail(w, http.StatusServiceUnavailable, "webchat.error.busy", 2*time.Second)
		return
	}
	t, release := a.talks.use(addr)
	defer release()
	leave, ok := a.talks.join(t)
	if !ok {
		a.fail(w, http.StatusTooManyRequests, "webchat.error.too_many_tabs", 10*time.Second)
		return
	}
	defer leave()
	if err := t.remember(r.Context(), a.o.Past); err != nil {
		a.refuse(w, r, fmt.Errorf("%w: %w", errBusy, err))
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no") // reverse proxies must pass lines on at once
	f := &feed{w: w, c: http.NewResponseController(w), addr: addr, cursor: cursor(r), typed: -1}
	f.say("retry: 2000\n\n")
	a.follow(r, e, t, f)
}

// cursor is where the page stands: the header that browsers send by themselves counts before the query.
func cursor(r *http.Request) string {
	if c := r.Header.Get("Last-Event-ID"); c != "" {
		return c
	}
	return r.URL.Query().Get("sesudah")
}

// follow writes what comes until the page goes, the bot stops, or a write fails.
func (a *Adapter) follow(r *http.Request, e *ear, t *talk, f *feed) {
	beat := time.NewTicker(a.o.Beat)
	defer beat.Stop()
	f.say("event: detak\ndata: {}\n\n")
	for f.err == nil {
		v := t.after(f.cursor)
		if v.all {
			f.say("event: ulang\ndata: {}\n\n")
			return
		}
		f.show(v)
		select {
		case <-v.changed:
		case <-beat.C:
			f.say("event: detak\ndata: {}\n\n")
		case <-r.Context().Done():
			return
		case <-e.ctx.Done():
			return
		}
	}
}

// feed is one open stream.
type feed struct {
	w      http.ResponseWriter
	c      *http.ResponseController
	addr   conversations.Address
	cursor string
	typed  int64 // signs of typing that were passed on
	err    error
}

// show writes the lines of a view, the cursor with the last, and whether somebody types.
func (f *feed) show(v view) {
	for i, l := range v.lines {
		data, err := json.Marshal(shown(f.addr, l))
		if err != nil {
			f.err = err
			return
		}
		id := ""
		if i == len(v.lines)-1 {
			id = "id: " + v.cursor + "\n"
		}
		f.say(id + "event: baris\ndata: " + string(data) + "\n\n")
	}
	if f.typed >= 0 && v.typed > f.typed {
		f.say("event: mengetik\ndata: {}\n\n")
	}
	f.cursor, f.typed = v.cursor, v.typed
}

// say writes and flushes within a bounded time.
func (f *feed) say(event string) {
	if f.err != nil {
		return
	}
	_ = f.c.SetWriteDeadline(time.Now().Add(slow)) // not every test server has deadlines
	if _, f.err = f.w.Write([]byte(event)); f.err == nil {
		f.err = f.c.Flush()
	}
}
