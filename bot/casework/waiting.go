package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/store"
)

// WaitingStore keeps waiting lists.
type WaitingStore interface {
	Window(ctx context.Context, programme, region string, year int) (store.Window, error)
	WaitingList(ctx context.Context, programme, region string, year, limit int) ([]store.Waiting, error)
}

// Promote takes the first of a waiting list up for examination, when a place is free, and tells the citizen. It gives
// store.ErrFull when none is, store.ErrNotFound when nobody waits, and beside that the errors of Decide. With the number of
// who was first when somebody looked, it gives store.ErrConflict when another is first by now; "" takes whoever is.
func (d *Desk) Promote(ctx context.Context, s WaitingStore, programme, region string, year int, first, by string, at time.Time) (store.Case, error) {
	for {
		w, err := s.Window(ctx, programme, region, year)
		if err != nil {
			return store.Case{}, err
		}
		if w.Quota >= 0 && w.Taken >= w.Quota {
			return store.Case{}, store.ErrFull
		}
		list, err := s.WaitingList(ctx, programme, region, year, 1)
		switch {
		case err != nil:
			return store.Case{}, err
		case len(list) == 0:
			return store.Case{}, store.ErrNotFound
		case first != "" && list[0].Number != first:
			return store.Case{}, fmt.Errorf("%w: another waits first by now", store.ErrConflict)
		}
		c, err := d.Decide(ctx, store.Decision{Number: list[0].Number, To: store.CaseSubmitted, Expect: store.CaseWaitlisted, By: by, At: at})
		if errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrTransition) {
			continue // somebody promoted it a moment ago: the next is first now
		}
		return c, err
	}
}
