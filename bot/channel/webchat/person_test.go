package webchat

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/channeltest"
	"sapa/conversations"
)

// shelf keeps files in memory for both directions.
type shelf struct {
	mu    sync.Mutex
	files map[string][]byte
	mimes map[string]string
}

func newShelf() *shelf { return &shelf{files: map[string][]byte{}, mimes: map[string]string{}} }

func (s *shelf) put(ref string, data []byte, mime string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[ref], s.mimes[ref] = data, mime
}

func (s *shelf) keep(_ context.Context, data []byte, mime string) (string, error) {
	ref := "f" + random(8)
	s.put(ref, data, mime)
	return ref, nil
}

func (s *shelf) Read(_ context.Context, ref string) ([]byte, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, ok := s.files[ref]
	if !ok {
		return nil, "", errors.New("no such file")
	}
	return data, s.mimes[ref], nil
}

// house is a server whose web chat may be exchanged, as a restart of the bot does.
type house struct {
	*httptest.Server
	chat atomic.Pointer[http.Handler]
}

func newHouse(t testing.TB, a *Adapter) *house {
	h := &house{}
	h.move(a)
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*h.chat.Load()).ServeHTTP(w, r) }))
	t.Cleanup(func() { h.CloseClientConnections(); h.Close() })
	return h
}

func (h *house) move(a *Adapter) {
	next := a.Handler()
	h.chat.Store(&next)
}

// visitor does what the page does: a queue that is sent in order until it is taken, and a stream that goes on where it
// stood.
type visitor struct {
	t     testing.TB
	house *house
	http  *http.Client
	queue chan func() (*http.Request, error)
	lines chan shownLine
	ids   atomic.Int64
}

func newVisitor(t testing.TB, h *house) *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, house: h, http: &http.Client{Jar: jar}, queue: make(chan func() (*http.Request, error), 100), lines: make(chan shownLine, 1000)}
}

// visit opens the page and keeps it open until the test ends.
func visit(t testing.TB, h *house) *visitor {
	v := newVisitor(t, h)
	if status, _ := v.get("/"); status != http.StatusOK {
		t.Fatalf("the page answered %d", status)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { v.post(ctx) })
	done.Go(func() { v.listen(ctx) })
	t.Cleanup(func() { cancel(); done.Wait() })
	return v
}

func (v *visitor) get(path string) (int, []byte) {
	v.t.Helper()
	r, err := v.http.Get(v.house.URL + path)
	if err != nil {
		v.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return r.StatusCode, data
}

// do sends one request of the page, once, and gives the answer.
func (v *visitor) do(r *http.Request) (int, http.Header, refusal) {
	v.t.Helper()
	answer, err := v.http.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	var body refusal
	_ = json.NewDecoder(answer.Body).Decode(&body) // a success carries something else
	return answer.StatusCode, answer.Header, body
}

func (v *visitor) json(body sent) *http.Request {
	data, _ := json.Marshal(body)
	r, _ := http.NewRequest(http.MethodPost, v.house.URL+"/kirim", bytes.NewReader(data))
	r.Header.Set("Content-Type", "application/json")
	return r
}

func (v *visitor) form(id, text string, photo []byte) *http.Request {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("id", id)
	_ = w.WriteField("text", text)
	part, _ := w.CreateFormFile("photo", "foto.jpg")
	_, _ = part.Write(photo)
	_ = w.Close()
	r, _ := http.NewRequest(http.MethodPost, v.house.URL+"/kirim", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

func (v *visitor) newID() string { return fmt.Sprintf("pesan-%04d", v.ids.Add(1)) }

func (v *visitor) send(body sent) {
	body.ID = v.newID()
	v.queue <- func() (*http.Request, error) { return v.json(body), nil }
}

// Say, Tap, SendPhoto, Next and Address are those of a channeltest.Person.
func (v *visitor) Say(text string) { v.send(sent{Text: text}) }

func (v *visitor) Tap(_ channeltest.Shown, data string) { v.send(sent{Tap: data, Label: "?"}) }

func (v *visitor) SendPhoto(data []byte) {
	id := v.newID()
	v.queue <- func() (*http.Request, error) { return v.form(id, "", data), nil }
}

func (v *visitor) Address() conversations.Address {
	u, _ := url.Parse(v.house.URL)
	return address(v.http.Jar.Cookies(u)[0].Value)
}

func (v *visitor) Next(ctx context.Context) (channeltest.Shown, error) {
	for {
		select {
		case <-ctx.Done():
			return channeltest.Shown{}, ctx.Err()
		case l := <-v.lines:
			if !l.Mine {
				return v.seen(l), nil
			}
		}
	}
}

func (v *visitor) seen(l shownLine) channeltest.Shown {
	s := channeltest.Shown{ID: l.ID}
	for _, p := range l.Parts {
		s.Text += p.Text
		if p.Bold {
			s.Bold = append(s.Bold, p.Text)
		}
	}
	for _, b := range l.Buttons {
		s.Buttons = append(s.Buttons, channel.Button(b))
	}
	if file := l.Photo + l.Document; file != "" {
		_, s.Media = v.get(file)
	}
	return s
}

func (v *visitor) post(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case next := <-v.queue:
			for ctx.Err() == nil {
				r, err := next()
				if err != nil {
					return
				}
				answer, err := v.http.Do(r.WithContext(ctx))
				if err == nil {
					answer.Body.Close()
					if answer.StatusCode == http.StatusOK {
						break
					}
				}
				rest(ctx)
			}
		}
	}
}

// rest is the pause before trying again.
func rest(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(20 * time.Millisecond):
	}
}

func (v *visitor) listen(ctx context.Context) {
	seen, cursor := map[string]bool{}, ""
	for ; ctx.Err() == nil; rest(ctx) {
		events, err := v.open(ctx, "/aliran?sesudah="+cursor, "")
		if err != nil {
			continue
		}
		for e := range events {
			if e.name == "ulang" {
				_, data := v.get("/riwayat")
				var t told
				_ = json.Unmarshal(data, &t) // an error leaves it empty: asked again
				for _, l := range t.Lines {
					v.take(seen, l)
				}
				cursor = t.Cursor
			}
			if e.name == "baris" {
				var l shownLine
				_ = json.Unmarshal([]byte(e.data), &l)
				v.take(seen, l)
			}
			if e.id != "" {
				cursor = e.id
			}
		}
	}
}

func (v *visitor) take(seen map[string]bool, l shownLine) {
	if !seen[l.ID] {
		seen[l.ID] = true
		v.lines <- l
	}
}

type event struct{ name, id, data string }

// open reads a stream; the channel closes when the stream ends.
func (v *visitor) open(ctx context.Context, path, last string) (<-chan event, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.house.URL+path, nil)
	if err != nil {
		return nil, err
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	answer, err := v.http.Do(r)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		answer.Body.Close()
		return nil, fmt.Errorf("status %d", answer.StatusCode)
	}
	events := make(chan event, 1000)
	go func() {
		defer answer.Body.Close()
		defer close(events)
		var e event
		for s := bufio.NewScanner(answer.Body); s.Scan(); {
			field, value, _ := strings.Cut(s.Text(), ": ")
			switch field {
			case "event":
				e.name = value
			case "id":
				e.id = value
			case "data":
				e.data = value
			case "":
				events <- e
				e = event{}
			}
		}
	}()
	return events, nil
}
