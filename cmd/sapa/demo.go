package main

import (
	"context"
	"fmt"
	"time"

	"sapa/store"
)

// fillDemo opens every window that nobody has touched with the quotas of the founding article, marked as examples, and
// writes an announcement. A second run changes nothing.
func fillDemo(ctx context.Context, h *house, now time.Time) error {
	now = now.In(h.place)
	if err := h.db.OpenExamples(ctx, now.Year(), now); err != nil {
		return fmt.Errorf("fill the demo: %w", err)
	}
	there, err := h.db.Announcements(ctx, "", now)
	if err != nil || len(there) > 0 {
		return err
	}
	_, err = h.db.PutAnnouncement(ctx, store.Announcement{Title: h.words.Key("demo.title"), Body: h.words.Key("demo.body"),
		From: now.Add(-time.Hour), By: shippedBy, At: now})
	if err != nil {
		return fmt.Errorf("fill the demo: %w", err)
	}
	return nil
}
