package store

import (
	"time"

	"sapa/conversations"
)

// FlowSource is one revision of a flow as its author wrote it. Revisions are never changed.
type FlowSource struct {
	ID       conversations.FlowID
	Revision int    // given by publishing, from 1
	Source   []byte // YAML
	By       string // who published it
	At       time.Time
	Expect   int // publishing only: the revision that was edited, 0 for a new flow
}

// Ref names the revision.
func (f FlowSource) Ref() conversations.FlowRef {
	return conversations.FlowRef{ID: f.ID, Revision: f.Revision}
}
