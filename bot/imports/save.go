package imports

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/store"
)

// chunk is how many rows of a table are saved as one.
const chunk = 500

// begin saves an import in the background, unless that is under way.
func (i *Importer) begin(id int64) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.saving[id] || i.ctx.Err() != nil {
		return
	}
	i.saving[id] = true
	i.group.Go(func() {
		i.turn.Lock()
		defer i.turn.Unlock()
		if err := i.Save(i.ctx, id, func(store.Import) {}); err != nil && i.ctx.Err() == nil {
			i.log.Error("an import stopped half-way; it goes on by itself", "import", id, "err", err)
		}
		i.mu.Lock()
		defer i.mu.Unlock()
		delete(i.saving, id)
	})
}

// unconfirmed is how long a table waits for somebody to confirm it.
const unconfirmed = 7 * 24 * time.Hour

// Resume goes on with imports that stopped, drops those that nobody confirmed for a week, and deletes files that are not
// needed any more.
func (i *Importer) Resume(ctx context.Context) error {
	all, err := i.store.UnfinishedImports(ctx, i.now().Add(-unconfirmed))
	if err != nil {
		return err
	}
	for _, im := range all {
		switch im.State {
		case store.ImportSaving:
			i.begin(im.ID)
		case store.ImportChecked:
			err = i.Drop(ctx, im.ID, store.Program)
		default:
			err = i.forget(ctx, im.ID)
		}
		if err != nil {
			return fmt.Errorf("clear import %d: %w", im.ID, err)
		}
	}
	return nil
}

// Save saves the good rows of a confirmed import that are not in yet, some at a time, and tells after each how far it is.
// Another process may do the same at once: each row is in once.
func (i *Importer) Save(ctx context.Context, id int64, tell func(store.Import)) error {
	for {
		im, err := i.store.Import(ctx, id)
		if err != nil {
			return err
		}
		if im.State == store.ImportSaving {
			err = i.saveFrom(ctx, im, tell)
		}
		if errors.Is(err, store.ErrConflict) || err != nil && i.done(ctx, id) {
			continue // another process was faster, and may have deleted the file: go on from where it is
		}
		if err != nil || im.State == store.ImportDone {
			return errors.Join(err, i.finish(ctx, im))
		}
		if im.State != store.ImportSaving {
			return store.ErrConflict
		}
	}
}

// done tells whether an import is saved whole.
func (i *Importer) done(ctx context.Context, id int64) bool {
	im, err := i.store.Import(ctx, id)
	return err == nil && im.State == store.ImportDone
}

// finish clears up after an import that is saved whole.
func (i *Importer) finish(ctx context.Context, im store.Import) error {
	if im.State != store.ImportDone {
		return nil
	}
	if err := i.forget(ctx, im.ID); err != nil || im.Kind != store.ImportDTSEN {
		return err
	}
	return i.store.DropOldExtracts(ctx)
}

// saveFrom saves what comes after the position of an import.
func (i *Importer) saveFrom(ctx context.Context, im store.Import, tell func(store.Import)) error {
	data, _, err := i.files.Read(ctx, im.File)
	if err != nil || len(data) < salt {
		return fmt.Errorf("read a kept table: %w", err)
	}
	next := store.ImportChunk{ID: im.ID, From: im.Position}
	lines := 0
	save := func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		next.At = i.now()
		if err := i.store.SaveImport(ctx, next); err != nil {
			return err
		}
		im.Position = next.To
		tell(im)
		next, lines = store.ImportChunk{ID: im.ID, From: next.To}, 0
		return nil
	}
	err = tableOf(im).walk(data[salt:], func(l *line) error {
		if l.row <= im.Position {
			return nil
		}
		add(&next, l)
		if lines++; lines < chunk || l.row == im.Last {
			return nil
		}
		next.To = l.row
		return save()
	})
	if err != nil {
		return err
	}
	next.To, next.Last = im.Last, true
	return save()
}

func add(c *store.ImportChunk, l *line) {
	switch {
	case l.recipient != nil:
		c.Recipients = append(c.Recipients, *l.recipient)
	case l.registered != nil:
		c.Registered = append(c.Registered, *l.registered)
	case l.village != nil:
		c.Villages = append(c.Villages, *l.village)
	}
}
