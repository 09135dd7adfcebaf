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
		heardQuery: "sqlite_autoindex_inbox_1 (contact=?)",
		saidQuery:  "sqlite_autoindex_outbox_1 (contact=?)",
		sentQuery:  "outbox_waiting (id=?)",
		"SELECT seq, contact, finger, sealed FROM inbox WHERE state = 0 ORDER BY seq": "USING INDEX inbox_waiting",
		"UPDATE inbox SET state = 1 WHERE seq = $1":                                   "INTEGER PRIMARY KEY (rowid=?)",
		"SELECT id, contact FROM addresses WHERE finger = $1":                         "(finger=?)",
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
