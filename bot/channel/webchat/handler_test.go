package webchat

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sapa/bot/channel"
	"sapa/conversations"
)

// hearing is an intake that also tells the test what it is brought.
type hearing struct {
	channel.Intake
	hear func(conversations.Message)
}

func (h hearing) Accept(ctx context.Context, messages ...conversations.Message) error {
	for _, m := range messages {
		h.hear(m)
	}
	return h.Intake.Accept(ctx, messages...)
}

// houseOf is a house whose web chat brings to this intake.
func houseOf(t *testing.T, in channel.Intake, o Options) *house {
	t.Helper()
	o.Words = say
	a := New(o)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Listen(ctx, in) }()
	t.Cleanup(func() { cancel(); <-done })
	for a.Health().State != channel.Normal {
		rest(t.Context())
	}
	return newHouse(t, a)
}

// ask serves one request without a network.
func ask(a *Adapter, method, path string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader("{}"))
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	return w
}

func TestPageTrustsOnlyItsOwnServer(t *testing.T) {
	t.Parallel()
	a := New(Options{Words: say})
	w := ask(a, http.MethodGet, "/", nil)
	page := w.Body.String()
	for _, bad := range []string{"<style", "style=", "onclick", "http://", "https://"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page contains %q", bad)
		}
	}
	for header, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":  "nosniff",
		"X-Frame-Options":         "DENY",
		"Referrer-Policy":         "no-referrer",
		"Cache-Control":           "no-store",
	} {
		if got := w.Header().Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if strings.Contains(page, `<p class="demo">`) || !strings.Contains(ask(New(Options{Words: say, Demo: true}), "GET", "/", nil).Body.String(), `<p class="demo">`) {
		t.Error("the demo line is not shown exactly when it is asked for")
	}
	if strings.Contains(page, `type="file"`) {
		t.Error("photos are offered though none can be kept")
	}
}

func TestAssetsAreSmallAndStay(t *testing.T) {
	t.Parallel()
	a := New(Options{Words: say})
	total := ask(a, http.MethodGet, "/", func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") }).Body.Len()
	for _, name := range []string{"chat.js", "chat.css", "sapa.svg", "motif.svg"} {
		w := ask(a, http.MethodGet, "/assets/"+a.page.print+"/"+name, func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip, br") })
		if w.Code != 200 || w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
		total += w.Body.Len()
	}
	if total > 20_000 {
		t.Errorf("a first visit takes %d bytes, want at most 20,000", total)
	}
	t.Logf("a first visit takes %d bytes", total)
	if w := ask(a, http.MethodGet, "/assets/old/chat.js", nil); w.Code != 200 || strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("an old address: %d %q", w.Code, w.Header().Get("Cache-Control"))
	}
	if w := ask(a, http.MethodGet, "/assets/x/index.html", nil); w.Code != 404 {
		t.Errorf("an asset that is none: %d", w.Code)
	}
}

func TestCookieIsHiddenAndKept(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{false, true} {
		a := New(Options{Words: say, Secure: secure})
		c := ask(a, http.MethodGet, "/", nil).Result().Cookies()[0]
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != secure || c.Path != "/" || !isHex(c.Value, 32) {
			t.Errorf("cookie %+v", c)
		}
		if strings.HasPrefix(c.Name, "__Host-") != secure {
			t.Errorf("cookie name %q when secure is %v", c.Name, secure)
		}
		again := ask(a, http.MethodGet, "/", func(r *http.Request) { r.AddCookie(c) }).Result().Cookies()[0]
		if again.Value != c.Value {
			t.Error("the cookie changes at every visit")
		}
		if bad := ask(a, http.MethodGet, "/", func(r *http.Request) { r.AddCookie(&http.Cookie{Name: c.Name, Value: "zz"}) }).Result().Cookies()[0]; bad.Value == "zz" {
			t.Error("a cookie that is not ours is kept")
		}
		if string(address(c.Value)) == c.Value || !addressable(address(c.Value)) {
			t.Error("the address opens the talk")
		}
		gone := ask(a, http.MethodPost, "/keluar", func(r *http.Request) { r.AddCookie(c) })
		if gone.Code != 204 || gone.Result().Cookies()[0].MaxAge >= 0 {
			t.Errorf("leaving: %d %v", gone.Code, gone.Result().Cookies())
		}
	}
}

func TestOnlyAKnownBrowserAndOwnPagesGetIn(t *testing.T) {
	t.Parallel()
	a := New(Options{Words: say})
	for _, path := range []string{"/riwayat", "/aliran", "/berkas/x"} {
		if w := ask(a, http.MethodGet, path, nil); w.Code != 401 {
			t.Errorf("%s without a cookie: %d, want 401", path, w.Code)
		}
	}
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://example.org"} {
		for _, path := range []string{"/kirim", "/keluar"} {
			if w := ask(a, http.MethodPost, path, func(r *http.Request) { r.Header.Set(header, value) }); w.Code != 403 {
				t.Errorf("%s from another site: %d, want 403", path, w.Code)
			}
		}
	}
}

func TestTalksOfTwoBrowsersStayApart(t *testing.T) {
	t.Parallel()
	a, h := listening(t, newClerk(t, nil), Options{})
	one, two := stranger(t, h), stranger(t, h)
	if one.Address() == two.Address() {
		t.Fatal("two browsers have one address")
	}
	send(t, a, one.Address(), "s.1", "rahasia")
	events, err := two.open(t.Context(), "/aliran?sesudah="+history(t, two, "").Cursor, "")
	if err != nil {
		t.Fatal(err)
	}
	send(t, a, one.Address(), "s.2", "rahasia lagi")
	send(t, a, two.Address(), "s.3", "untuk dua")
	if l := lineOf(t, next(t, events)); l.ID != "s.3" {
		t.Errorf("the second browser saw %s", l.ID)
	}
	if lines := history(t, one, "").Lines; len(lines) != 2 {
		t.Errorf("the first browser has %d lines, want 2", len(lines))
	}
	if lines := history(t, two, history(t, one, "").Cursor).Lines; len(lines) != 1 {
		t.Errorf("with the other's cursor the second browser has %d lines, want its 1", len(lines))
	}
}
