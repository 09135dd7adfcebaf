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

// Cases gives one page of cases in the order of their arrival. The next page is After the ID of the last row; a page
// that is not full is the last.
func (d *DB) Cases(ctx context.Context, f store.CaseFilter) ([]store.CaseHead, error) {
	query, args := listQuery(f)
	return d.heads(ctx, query, args...)
}

// CasePersons is Cases with whom each case is about.
func (d *DB) CasePersons(ctx context.Context, f store.CaseFilter) ([]store.CasePerson, error) {
	query, args := listQuery(f)
	return d.people(ctx, query, args...)
}

// listQuery has one text for each set of filters in use, so that statements stay prepared.
func listQuery(f store.CaseFilter) (string, []any) {
	var where []string
	var args []any
	add := func(condition string, value any) {
		args = append(args, value)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	order, step, after := "DESC", "c.id < $%d", f.After
	if f.Oldest {
		order, step = "ASC", "c.id > $%d"
	} else if after == 0 {
		after = math.MaxInt64
	}
	add(step, after)
	if !f.Since.IsZero() {
		// Cases arrive nearly in the order they were filed: bounding the id spares reading the old ones.
		add("c.opened >= $%d", f.Since)
		first := fmt.Sprintf("(SELECT min(id) FROM cases INDEXED BY cases_opened WHERE opened >= $%d)", len(args))
		if f.Oldest {
			where[0] = "c.id > max($1, " + first + " - 1)"
		} else {
			where = append(where, "c.id >= "+first)
		}
	}
	if f.Programme != "" {
		add("c.programme = $%d", f.Programme)
	}
	if f.Region != "" {
		add("c.region = $%d", f.Region)
	}
	if f.Status != "" {
		add("c.status = $%d", string(f.Status))
	}
	if f.Year != 0 {
		condition := "c.year = $%d"
		if f.Programme+f.Region+string(f.Status) != "" {
			condition = "+" + condition // their indexes leave fewer cases than a year does
		}
		add(condition, f.Year)
	}
	if f.Officer != "" {
		add("c.officer = $%d AND c.officer <> ''", f.Officer)
	}
	if !f.Until.IsZero() {
		add("c.opened < $%d", f.Until)
	}
	if !f.Overdue.IsZero() {
		// Few are overdue, or many: either way the index finds them, and not a walk through all that ever were.
		add("c.id IN (SELECT id FROM cases INDEXED BY cases_due WHERE due < $%d)", f.Overdue)
	}
	limit := f.Limit
	if limit <= 0 {
		limit = pageUsual
	}
	args = append(args, min(limit, pageMost))
	return fmt.Sprintf(`SELECT %s FROM cases c WHERE %s ORDER BY c.id %s LIMIT $%d`,
		headColumns, strings.Join(where, " AND "), order, len(args)), args
}
