package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/store"
)

// SetStage writes down one stage of handing out a programme in a kab/kota; the same stage again replaces it.
func (d *DB) SetStage(ctx context.Context, s store.Stage, by string, at time.Time) error {
	err := offered(s.Programme, s.Year, s.Region)
	if err == nil && (s.Stage < 1 || s.Planned < 0 || s.Realised < 0) {
		err = fmt.Errorf("%w: number", store.ErrInvalid)
	}
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error { return d.setStage(tx, s, by, at) })
	}
	if err != nil {
		return fmt.Errorf("set stage: %w", err)
	}
	return nil
}

func (d *DB) setStage(tx *Tx, s store.Stage, by string, at time.Time) error {
	_, err := tx.Exec(`INSERT INTO stages (programme, year, region, stage, planned, realised, target, note, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT DO UPDATE SET planned = $5, realised = $6, target = $7, note = $8, changed = $9`,
		s.Programme, s.Year, s.Region, s.Stage, s.Planned, s.Realised, s.Target, s.Note, at)
	if err != nil {
		return err
	}
	return d.audit(tx, store.AuditEntry{At: at, By: by, Action: "stage.set", Object: rowName(s.Programme, s.Year, s.Region),
		Detail: fmt.Sprintf("stage %d: %d of %d", s.Stage, s.Realised, s.Planned)})
}

// Stages gives the stages of a programme and year, by kab/kota and stage. What was realised is what cases say that were
// disbursed in that stage, or what the office wrote down when that is more: aid is also given outside of Sapa.
func (d *DB) Stages(ctx context.Context, programme string, year int) ([]store.Stage, error) {
	var stages []store.Stage
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT region, stage, planned, max(realised, (SELECT count(*) FROM disbursements b
				JOIN cases c ON c.id = b.case_id WHERE c.programme = s.programme AND c.year = s.year AND c.region = s.region AND b.stage = s.stage)),
				target, note, changed FROM stages s
			WHERE programme = $1 AND year = $2 ORDER BY region, stage`, programme, year) {
			s := store.Stage{Programme: programme, Year: year}
			if err == nil {
				err = row.Scan(&s.Region, &s.Stage, &s.Planned, &s.Realised, &s.Target, &s.Note, &s.Changed)
			}
			if err != nil {
				return err
			}
			stages = append(stages, s)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("stages: %w", err)
	}
	return stages, nil
}
