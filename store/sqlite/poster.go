package sqlite

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// PutPoster keeps a new poster and gives it a tag.
func (d *DB) PutPoster(ctx context.Context, p store.Poster) (store.Poster, error) {
	if p.Opens == "" || p.At.IsZero() || p.Region != "" && !store.IsRegion(p.Region) {
		return p, fmt.Errorf("put poster: %w", store.ErrInvalid)
	}
	err := d.Write(ctx, func(tx *Tx) error {
		for { // 33 million tags: the second is free
			p.Tag = newTag()
			n, err := tx.Exec(`INSERT INTO posters (tag, opens, region, place, by, at) VALUES ($1, $2, $3, $4, $5, $6)
				ON CONFLICT DO NOTHING`, p.Tag, p.Opens, p.Region, p.Place, p.By, p.At)
			if err != nil {
				return err
			}
			if n > 0 {
				return d.audit(tx, store.AuditEntry{At: p.At, By: p.By, Action: "poster.put", Object: p.Tag, Detail: p.Opens})
			}
		}
	})
	if err != nil {
		return p, fmt.Errorf("put poster: %w", err)
	}
	return p, nil
}

func newTag() string {
	dice := make([]byte, 5)
	_, _ = rand.Read(dice) // never fails
	for i, d := range dice {
		dice[i] = conversations.CodeLetters[int(d)%len(conversations.CodeLetters)]
	}
	return strings.ToLower(string(dice))
}

// PosterByTag gives a poster without its arrivals, or store.ErrNotFound.
func (d *DB) PosterByTag(ctx context.Context, tag string) (p store.Poster, err error) {
	err = d.read(ctx, func(tx *Tx) error {
		return tx.QueryRow(`SELECT tag, opens, region, place, by, at FROM posters WHERE tag = $1`, strings.ToLower(tag)).
			Scan(&p.Tag, &p.Opens, &p.Region, &p.Place, &p.By, &p.At)
	})
	if err != nil {
		return p, fmt.Errorf("poster: %w", err)
	}
	return p, nil
}

// Posters gives the posters of a kab/kota and those of everywhere, or all when region is "", the newest first.
func (d *DB) Posters(ctx context.Context, region string) ([]store.Poster, error) {
	var all []store.Poster
	at := map[string]int{}
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT tag, opens, region, place, by, at FROM posters
			WHERE $1 = '' OR region IN ('', $1) ORDER BY at DESC, tag LIMIT 500`, region) {
			p := store.Poster{Arrivals: map[conversations.Channel]int{}}
			if err == nil {
				err = row.Scan(&p.Tag, &p.Opens, &p.Region, &p.Place, &p.By, &p.At)
			}
			if err != nil {
				return err
			}
			at[p.Tag] = len(all)
			all = append(all, p)
		}
		for row, err := range tx.Query(`SELECT tag, channel, SUM(n), MAX(day) FROM poster_arrivals GROUP BY tag, channel`) {
			var tag, day string
			var channel conversations.Channel
			var n int
			if err == nil {
				err = row.Scan(&tag, &channel, &n, &day)
			}
			if err != nil {
				return err
			}
			if i, ok := at[tag]; ok {
				all[i].Arrivals[channel] = n
				all[i].Last = max(all[i].Last, day)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("posters: %w", err)
	}
	return all, nil
}

// countArrival counts a talk that began through a poster. A tag that nobody made counts nothing.
func countArrival(tx *Tx, tag string, channel conversations.Channel, now time.Time) error {
	_, err := tx.Exec(`INSERT INTO poster_arrivals (tag, day, channel, n) SELECT tag, $2, $3, 1 FROM posters WHERE tag = $1
		ON CONFLICT (tag, day, channel) DO UPDATE SET n = n + 1`, tag, now.Format(time.DateOnly), string(channel))
	if err != nil {
		return fmt.Errorf("count arrival: %w", err)
	}
	return nil
}
