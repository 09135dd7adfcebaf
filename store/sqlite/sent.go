package sqlite

import (
	"slices"
	"strings"
	"time"

	"sapa/store"
)

// sentRow is how many letters one statement notes as sent.
const sentRow = 32

var sentSome = `UPDATE outbox SET state = 1, settled_at = $1 WHERE state = 0 AND seq IN ($2` + strings.Repeat(", ?", sentRow-1) + `)`

// plainly tells whether all there is to note of a letter is that it was sent: no receipt will come.
func plainly(o store.Settled) bool {
	return o.State == store.LetterSent && o.Message == "" && o.Seq > 0
}

// sent notes letters as sent by their places, many in one statement.
func sent(tx *Tx, now time.Time, seqs []int64) error {
	args := make([]any, sentRow+1)
	args[0] = now
	for some := range slices.Chunk(seqs, sentRow) {
		for i := range sentRow {
			args[i+1] = some[min(i, len(some)-1)] // the last one fills the statement up
		}
		if _, err := tx.Exec(sentSome, args...); err != nil {
			return err
		}
	}
	return nil
}
