package sqlite

import (
	"context"
	"fmt"
	"math"
	"strings"

	"sapa/store"
)

// The sizes of a page of cases.
const (
	pageUsual = 50
	pageMost  = 1000
)

// Cases gives one page of cases in the order of their arrival, or of their urgency. The next page is After the ID of the last
// row; a page that is not full is the last.
func (d *DB) Cases(ctx context.Context, f store.CaseFilter) ([]store.CaseHead, error) {
	if f.Urgent {
		return d.urgent(ctx, f)
	}
	query, args := listQuery(f)
	return d.heads(ctx, query, args...)
}

// CasePersons is Cases with whom each case is about.
func (d *DB) CasePersons(ctx context.Context, f store.CaseFilter) ([]store.CasePerson, error) {
	query, args := listQuery(f)
	return d.people(ctx, query, args...)
}

// clauses are the conditions of a query on cases AS c, and their values.
type clauses struct {
	where []string
	args  []any
}

// add takes a condition with a %d for the place of its value.
func (c *clauses) add(condition string, value any) {
	c.args = append(c.args, value)
	c.where = append(c.where, fmt.Sprintf(condition, len(c.args)))
}

// listQuery has one text for each set of filters in use, so that statements stay prepared.
func listQuery(f store.CaseFilter) (string, []any) {
	var c clauses
	order, step, after := "DESC", "c.id < $%d", f.After
	if f.Oldest {
		order, step = "ASC", "c.id > $%d"
	} else if after == 0 {
		after = math.MaxInt64
	}
	c.add(step, after)
	if !f.Since.IsZero() {
		// Cases arrive nearly in the order they were filed: bounding the id spares reading the old ones.
		c.add("c.opened >= $%d", f.Since)
		first := fmt.Sprintf("(SELECT min(id) FROM cases INDEXED BY cases_opened WHERE opened >= $%d)", len(c.args))
		if f.Oldest {
			c.where[0] = "c.id > max($1, " + first + " - 1)"
		} else {
			c.where = append(c.where, "c.id >= "+first)
		}
	}
	c.fit(f)
	return c.page("c.id "+order, f.Limit)
}

// fit adds what a filter asks of a case itself, whatever the order.
func (c *clauses) fit(f store.CaseFilter) {
	if f.Programme != "" {
		c.add(unless(f.Region != "" && f.Status != "", "c.programme = $%d"), f.Programme)
	}
	if f.Region != "" {
		c.add("c.region = $%d", f.Region)
	}
	if f.Status != "" {
		c.add("c.status = $%d", string(f.Status))
	}
	if f.Year != 0 {
		c.add(unless(f.Programme+f.Region+string(f.Status) != "", "c.year = $%d"), f.Year)
	}
	if f.Officer != "" {
		c.add("c.officer = $%d AND c.officer <> ''", f.Officer)
	}
	if !f.Until.IsZero() {
		c.add("c.opened < $%d", f.Until)
	}
	switch {
	case f.Overdue.IsZero():
	case f.Urgent: // the order itself leads through the index
		c.add("c.due < $%d", f.Overdue)
	default:
		// Few are overdue, or many: either way the index finds them, and not a walk through all that ever were.
		c.add("c.id IN (SELECT id FROM cases INDEXED BY cases_due WHERE due < $%d)", f.Overdue)
	}
}

// unless keeps a condition from choosing the index when others leave fewer cases than it does; SQLite, which keeps no count of
// what stands in an index here, would guess.
func unless(others bool, condition string) string {
	if others {
		return "+" + condition
	}
	return condition
}

// page is the query for at most so many heads.
func (c *clauses) page(order string, limit int) (string, []any) {
	if limit <= 0 {
		limit = pageUsual
	}
	args := append(c.args, min(limit, pageMost))
	return fmt.Sprintf(`SELECT %s FROM cases c WHERE %s ORDER BY %s LIMIT $%d`, headColumns, strings.Join(c.where, " AND "), order, len(args)), args
}
