package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sapa/store"
)

// WaitingPlace tells at which place of its waiting list a case stands, 1 being the first, and how many wait. The list
// of a programme, year and kab/kota is ordered by priority, then by the time of filing. A case that does not wait is at 0.
func (d *DB) WaitingPlace(ctx context.Context, number string) (place, of int, err error) {
	number, _ = store.ParseNumber(number)
	err = d.Read(ctx, func(tx *Tx) error {
		var id, opened int64
		var programme, region string
		var year, level int
		var status store.Status
		err := tx.QueryRow(`SELECT id, programme, year, region, opened, priority, status FROM cases WHERE number = $1`, number).
			Scan(&id, &programme, &year, &region, &opened, &level, &status)
		if err != nil || status != store.CaseWaitlisted {
			return err
		}
		return tx.QueryRow(`SELECT count(*), count(*) FILTER (WHERE priority > $6 OR priority = $6 AND (opened < $4 OR opened = $4 AND id <= $5))
			FROM cases WHERE programme = $1 AND year = $2 AND region = $3 AND status = 'daftar_tunggu'`,
			programme, year, region, opened, id, level).Scan(&of, &place)
	})
	if err != nil {
		return 0, 0, fmt.Errorf("place on the waiting list: %w", err)
	}
	return place, of, nil
}

// WaitingList gives who waits for a programme in a kab/kota and year, in order, each with why it stands there.
func (d *DB) WaitingList(ctx context.Context, programme, region string, year, limit int) ([]store.Waiting, error) {
	if limit <= 0 {
		limit = pageUsual
	}
	heads, err := d.heads(ctx, `SELECT `+headColumns+` FROM cases c WHERE c.programme = $1 AND c.year = $2 AND c.region = $3
		AND c.status = 'daftar_tunggu' ORDER BY c.priority DESC, c.opened, c.id LIMIT $4`, programme, year, region, min(limit, pageMost))
	if err != nil {
		return nil, err
	}
	out := make([]store.Waiting, len(heads))
	for i, h := range heads {
		out[i] = store.Waiting{CaseHead: h, Place: i + 1}
		if out[i].Level, out[i].Reason, err = d.priorityOf(ctx, h); err != nil {
			return nil, fmt.Errorf("waiting list: %w", err)
		}
	}
	return out, nil
}

func (d *DB) priorityOf(ctx context.Context, h store.CaseHead) (level int, reason string, err error) {
	var place int
	var sealed []byte
	err = d.read(ctx, func(tx *Tx) error {
		if err := tx.QueryRow(`SELECT priority FROM cases WHERE id = $1`, h.ID).Scan(&level); err != nil || level == 0 {
			return err
		}
		return tx.QueryRow(`SELECT place, sealed FROM case_events WHERE case_id = $1 AND kind = 'urutan' ORDER BY place DESC LIMIT 1`, h.ID).
			Scan(&place, &sealed)
	})
	if err == nil && sealed != nil {
		err = d.Open("case_events.sealed|"+eventID(h.Number, place), sealed, &reason)
	}
	return level, reason, err
}

// SetPriority puts a case before or behind others on waiting lists, with a reason. It is a penyelia's, and the operator's.
func (d *DB) SetPriority(ctx context.Context, p store.Priority, at time.Time) error {
	number, ok := store.ParseNumber(p.Number)
	if !ok || p.Level < -store.MostPriority || p.Level > store.MostPriority || p.Reason == "" {
		return fmt.Errorf("set priority: %w: number, level or reason", store.ErrInvalid)
	}
	err := d.Write(ctx, func(tx *Tx) error {
		s, err := standingOf(tx, number)
		if err == nil {
			err = mayDecide(tx, p.By, s.region)
		}
		if err == nil {
			_, err = tx.Exec(`UPDATE cases SET priority = $2 WHERE id = $1`, s.id, p.Level)
		}
		if err == nil {
			_, err = d.putEvent(tx, s, event{kind: store.EventPriority, note: p.Reason, by: p.By, at: at})
		}
		if err == nil {
			err = d.audit(tx, store.AuditEntry{At: at, By: p.By, Action: "case.priority", Object: number, Detail: fmt.Sprint(p.Level)})
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("set priority: %w", err)
	}
	return nil
}

// checkDisbursed refuses what cannot have been given.
func checkDisbursed(dec store.Decision) error {
	b := dec.Disbursed
	if b == nil {
		return nil
	}
	_, err := time.Parse(time.DateOnly, b.Day)
	if dec.To != store.CaseDisbursed || err != nil || b.Amount < 0 || b.Stage < 0 || b.Form != store.DisbursedGoods && b.Form != store.DisbursedMoney {
		return fmt.Errorf("%w: disbursement", store.ErrInvalid)
	}
	return nil
}

func (d *DB) putDisbursed(tx *Tx, s standing, b *store.Disbursement) error {
	if b == nil {
		return nil
	}
	sealed, err := d.Seal("disbursements.sealed|"+s.number, b.What)
	if err == nil {
		_, err = tx.Exec(`INSERT INTO disbursements (case_id, day, form, amount, stage, sealed) VALUES ($1, $2, $3, $4, $5, $6)`,
			s.id, b.Day, string(b.Form), b.Amount, b.Stage, sealed)
	}
	return err
}

// DisbursementOf gives what was given on a case, or store.ErrNotFound.
func (d *DB) DisbursementOf(ctx context.Context, number string) (b store.Disbursement, err error) {
	number, _ = store.ParseNumber(number)
	var sealed []byte
	err = d.read(ctx, func(tx *Tx) error {
		return tx.QueryRow(`SELECT b.day, b.form, b.amount, b.stage, b.sealed FROM disbursements b JOIN cases c ON c.id = b.case_id
			WHERE c.number = $1`, number).Scan(&b.Day, &b.Form, &b.Amount, &b.Stage, &sealed)
	})
	if err == nil {
		err = d.Open("disbursements.sealed|"+number, sealed, &b.What)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return b, fmt.Errorf("disbursement: %w", err)
	}
	return b, err
}
