package store

import (
	"errors"
	"strings"
)

// What can stand in the way of a case. None of these errors carries personal data.
var (
	// ErrWindow: the window of this programme, region and year is not open.
	ErrWindow = errors.New("window is closed")
	// ErrFull: every place of the quota is taken, or promised to those already waiting.
	ErrFull = errors.New("quota is full")
	// ErrDuplicate: there is a case for this person (or group), programme and year. It comes as a *DuplicateError.
	ErrDuplicate = errors.New("there is such a case already")
	// ErrTransition: the case may not go to that status from where it stands. It comes as a *TransitionError.
	ErrTransition = errors.New("not a step of a case's way")
	// ErrTooMany: too many wrong proofs within a day.
	ErrTooMany = errors.New("too many tries")
	// ErrProof: number and proof do not go together. It says nothing about whether the number exists.
	ErrProof = errors.New("number and proof do not match")
	// ErrInvalid: a record lacks something or holds something that cannot be. What follows it names the field only.
	ErrInvalid = errors.New("invalid record")
)

// DuplicateError tells which case was found. It is ErrDuplicate.
type DuplicateError struct {
	Number      string
	Status      Status
	SameContact bool // the case was filed by the same contact, who may be told its number
}

func (e *DuplicateError) Error() string { return ErrDuplicate.Error() }

// Unwrap makes it ErrDuplicate.
func (e *DuplicateError) Unwrap() error { return ErrDuplicate }

// TransitionError tells what would have been allowed. It is ErrTransition and also ErrConflict: whoever saw another
// status before has to look again.
type TransitionError struct {
	From, To Status
	Allowed  []Status
}

func (e *TransitionError) Error() string {
	allowed := make([]string, len(e.Allowed))
	for i, s := range e.Allowed {
		allowed[i] = string(s)
	}
	if len(allowed) == 0 {
		return "from " + string(e.From) + " a case goes nowhere"
	}
	return "from " + string(e.From) + " a case goes to: " + strings.Join(allowed, ", ")
}

// Unwrap makes it ErrTransition and ErrConflict.
func (e *TransitionError) Unwrap() []error { return []error{ErrTransition, ErrConflict} }
