package store

import "time"

// AuditEntry is one act of somebody of the office. It carries no personal data: cases appear by number.
type AuditEntry struct {
	Seq    int64 // given by the store; 1 is the first
	At     time.Time
	By     string // login, or "sapa" for the program itself
	Action string // "case.decide", "window.open", ...
	Object string // what it was done to, "WRSE-2026-000123"
	Detail string // in short: "diajukan -> disetujui"
}

// AuditFilter chooses entries; empty fields choose all.
type AuditFilter struct {
	By     string // login
	Action string
	Object string
	Before int64 // only entries with a smaller Seq; 0: from the newest
	Limit  int
}
