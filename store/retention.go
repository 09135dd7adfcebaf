package store

import "time"

// Retention says how long personal words are kept once they are no longer needed. Zero means 90 days.
type Retention struct {
	Inbox    time.Duration // messages answered or set aside
	Outbox   time.Duration // letters sent or given up
	Sessions time.Duration // talks not touched; on top of their own expiry
}

// Purged counts what was taken away.
type Purged struct{ Inbox, Outbox, Sessions int64 }
