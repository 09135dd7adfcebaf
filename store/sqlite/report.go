package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/store"
)

// Reports count by days of Kalimantan Timur (WITA, eight hours ahead, no summer time), numbered from 1970.
const (
	dayLength = 24 * 60 * 60 * 1000 // milliseconds
	ahead     = 8 * 60 * 60 * 1000
)

// dayNumber numbers the day that a time lies in.
func dayNumber(t time.Time) int64 { return (t.UnixMilli() + ahead) / dayLength }

// dayOf gives the midnight of a numbered day.
func dayOf(number int64) time.Time {
	return time.UnixMilli(number*dayLength - ahead).In(time.FixedZone("WITA", ahead/1000))
}

// CasesByDay counts applications and first decisions by day, from the day of Since to the day before that of Until; the
// earliest first, and days with neither are left out.
func (d *DB) CasesByDay(ctx context.Context, f store.ReportFilter) (out []store.DayCount, err error) {
	err = d.count(ctx, `SELECT day, sum(opened), sum(approved), sum(refused) FROM case_days
		WHERE day >= $1 AND day < $2 AND ($3 = '' OR programme = $3) AND ($4 = '' OR region = $4) GROUP BY day`,
		[]any{dayNumber(f.Since), dayNumber(f.Until), f.Programme, f.Region}, func(row Row) error {
			var day int64
			var c store.DayCount
			err := row.Scan(&day, &c.Opened, &c.Approved, &c.Refused)
			c.Day = dayOf(day)
			out = append(out, c)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("count cases by day: %w", err)
	}
	return out, nil
}

// DecisionTimes tells how long cases took that were first decided in a span: of each programme and kab/kota, by whole days,
// the shortest first.
func (d *DB) DecisionTimes(ctx context.Context, f store.ReportFilter) (out []store.DecisionTime, err error) {
	err = d.count(ctx, `SELECT programme, region, (decided - opened) / 86400000, count(*) FROM cases INDEXED BY cases_decided
		WHERE decided IS NOT NULL AND decided >= $1 AND decided < $2 AND ($3 = '' OR programme = $3) AND ($4 = '' OR region = $4)
		GROUP BY 1, 2, 3`, []any{f.Since, f.Until, f.Programme, f.Region}, func(row Row) error {
		var t store.DecisionTime
		err := row.Scan(&t.Programme, &t.Region, &t.Days, &t.N)
		out = append(out, t)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("times to decision: %w", err)
	}
	return out, nil
}

// CasesOfYear counts the cases of a budget year by programme, kab/kota and status.
func (d *DB) CasesOfYear(ctx context.Context, year int) (out []store.CaseCount, err error) {
	err = d.count(ctx, `SELECT programme, region, status, count(*) FROM cases INDEXED BY cases_year WHERE year = $1 GROUP BY 1, 2, 3`,
		[]any{year}, func(row Row) error {
			var c store.CaseCount
			err := row.Scan(&c.Programme, &c.Region, &c.Status, &c.N)
			out = append(out, c)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("count cases of a year: %w", err)
	}
	return out, nil
}

// KeptByDay counts the promises that fell due by day, from the day of since to the day before that of until, of a kab/kota or
// of all, and how many of them were kept: the case moved on in time. A holding message keeps none.
func (d *DB) KeptByDay(ctx context.Context, region string, since, until time.Time) (out []store.KeptDay, err error) {
	err = d.count(ctx, `SELECT day, sum(due), sum(kept) FROM promise_days WHERE day >= $1 AND day < $2 AND ($3 = '' OR region = $3) GROUP BY day`,
		[]any{dayNumber(since), dayNumber(until), region}, func(row Row) error {
			var day int64
			var k store.KeptDay
			err := row.Scan(&day, &k.Due, &k.Kept.Kept)
			k.Day = dayOf(day)
			out = append(out, k)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("kept promises by day: %w", err)
	}
	return out, nil
}

// KeptPromises is the sum of KeptByDay.
func (d *DB) KeptPromises(ctx context.Context, region string, since, until time.Time) (k store.Kept, err error) {
	days, err := d.KeptByDay(ctx, region, since, until)
	for _, day := range days {
		k.Due += day.Due
		k.Kept += day.Kept.Kept
	}
	return k, err
}

// Overdue counts the cases that the office should have moved on by now: those of a kab/kota or of all, or with an officer
// those that this officer took.
func (d *DB) Overdue(ctx context.Context, region, officer string, now time.Time) (n int, err error) {
	query, args := `SELECT count(*) FROM cases INDEXED BY cases_due WHERE due < $1`, []any{now}
	switch {
	case officer != "":
		query, args = `SELECT count(*) FROM cases INDEXED BY cases_officer WHERE due < $1 AND officer = $2 AND officer <> '' AND ($3 = '' OR region = $3)`, []any{now, officer, region}
	case region != "":
		query, args = `SELECT count(*) FROM cases INDEXED BY cases_due_region WHERE due < $1 AND region = $2`, []any{now, region}
	}
	err = d.count(ctx, query, args, func(row Row) error { return row.Scan(&n) })
	if err != nil {
		return 0, fmt.Errorf("count overdue cases: %w", err)
	}
	return n, nil
}

// count reads the rows of one statement.
func (d *DB) count(ctx context.Context, query string, args []any, each func(Row) error) error {
	return d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			if err == nil {
				err = each(row)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
