package sqlite

import (
	"context"
	"fmt"
)

const (
	noteRows    = 1000    // that one write notes: nobody waits long behind it
	mostUnnoted = 100_000 // rows that are looked through in some 50 ms
)

// rowsOf finds the rows of the inbox or outbox that are of the contact $n.
func rowsOf(table string, n int) string {
	ours := 0
	if table == "outbox" {
		ours = 1
	}
	return fmt.Sprintf(`(SELECT seq FROM talk_rows WHERE contact = $%[2]d AND ours = %[3]d
		UNION ALL SELECT seq FROM %[1]s WHERE seq > (SELECT seq FROM talk_noted WHERE ours = %[3]d) AND contact = $%[2]d)`, table, n, ours)
}

// NoteTalks notes where the lines of each contact lie and which messages still wait, as far as that is not done. Without it
// they are found all the same, more slowly the more there are. While people wait for their commits it is left for later, unless that is too much.
func (d *DB) NoteTalks(ctx context.Context, busy bool) error {
	for ours, table := range []string{"inbox", "outbox"} {
		for more := true; more; {
			err := d.Write(ctx, func(tx *Tx) (err error) {
				more, err = noteTalks(tx, table, ours, busy)
				return err
			})
			if err != nil {
				return fmt.Errorf("note rows of %s: %w", table, err)
			}
		}
	}
	return nil
}

// Commits tells how many there were so far.
func (d *DB) Commits() int64 { return d.writer.commits.Load() }

func noteTalks(tx *Tx, table string, ours int, busy bool) (more bool, err error) {
	var done, last int64
	if err := tx.QueryRow("SELECT n.seq, COALESCE((SELECT MAX(seq) FROM "+table+"), 0) FROM talk_noted n WHERE n.ours = $1", ours).Scan(&done, &last); err != nil {
		return false, err
	}
	until := min(last, done+noteRows)
	if until <= done || busy && last-done < mostUnnoted {
		return false, nil
	}
	if _, err := tx.Exec("INSERT OR IGNORE INTO talk_rows (contact, ours, seq) SELECT contact, $1, seq FROM "+table+" WHERE seq > $2 AND seq <= $3 ORDER BY contact, seq",
		ours, done, until); err != nil {
		return false, err
	}
	if table == "inbox" {
		if _, err := tx.Exec("UPDATE inbox SET state = 3 WHERE seq > $1 AND seq <= $2 AND state = 0", done, until); err != nil {
			return false, err
		}
	}
	_, err = tx.Exec("UPDATE talk_noted SET seq = $2 WHERE ours = $1", ours, until)
	return until < last, err
}
