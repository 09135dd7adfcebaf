package store

import (
	"errors"
	"fmt"
)

var (
	// ErrOwnApproval: whoever wrote a broadcast cannot be the one who approves it.
	ErrOwnApproval = errors.New("the author cannot approve")
	// ErrVoid: the broadcast is not the one that was approved, or shown for approval: it was edited since.
	ErrVoid = errors.New("not what was approved")
)

// BroadcastStateError tells that a broadcast cannot do that in its state.
type BroadcastStateError struct {
	Code  string
	State BroadcastState
	Act   string // "approve", "start" ...
}

func (e *BroadcastStateError) Error() string {
	return fmt.Sprintf("broadcast %s is %s and cannot be told to %s", e.Code, e.State, e.Act)
}
