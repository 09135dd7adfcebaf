package console

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// policy lets a page use what comes from this server and nothing else, and nobody frame it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// bodyMost bounds what a form may bring, in bytes, unless its route says otherwise.
const bodyMost = 1 << 20

// guarded sets the headers of every answer, and survives panics.
func (c *Console) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("X-Robots-Tag", "noindex")
		h.Set("Cache-Control", "no-store")
		if encrypted(r) {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		defer func() {
			p := recover()
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p) // what was begun cannot be ended well: the browser must see that it is not whole
			}
			if p != nil {
				// What a panic says may repeat what a person said.
				c.o.Log.ErrorContext(r.Context(), "console: request panicked", "method", r.Method, "pattern", r.Pattern)
				c.stranger(w, r).fail(refuse(http.StatusInternalServerError, "office.error.broken"))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// encrypted tells whether the browser came by https, here or at the web server before us.
func encrypted(r *http.Request) bool {
	return r.TLS != nil || behindProxy(r) && r.Header.Get("X-Forwarded-Proto") == "https"
}

// behindProxy tells whether the connection comes from this machine, so that its X-Forwarded headers are a web server's.
func behindProxy(r *http.Request) bool {
	ip, err := netip.ParseAddr(connection(r))
	return err == nil && ip.Unmap().IsLoopback()
}

func connection(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// address is the network address of the browser. Of a list, only what the nearest web server added can be believed.
func address(r *http.Request) string {
	if !behindProxy(r) {
		return connection(r)
	}
	list := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
	if last, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
		return last.String()
	}
	return connection(r)
}

// The cookie of a sign-in. Its name under https keeps other sites of the same domain from setting it.
const (
	plainCookie  = "sapa_kantor"
	secureCookie = "__Secure-sapa_kantor"
)

func (v *visit) cookie() string {
	name := plainCookie
	if encrypted(v.r) {
		name = secureCookie
	}
	c, err := v.r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// setCookie gives the browser the secret of a sign-in, until it is closed; an empty one takes it away.
func (v *visit) setCookie(secret string) {
	c := &http.Cookie{Name: plainCookie, Value: secret, Path: Root + "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if encrypted(v.r) {
		c.Name, c.Secure = secureCookie, true
	}
	if secret == "" {
		c.MaxAge = -1
	}
	http.SetCookie(v.w, c)
}
