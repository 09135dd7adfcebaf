// Package store names what is kept: records and the errors of keeping them. How it is kept is the matter of its drivers.
package store

import "errors"

var (
	// ErrNotFound: there is no such record.
	ErrNotFound = errors.New("not found")
	// ErrConflict: somebody else was faster, and nothing was written. Load again and decide anew.
	ErrConflict = errors.New("changed by somebody else")
	// ErrAnswered: a message waits for no answer, since it has one or was not accepted. Nothing was written.
	ErrAnswered = errors.New("message waits for no answer")
	// ErrUnavailable: the store cannot be reached right now. The same call may succeed later.
	ErrUnavailable = errors.New("store unavailable")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("store closed")
)
