package sqlite

import (
	"strconv"
	"strings"
	"testing"
)

// Queries that run at every turn, or often beside them, must not walk through whole tables.
func TestQueriesUseTheirIndex(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for query, index := range map[string]string{
		dueQuery:   "USING INDEX outbox_waiting",
		heardQuery: "INTEGER PRIMARY KEY (rowid=?)",
		saidQuery:  "INTEGER PRIMARY KEY (rowid=?)",
		sentQuery:  "outbox_waiting (id=?)",
		// Rows behind the noted ones are looked at one by one; of those before, the index knows.
		"SELECT seq FROM inbox WHERE state = 3":                              "inbox_left",
		"SELECT seq FROM outbox WHERE contact = $1 AND id = $2 AND said = 0": "outbox_posted (contact=? AND id=?)",
		"UPDATE inbox SET state = 1 WHERE seq = $1":                          "INTEGER PRIMARY KEY (rowid=?)",
		"SELECT id, contact FROM addresses WHERE finger = $1":                "(finger=?)",
		alarmsQuery: "INDEX alarms_at (at<?)",
	} {
		var plan []string
		err := d.Read(t.Context(), func(tx *Tx) error {
			args := []any{1, 1, 1, 1, 1}
			for !strings.Contains(query, "$"+strconv.Itoa(len(args))) && len(args) > 0 {
				args = args[1:]
			}
			for row, err := range tx.Query("EXPLAIN QUERY PLAN "+query, args...) {
				var step string
				if err == nil {
					err = row.Scan(new(int), new(int), new(int), &step)
				}
				if err != nil {
					return err
				}
				plan = append(plan, step)
			}
			return nil
		})
		if err != nil || !strings.Contains(plan[0], index) {
			t.Errorf("%s\n%q, %v; want %s", query, plan, err, index)
		}
	}
}
