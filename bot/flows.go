package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"sapa/conversations"
	"sapa/conversations/flowfile"
	"sapa/store"
)

type flowStore interface {
	PublishedFlows(ctx context.Context) ([]store.FlowSource, error)
	FlowRevision(ctx context.Context, ref conversations.FlowRef) (store.FlowSource, error)
}

// Flows holds the library that talks are led by, and renews it when somebody publishes.
type Flows struct {
	store   flowStore
	mu      sync.Mutex
	library atomic.Pointer[conversations.Library]
	latest  []*conversations.Flow
	older   map[conversations.FlowRef]*conversations.Flow
}

// NewFlows reads the published flows.
func NewFlows(ctx context.Context, s flowStore) (*Flows, error) {
	f := &Flows{store: s, older: map[conversations.FlowRef]*conversations.Flow{}}
	return f, f.Renew(ctx)
}

// Revision finds a flow by its exact revision; nil when it is not known.
func (f *Flows) Revision(ref conversations.FlowRef) *conversations.Flow {
	return f.Library().Revision(ref)
}

// Library gives the flows as they are now.
func (f *Flows) Library() *conversations.Library { return f.library.Load() }

// Renew reads the published flows again. Revisions that were published before stay, for the sessions pinned to them.
func (f *Flows) Renew(ctx context.Context) error {
	sources, err := f.store.PublishedFlows(ctx)
	if err != nil {
		return fmt.Errorf("read published flows: %w", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	known := map[conversations.FlowRef]*conversations.Flow{}
	for _, x := range f.latest {
		known[x.Ref] = x
		f.older[x.Ref] = x
	}
	latest := make([]*conversations.Flow, 0, len(sources))
	for _, src := range sources {
		flow := known[src.Ref()]
		if flow == nil {
			if flow, err = flowfile.Parse(string(src.ID), src.Source, src.Revision); err != nil {
				return fmt.Errorf("read published flow: %w", err)
			}
		}
		latest = append(latest, flow)
	}
	f.latest = latest
	f.make()
	return nil
}

// With gives a library that has the revisions a session is pinned to, reading them from the store if need be. A revision
// that is not there, or that this program cannot read, is left out: *UnknownError tells, beside a library that serves.
func (f *Flows) With(ctx context.Context, refs ...conversations.FlowRef) (*conversations.Library, error) {
	var unknown error
	for _, ref := range refs {
		if ref.ID == "" || f.Revision(ref) != nil {
			continue
		}
		src, err := f.store.FlowRevision(ctx, ref)
		if errors.Is(err, store.ErrNotFound) {
			unknown = &UnknownError{ref, err}
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read flow revision %s.%d: %w", ref.ID, ref.Revision, err)
		}
		flow, err := flowfile.Parse(string(ref.ID), src.Source, ref.Revision)
		if err != nil {
			unknown = &UnknownError{ref, err}
			continue
		}
		f.mu.Lock()
		f.older[ref] = flow
		f.make()
		f.mu.Unlock()
	}
	return f.Library(), unknown
}

// UnknownError tells of a revision that sessions are pinned to and that cannot be had.
type UnknownError struct {
	Ref   conversations.FlowRef
	cause error
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("flow revision %s.%d: %v", e.Ref.ID, e.Ref.Revision, e.cause)
}

// Unwrap gives the cause.
func (e *UnknownError) Unwrap() error { return e.cause }

func (f *Flows) make() {
	older := make([]*conversations.Flow, 0, len(f.older))
	for _, x := range f.older {
		older = append(older, x)
	}
	f.library.Store(conversations.NewLibrary(f.latest, older...))
}
