package store

import (
	"log/slog"
	"time"
)

// Credentials are what a sign-in is checked against.
type Credentials struct {
	Password string // argon2id hash; empty: none was set, and nobody signs in
	Secret   string // of the second factor (TOTP), base32; empty: not set up
	Recovery int    // unused recovery codes
	Example  bool   // made by --demo, with a password that everybody can read
}

// LogValue keeps credentials out of logs.
func (c Credentials) LogValue() slog.Value { return slog.StringValue("credentials") }

// SignIn is one browser that is signed in, or on the way.
type SignIn struct {
	ID        string // names it on pages; does not open it
	Login     string
	Began     time.Time
	Seen      time.Time // last used, within a minute
	Whole     bool      // false: the second factor is still to come
	OpenCase  string    // number of the case whose personal data is shown in full; empty: none
	OpenUntil time.Time
	Address   string // network address; personal data
	Browser   string // as it named itself; personal data
}

// LogValue keeps address and browser out of logs.
func (s SignIn) LogValue() slog.Value { return slog.StringValue(s.Login) }

// How long a sign-in lasts.
const (
	SignInIdle  = 30 * time.Minute // without a request
	SignInLife  = 12 * time.Hour   // at most: one working day
	SignInHalf  = 10 * time.Minute // between password and second factor
	LinkLife    = 72 * time.Hour   // of a link that sets a password
	FailureSpan = 15 * time.Minute // failed sign-ins are counted over this
)

// How many sign-ins may fail within FailureSpan. An office may share one network address.
const (
	FailuresPerLogin   = 5
	FailuresPerAddress = 30
)

// Lasts tells whether a sign-in still holds.
func (s SignIn) Lasts(now time.Time) bool {
	idle := SignInIdle
	if !s.Whole {
		idle = SignInHalf
	}
	return now.Sub(s.Seen) < idle && now.Sub(s.Began) < SignInLife
}

// Opened tells whether the personal data of a case is shown in full.
func (s SignIn) Opened(number string, now time.Time) bool {
	return s.OpenCase == number && now.Before(s.OpenUntil)
}
