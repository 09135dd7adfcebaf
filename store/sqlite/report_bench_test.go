package sqlite

import (
	"context"
	"testing"

	"sapa/store"
)

// BenchmarkReports counts 100,000 cases spread over a year, three quarters of them decided.
func BenchmarkReports(b *testing.B) {
	d := manyCases(b, 100_000)
	err := d.Write(b.Context(), func(tx *Tx) error {
		for _, q := range []string{
			`UPDATE cases SET opened = opened + id * 315000, due = opened`,
			`UPDATE cases SET decided = opened + (id % 40) * 86400000, decided_as = CASE id % 3 WHEN 0 THEN 'tidak_disetujui' ELSE 'disetujui' END WHERE id % 4 > 0`,
			`DELETE FROM case_days`, // of the time before the cases were spread
			`INSERT INTO case_days SELECT (opened + 28800000) / 86400000, programme, region, count(*), 0, 0 FROM cases GROUP BY 1, 2, 3`,
			`UPDATE case_promises SET due = (SELECT opened FROM cases WHERE id = case_id) + 432000000`,
			`INSERT INTO promise_days SELECT (p.due + 28800000) / 86400000, c.region, count(*), 1 FROM case_promises p JOIN cases c ON c.id = p.case_id
				WHERE true GROUP BY 1, 2 ON CONFLICT DO NOTHING`,
		} {
			if _, err := tx.Exec(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, year := context.Background(), store.ReportFilter{Since: noon(), Until: noon().AddDate(1, 0, 0)}
	own := year
	own.Region, own.Programme = "64.72", "wrse"
	for name, do := range map[string]func() (int, error){
		"by day":             func() (int, error) { x, err := d.CasesByDay(ctx, year); return len(x), err },
		"by day, one region": func() (int, error) { x, err := d.CasesByDay(ctx, own); return len(x), err },
		"time to decision":   func() (int, error) { x, err := d.DecisionTimes(ctx, year); return len(x), err },
		"of the year":        func() (int, error) { x, err := d.CasesOfYear(ctx, 2026); return len(x), err },
		"kept by day":        func() (int, error) { x, err := d.KeptByDay(ctx, "", year.Since, year.Until); return len(x), err },
		"kept, one region": func() (int, error) {
			x, err := d.KeptPromises(ctx, "64.72", noon().AddDate(0, 11, 0), year.Until)
			return x.Due, err
		},
		"overdue":             func() (int, error) { return d.Overdue(ctx, "", "", noon().AddDate(1, 0, 0)) },
		"overdue, one region": func() (int, error) { return d.Overdue(ctx, "64.72", "", noon().AddDate(1, 0, 0)) },
		"counts":              func() (int, error) { x, err := d.CaseCounts(ctx, "", ""); return len(x), err },
		"programme table":     func() (int, error) { x, err := d.ProgrammeTable(ctx, 2026); return len(x), err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if n, err := do(); err != nil || n == 0 {
					b.Fatal(n, err)
				}
			}
		})
	}
}
