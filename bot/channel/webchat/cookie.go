package webchat

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"sapa/conversations"
)

// The cookie that knows a browser: 128 random bits in hex. The __Host- name keeps other sites of the same domain from
// setting it; browsers take that name over HTTPS only.
const (
	plainCookie  = "sapa_obrolan"
	secureCookie = "__Host-sapa_obrolan"
	cookieDays   = 180
	keyDigits    = 32
)

func (a *Adapter) cookieName() string {
	if a.o.Secure {
		return secureCookie
	}
	return plainCookie
}

// who is the address behind a request; false when it carries no cookie of ours.
func (a *Adapter) who(r *http.Request) (conversations.Address, bool) {
	c, err := r.Cookie(a.cookieName())
	if err != nil || !isHex(c.Value, keyDigits) {
		return "", false
	}
	return address(c.Value), true
}

// address is what a cookie is called inside: half of its SHA-256, which does not open the talk again.
func address(cookie string) conversations.Address {
	sum := sha256.Sum256([]byte("sapa webchat " + cookie))
	return conversations.Address(hex.EncodeToString(sum[:keyDigits/2]))
}

// addressable tells whether this may be an address of ours.
func addressable(a conversations.Address) bool { return isHex(string(a), keyDigits) }

func isHex(s string, digits int) bool {
	if len(s) != digits {
		return false
	}
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// greet renews the cookie of a browser, or gives it one.
func (a *Adapter) greet(w http.ResponseWriter, r *http.Request) {
	value := random(keyDigits / 2)
	if c, err := r.Cookie(a.cookieName()); err == nil && isHex(c.Value, keyDigits) {
		value = c.Value
	}
	a.setCookie(w, value, cookieDays*24*3600)
}

func (a *Adapter) setCookie(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: a.cookieName(), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: a.o.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// leave serves POST /keluar: on a shared phone the next person must not see this talk.
func (a *Adapter) leave(w http.ResponseWriter, _ *http.Request) {
	a.setCookie(w, "", -1)
	w.WriteHeader(http.StatusNoContent)
}
