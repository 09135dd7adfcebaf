package casework

import (
	"context"
	"errors"
	"strings"

	"sapa/bot/notice"
	"sapa/store"
)

// ComplaintStore keeps complaints.
type ComplaintStore interface {
	ActOnComplaint(ctx context.Context, a store.ComplaintAct) error
}

// ErrLapor: what should be a number of SP4N-LAPOR! is none; see store.LaporNumber.
var ErrLapor = errors.New("not a number of SP4N-LAPOR! reports")

// ActOnComplaint does something with a complaint, and tells whoever made it what concerns them. Words that are needed and
// missing give a *LacksError, a number of SP4N-LAPOR! that is none gives ErrLapor.
func ActOnComplaint(ctx context.Context, s ComplaintStore, a store.ComplaintAct) error {
	a.Text = strings.TrimSpace(a.Text)
	if a.Kind.Worded() && a.Text == "" {
		return &LacksError{FieldNote}
	}
	switch a.Kind {
	case store.ComplaintLapor:
		var ok bool
		if a.Text, ok = store.LaporNumber(a.Text); !ok {
			return ErrLapor
		}
	case store.ComplaintAnswer, store.ComplaintForward, store.ComplaintEnd:
		a.Letter = &store.Letter{Reply: notice.Complaint(a), Due: a.At}
	}
	return s.ActOnComplaint(ctx, a)
}
