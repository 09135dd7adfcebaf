package console

import (
	"context"
	"runtime"
	"sync"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

// Hashing is how passwords are hashed: OWASP's least for argon2id, which an old server does in some 50 ms and 19 MiB.
func Hashing() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// passwordLeast is the shortest password that is taken, in letters. Longer is better than odd.
const (
	passwordLeast = 12
	passwordMost  = 200
)

// hasher hashes few passwords at once, so that a crowd of sign-ins does not take all memory.
type hasher struct {
	params *argon2id.Params
	decoy  func() (string, error) // a hash to compare with when there is none, so that answers take equally long
	slots  chan struct{}
}

func newHasher(p *argon2id.Params) *hasher {
	return &hasher{params: p, slots: make(chan struct{}, max(1, runtime.NumCPU()/2)),
		decoy: sync.OnceValues(func() (string, error) { return argon2id.CreateHash("sapa", p) })}
}

func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	return argon2id.CreateHash(password, h.params)
}

// fits tells whether a password is the one that was hashed. No hash fits nothing, and takes as long.
func (h *hasher) fits(ctx context.Context, password, hash string) (bool, error) {
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	if hash == "" {
		decoy, err := h.decoy()
		if err == nil {
			_, err = argon2id.ComparePasswordAndHash(password, decoy)
		}
		return false, err
	}
	return argon2id.ComparePasswordAndHash(password, hash)
}

func (h *hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *hasher) leave() { <-h.slots }

// weak gives the key of what is wrong with a password that was typed twice; empty when it will do.
func weak(password, again, login string) string {
	n := utf8.RuneCountInString(password)
	switch {
	case password != again:
		return "office.password.differ"
	case n < passwordLeast || n > passwordMost:
		return "office.password.length"
	case password == login+login || password == "123456789012" || password == "passwordpassword":
		return "office.password.guessable"
	}
	return ""
}
