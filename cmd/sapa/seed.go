package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/conversations/seeds"
	"sapa/store"
)

// shippedBy marks revisions that came with the program; an office's own revision is never overwritten by them.
const shippedBy = "sapa"

// publishSeeds publishes the flows that ship with the program, where the office has not published its own.
func publishSeeds(ctx context.Context, h *house, now time.Time) error {
	published, err := h.db.PublishedFlows(ctx)
	if err != nil {
		return fmt.Errorf("read published flows: %w", err)
	}
	have := map[conversations.FlowID]store.FlowSource{}
	for _, f := range published {
		have[f.ID] = f
	}
	names, err := fs.Glob(seeds.Files, "*.flow.yaml")
	if err != nil {
		return err
	}
	for _, name := range names {
		source, err := seeds.Files.ReadFile(name)
		if err != nil {
			return err
		}
		id := conversations.FlowID(strings.TrimSuffix(path.Base(name), ".flow.yaml"))
		old, known := have[id]
		if known && (old.By != shippedBy || bytes.Equal(old.Source, source)) {
			continue
		}
		if _, err := h.db.PublishFlow(ctx, store.FlowSource{ID: id, Source: source, By: shippedBy, At: now, Expect: old.Revision}); err != nil {
			return fmt.Errorf("publish %s: %w", name, err)
		}
	}
	return nil
}
