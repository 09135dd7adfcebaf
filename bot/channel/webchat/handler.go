package webchat

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"

	"sapa/conversations"
)

// Handler serves the page and all it asks for, to be mounted at "/". Other handlers of the same server take their own,
// longer patterns.
func (a *Adapter) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", a.front)
	mux.HandleFunc("GET /favicon.ico", a.page.icon)
	mux.HandleFunc("GET /assets/{print}/{name}", a.page.asset)
	mux.HandleFunc("GET /aliran", a.known(a.stream))
	mux.HandleFunc("GET /riwayat", a.known(a.history))
	mux.HandleFunc("GET /berkas/{ref}", a.known(a.file))
	mux.HandleFunc("POST /kirim", a.known(a.post))
	mux.HandleFunc("POST /keluar", a.leave)
	return a.guarded(http.NewCrossOriginProtection().Handler(mux))
}

// policy lets the page use what comes from this server and nothing else, and nobody frame it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
	"manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guarded sets the headers of every answer, counts requests per network address and survives panics.
func (a *Adapter) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=()")
		defer func() {
			if p := recover(); p != nil {
				// What a panic says may repeat what a person said.
				a.log.ErrorContext(r.Context(), "web chat: request panicked", "method", r.Method)
				a.fail(w, http.StatusServiceUnavailable, "webchat.error.busy", 2*time.Second)
			}
		}()
		if wait, ok := a.gate.requests.take(a.o.Client(r)); !ok {
			a.fail(w, http.StatusTooManyRequests, "webchat.error.too_fast", wait)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// known passes on requests that carry a cookie of ours, with its address.
func (a *Adapter) known(next func(http.ResponseWriter, *http.Request, conversations.Address)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		addr, ok := a.who(r)
		if !ok {
			a.fail(w, http.StatusUnauthorized, "webchat.error.unknown", 0)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		next(w, r, addr)
	}
}

// refusal is the body of every answer that is not a success.
type refusal struct {
	Error string `json:"error"` // key of the message catalogue
	Words string `json:"words"` // what the person is told
}

// fail answers with what went wrong. after above 0 says when to try again.
func (a *Adapter) fail(w http.ResponseWriter, status int, key string, after time.Duration) {
	if after > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(after.Seconds()))))
	}
	reply(w, status, refusal{key, a.o.Words(key)})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the browser may be gone; it will ask again
}
