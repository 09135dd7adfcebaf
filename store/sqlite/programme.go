package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/store"
)

// Window tells whether a programme takes applications in a kab/kota and year. What nobody ever touched is closed.
func (d *DB) Window(ctx context.Context, programme, region string, year int) (w store.Window, err error) {
	if err = offered(programme, year, region); err == nil {
		err = d.Read(ctx, func(tx *Tx) (err error) {
			w, err = window(tx, programme, region, year)
			return err
		})
	}
	if err != nil {
		return store.Window{}, fmt.Errorf("window: %w", err)
	}
	return w, nil
}

func window(tx *Tx, programme, region string, year int) (store.Window, error) {
	w := store.Window{Quota: store.Unlimited}
	err := tx.QueryRow(`SELECT open, opened, closed, quota, example FROM windows WHERE programme = $1 AND year = $2 AND region = $3`,
		programme, year, region).Scan(&w.Open, &w.Opened, &w.Closed, &w.Quota, &w.Example)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return w, err
	}
	return w, tx.QueryRow(`SELECT
		(SELECT count(*) FROM cases WHERE programme = $1 AND year = $2 AND region = $3 AND takes_place = 1),
		(SELECT count(*) FROM cases WHERE programme = $1 AND year = $2 AND region = $3 AND status = 'daftar_tunggu')`,
		programme, year, region).Scan(&w.Taken, &w.Waiting)
}

// offered refuses what the office does not have: an unknown programme or region, or an impossible year.
func offered(programme string, year int, regions ...string) error {
	if _, err := store.ProgrammeByID(programme); err != nil {
		return err
	}
	if year < 2000 || year > 9999 {
		return fmt.Errorf("%w: year", store.ErrInvalid)
	}
	for _, r := range regions {
		if !store.IsRegion(r) {
			return fmt.Errorf("region %q: %w", r, store.ErrNotFound)
		}
	}
	return nil
}

// SetWindow opens or closes a programme in the named kab/kota, or in all ten when none is named.
func (d *DB) SetWindow(ctx context.Context, programme string, regions []string, year int, open bool, by string, at time.Time) error {
	query, action := `INSERT INTO windows (programme, year, region, open, closed) VALUES ($1, $2, $3, 0, $4)
		ON CONFLICT DO UPDATE SET open = 0, closed = $4, example = 0`, "window.close"
	if open {
		query, action = `INSERT INTO windows (programme, year, region, open, opened) VALUES ($1, $2, $3, 1, $4)
			ON CONFLICT DO UPDATE SET open = 1, opened = $4, example = 0`, "window.open"
	}
	err := d.eachRegion(ctx, programme, regions, year, func(tx *Tx, region string) error {
		if _, err := tx.Exec(query, programme, year, region, at); err != nil {
			return err
		}
		return d.audit(tx, store.AuditEntry{At: at, By: by, Action: action, Object: rowName(programme, year, region)})
	})
	if err != nil {
		return fmt.Errorf("set window: %w", err)
	}
	return nil
}

// SetQuota sets the places of a programme in each of the named kab/kota, or in each of all ten when none is named.
// store.Unlimited takes the limit away. A quota below what is taken already refuses newcomers only.
func (d *DB) SetQuota(ctx context.Context, programme string, regions []string, year, n int, by string, at time.Time) error {
	if n < store.Unlimited {
		return fmt.Errorf("set quota: %w: number", store.ErrInvalid)
	}
	err := d.eachRegion(ctx, programme, regions, year, func(tx *Tx, region string) error {
		_, err := tx.Exec(`INSERT INTO windows (programme, year, region, quota) VALUES ($1, $2, $3, $4)
			ON CONFLICT DO UPDATE SET quota = $4, example = 0`, programme, year, region, n)
		if err != nil {
			return err
		}
		return d.audit(tx, store.AuditEntry{At: at, By: by, Action: "quota.set", Object: rowName(programme, year, region),
			Detail: fmt.Sprint(n)})
	})
	if err != nil {
		return fmt.Errorf("set quota: %w", err)
	}
	return nil
}

func (d *DB) eachRegion(ctx context.Context, programme string, regions []string, year int, do func(*Tx, string) error) error {
	if err := offered(programme, year, regions...); err != nil {
		return err
	}
	if len(regions) == 0 {
		regions = store.Regions()
	}
	return d.Write(ctx, func(tx *Tx) error {
		for _, region := range regions {
			if err := do(tx, region); err != nil {
				return err
			}
		}
		return nil
	})
}

func rowName(programme string, year int, region string) string {
	return fmt.Sprintf("%s/%d/%s", programme, year, region)
}

// OpenExamples opens every window of the year that nobody has touched, with the quotas of the founding article (20
// women and 50 groups in each kab/kota), marked as examples. An officer's next change takes the mark away.
func (d *DB) OpenExamples(ctx context.Context, year int, at time.Time) error {
	quotas := map[string]int{"wrse": 20, "kube": 50}
	err := d.Write(ctx, func(tx *Tx) error {
		for _, p := range store.Programmes() {
			quota, told := quotas[p.ID]
			if !told {
				quota = store.Unlimited
			}
			for _, region := range store.Regions() {
				_, err := tx.Exec(`INSERT INTO windows (programme, year, region, open, opened, quota, example)
					VALUES ($1, $2, $3, 1, $4, $5, 1) ON CONFLICT DO NOTHING`, p.ID, year, region, at, quota)
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("open example windows: %w", err)
	}
	return nil
}

// ProgrammeTable gives every programme in every kab/kota, in the order of store.Programmes and store.Regions.
func (d *DB) ProgrammeTable(ctx context.Context, year int) ([]store.ProgrammeRow, error) {
	var rows []store.ProgrammeRow
	err := d.Read(ctx, func(tx *Tx) error {
		for _, p := range store.Programmes() {
			for _, region := range store.Regions() {
				w, err := window(tx, p.ID, region, year)
				if err != nil {
					return err
				}
				rows = append(rows, store.ProgrammeRow{Programme: p.ID, Region: region, Year: year, Window: w})
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("programme table: %w", err)
	}
	return rows, nil
}
