package store

import "time"

// Retention says how long personal words are kept once they are no longer needed. Zero means the time in brackets.
type Retention struct {
	Inbox    time.Duration // messages answered or set aside (90 days)
	Outbox   time.Duration // letters sent or given up (90 days)
	Sessions time.Duration // talks in which the person was not heard (30 days)
}

// Purged counts what was taken away.
type Purged struct{ Inbox, Outbox, Sessions int64 }
