package casework

import (
	"context"
	"strings"

	"sapa/bot/notice"
	"sapa/store"
)

// ComplaintStore keeps complaints.
type ComplaintStore interface {
	ActOnComplaint(ctx context.Context, a store.ComplaintAct) error
}

// ActOnComplaint does something with a complaint, and tells whoever made it what concerns them. Words that are needed and
// missing give a *LacksError.
func ActOnComplaint(ctx context.Context, s ComplaintStore, a store.ComplaintAct) error {
	a.Text = strings.TrimSpace(a.Text)
	if a.Kind.Worded() && a.Text == "" {
		return &LacksError{FieldNote}
	}
	switch a.Kind {
	case store.ComplaintAnswer, store.ComplaintForward, store.ComplaintEnd:
		a.Letter = &store.Letter{Reply: notice.Complaint(a), Due: a.At}
	}
	return s.ActOnComplaint(ctx, a)
}
