package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sapa/store"
)

// urgent gives one page of cases in the order of the day they are due; those of no day follow, the newest first.
func (d *DB) urgent(ctx context.Context, f store.CaseFilter) ([]store.CaseHead, error) {
	if f.Limit <= 0 {
		f.Limit = pageUsual
	}
	f.Limit = min(f.Limit, pageMost)
	var due time.Time
	if f.After != 0 {
		err := d.read(ctx, func(tx *Tx) error { return tx.QueryRow(`SELECT due FROM cases WHERE id = $1`, f.After).Scan(&due) })
		if err != nil && !errors.Is(err, store.ErrNotFound) { // erased meanwhile
			return nil, fmt.Errorf("cases after another: %w", err)
		}
	}
	var out []store.CaseHead
	// The office waits for nobody on a closed case.
	if (f.After == 0 || !due.IsZero()) && !f.Status.Closed() {
		var c clauses
		c.where = append(c.where, "c.due IS NOT NULL")
		if f.After != 0 {
			c.after(due, f.After)
		}
		if !f.Since.IsZero() {
			c.add("c.opened >= $%d", f.Since)
		}
		c.fit(f)
		query, args := c.page("c.due, c.id", f.Limit)
		var err error
		if out, err = d.heads(ctx, query, args...); err != nil || len(out) == f.Limit {
			return out, err
		}
		f.After = 0
	}
	if !f.Overdue.IsZero() {
		return out, nil
	}
	f.Limit -= len(out)
	f.Oldest = false
	query, args := listQuery(f)
	query = strings.Replace(query, " WHERE ", " WHERE c.due IS NULL AND ", 1)
	rest, err := d.heads(ctx, query, args...)
	return append(out, rest...), err
}

// after leaves what comes after a case in the order of urgency.
func (c *clauses) after(due time.Time, id int64) {
	c.args = append(c.args, due, id)
	c.where = append(c.where, fmt.Sprintf("(c.due, c.id) > ($%d, $%d)", len(c.args)-1, len(c.args)))
}

// NextCase gives the number of the case that waits most urgently after another one, or else of the first that waits; never that
// of the other one itself. store.ErrNotFound: none waits.
func (d *DB) NextCase(ctx context.Context, n store.Next) (string, error) {
	for _, fromTop := range []bool{false, true} {
		var c clauses
		c.where = append(c.where, "c.due IS NOT NULL")
		if fromTop {
			c.add("c.id <> $%d", n.After)
		} else {
			c.after(n.Due, n.After)
		}
		var in []string
		for _, s := range n.Statuses {
			c.args = append(c.args, string(s))
			in = append(in, fmt.Sprintf("$%d", len(c.args)))
		}
		c.where = append(c.where, "c.status IN ("+strings.Join(in, ", ")+")")
		c.add("c.officer IN ('', $%d)", n.Officer)
		if n.Region != "" {
			c.add("c.region = $%d", n.Region)
		}
		var number string
		err := d.read(ctx, func(tx *Tx) error {
			return tx.QueryRow(`SELECT c.number FROM cases c INDEXED BY cases_due WHERE `+strings.Join(c.where, " AND ")+` ORDER BY c.due, c.id LIMIT 1`, c.args...).Scan(&number)
		})
		if err == nil || !errors.Is(err, store.ErrNotFound) {
			return number, err
		}
	}
	return "", fmt.Errorf("next case: %w", store.ErrNotFound)
}
