//go:build !unix

package sqlite

import (
	"context"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"
)

// Lock takes the file for this process alone until free is called or the process ends, however it ends. Two serves
// must not run on one data folder: both would answer the same people. It gives ErrLocked when another has it.
// Where there is no flock, the file is an empty database in an exclusive transaction.
func Lock(file string) (free func() error, err error) {
	c, err := connect(context.Background(), fileURL(file))
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	if _, err := (&Tx{c: c}).Exec("BEGIN EXCLUSIVE"); err != nil {
		c.close()
		if code(err) == sqlite3.SQLITE_BUSY {
			return nil, ErrLocked
		}
		return nil, fmt.Errorf("lock: %w", err)
	}
	return c.close, nil
}
