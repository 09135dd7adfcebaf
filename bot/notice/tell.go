package notice

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// Keeper is what Tell needs kept.
type Keeper interface {
	Interested(ctx context.Context, programme, region string, year int) ([]store.Interest, error)
	Contact(ctx context.Context, id conversations.ContactID) (store.Contact, error)
	Post(ctx context.Context, now time.Time, letters ...store.Letter) ([]store.Letter, error)
}

// Tell posts the news that a programme opened in the regions (kab/kota codes; none: all ten) to everybody who asked for
// it, and tells how many letters are new. A wish is answered once, however often it is called; whoever wants no news gets
// none. Code makes the code of each message; nil: at random.
func Tell(ctx context.Context, k Keeper, programme string, regions []string, year int, code func() string, now time.Time) (int, error) {
	if code == nil {
		code = store.NewCode
	}
	if len(regions) == 0 {
		regions = store.Regions()
	}
	told := 0
	for _, region := range regions {
		wishes, err := k.Interested(ctx, programme, region, year)
		if err != nil {
			return told, fmt.Errorf("find who asked for the opening: %w", err)
		}
		for _, i := range wishes {
			fresh, err := tell(ctx, k, i, code(), now)
			if err != nil {
				return told, fmt.Errorf("tell of the opening: %w", err)
			}
			told += fresh
		}
	}
	return told, nil
}

// tell posts one letter. A contact that cannot be reached at all, or wants no news, gets none.
func tell(ctx context.Context, k Keeper, i store.Interest, code string, now time.Time) (int, error) {
	c, err := k.Contact(ctx, i.Contact)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && !c.Stopped.IsZero():
		return 0, nil
	case err != nil:
		return 0, err
	}
	where := i.Region
	if where == "" {
		where = "semua"
	}
	fresh, err := k.Post(ctx, now, store.Letter{Code: code, ID: fmt.Sprintf("buka.%s.%d.%s.%s", i.Programme, i.Year, where, i.Contact),
		Contact: i.Contact, Reply: Opened(i.Programme, i.Region, i.Year, code), Due: now, Priority: store.PriorityBroadcast})
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	return len(fresh), err
}
