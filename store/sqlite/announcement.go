package sqlite

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/store"
)

const announcementColumns = `code, region, starts, ends, by, at, title, body`

// PutAnnouncement publishes an announcement, or replaces the one of the same Code. An empty Code gets a fresh one.
func (d *DB) PutAnnouncement(ctx context.Context, a store.Announcement) (store.Announcement, error) {
	if a.Title == "" || a.Body == "" || a.At.IsZero() || a.Region != "" && !store.IsRegion(a.Region) {
		return a, fmt.Errorf("put announcement: %w", store.ErrInvalid)
	}
	if a.From.IsZero() {
		a.From = a.At
	}
	a.Code = strings.ToUpper(a.Code)
	candidates := []string{a.Code}
	if a.Code == "" {
		candidates = newCodes(20)
	}
	err := d.Write(ctx, func(tx *Tx) error {
		var err error
		if a.Code = candidates[0]; len(candidates) > 1 {
			a.Code, err = freeCode(tx, candidates)
		}
		if err != nil {
			return err
		}
		return d.putAnnouncement(tx, a)
	})
	if err != nil {
		return a, fmt.Errorf("put announcement: %w", err)
	}
	return a, nil
}

// newCodes gives random codes of four letters and digits; one of many is sure to be free.
func newCodes(n int) []string {
	dice := make([]byte, 4*n)
	_, _ = rand.Read(dice) // never fails
	codes := make([]string, n)
	for i := range dice {
		codes[i/4] += string(conversations.CodeLetters[int(dice[i])%len(conversations.CodeLetters)])
	}
	return codes
}

func freeCode(tx *Tx, candidates []string) (string, error) {
	for _, code := range candidates {
		var one int
		err := tx.QueryRow(`SELECT 1 FROM announcements WHERE code = $1 UNION ALL SELECT 1 FROM broadcasts WHERE code = $1`, code).Scan(&one)
		if errors.Is(err, store.ErrNotFound) {
			return code, nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", errors.New("no free code")
}

func (d *DB) putAnnouncement(tx *Tx, a store.Announcement) error {
	_, err := tx.Exec(`INSERT INTO announcements (code, region, starts, ends, by, at, title, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT DO UPDATE SET region = $2, starts = $3, ends = $4, by = $5, at = $6, title = $7, body = $8`,
		a.Code, a.Region, a.From, a.To, a.By, a.At, a.Title, a.Body)
	if err != nil {
		return err
	}
	return d.audit(tx, store.AuditEntry{At: a.At, By: a.By, Action: "announcement.put", Object: a.Code})
}

// Announcements gives what is shown at a time, newest first: what is for everywhere and for one kab/kota, or for all of
// them when region is "".
func (d *DB) Announcements(ctx context.Context, region string, now time.Time) ([]store.Announcement, error) {
	return d.announcements(ctx, `SELECT `+announcementColumns+` FROM announcements
		WHERE starts <= $1 AND (ends IS NULL OR ends > $1) AND ($2 = '' OR region IN ('', $2)) ORDER BY starts DESC, code`, now, region)
}

// AnnouncementByCode gives an announcement, shown or not, or store.ErrNotFound. Letters may be small.
func (d *DB) AnnouncementByCode(ctx context.Context, code string) (store.Announcement, error) {
	all, err := d.announcements(ctx, `SELECT `+announcementColumns+` FROM announcements WHERE code = $1`,
		strings.ToUpper(strings.TrimSpace(code)))
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("announcement: %w", store.ErrNotFound)
	}
	if err != nil {
		return store.Announcement{}, err
	}
	return all[0], nil
}

func (d *DB) announcements(ctx context.Context, query string, args ...any) ([]store.Announcement, error) {
	var all []store.Announcement
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			var a store.Announcement
			if err == nil {
				err = row.Scan(&a.Code, &a.Region, &a.From, &a.To, &a.By, &a.At, &a.Title, &a.Body)
			}
			if err != nil {
				return err
			}
			all = append(all, a)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("announcements: %w", err)
	}
	return all, nil
}

// AllAnnouncements gives every announcement, shown, to come or over, the newest first.
func (d *DB) AllAnnouncements(ctx context.Context) ([]store.Announcement, error) {
	return d.announcements(ctx, `SELECT `+announcementColumns+` FROM announcements ORDER BY starts DESC, code LIMIT 500`)
}
