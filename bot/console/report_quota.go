package console

import (
	"context"

	"sapa/store"
)

// quotaChart is one programme and budget year in every kab/kota.
type quotaChart struct {
	Programme string
	Rows      []quotaRow
}

type quotaRow struct {
	store.ProgrammeRow
	Filed     int // all that came in
	Approved  int // and not disbursed yet
	Disbursed int
	Examined  int // takes a place, and is not approved yet
	Strip     strip
}

// fillQuotas sets what came in and what was given against the quotas of a year.
func (v *visit) fillQuotas(ctx context.Context, view *reportView, _ []period) error {
	table, err := v.o.Store.ProgrammeTable(ctx, view.Year)
	if err != nil {
		return err
	}
	counts, err := v.o.Store.CasesOfYear(ctx, view.Year)
	if err != nil {
		return err
	}
	for _, p := range store.Programmes() {
		if view.Filter.Programme != "" && view.Filter.Programme != p.ID {
			continue
		}
		chart := quotaChart{Programme: p.ID}
		for _, r := range table {
			if r.Programme != p.ID || view.Filter.Region != "" && view.Filter.Region != r.Region {
				continue
			}
			if row := v.quotaRow(r, counts); row.Filed > 0 || row.Quota > 0 {
				chart.Rows = append(chart.Rows, row)
			}
		}
		if len(chart.Rows) > 0 {
			chart.draw(v)
			view.Quotas = append(view.Quotas, chart)
		}
	}
	return nil
}

func (v *visit) quotaRow(r store.ProgrammeRow, counts []store.CaseCount) quotaRow {
	row := quotaRow{ProgrammeRow: r}
	for _, c := range counts {
		if c.Programme != r.Programme || c.Region != r.Region {
			continue
		}
		row.Filed += c.N
		switch c.Status {
		case store.CaseApproved:
			row.Approved += c.N
		case store.CaseDisbursed:
			row.Disbursed += c.N
		}
	}
	row.Examined = max(0, row.Taken-row.Approved-row.Disbursed)
	return row
}

func (c *quotaChart) draw(v *visit) {
	widest := 1
	for _, r := range c.Rows {
		widest = max(widest, r.Quota, r.Taken+r.Waiting)
	}
	for i := range c.Rows {
		r := &c.Rows[i]
		r.Strip = strip{Name: v.pages().shortRegionName(r.Region), Parts: parts(widest, r.Disbursed, r.Approved, r.Examined, r.Waiting)}
		if r.Strip.Value = v.say("office.report.of_quota", "n", r.Taken, "kuota", r.Quota); r.Quota < 0 {
			r.Strip.Value = v.say("office.report.no_quota", "n", r.Taken)
		}
		if r.Quota > 0 {
			r.Strip.Mark = 100 * float64(r.Quota) / float64(widest)
		}
	}
}
