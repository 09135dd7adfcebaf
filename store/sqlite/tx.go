package sqlite

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"

	driversqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"sapa/store"
)

// Tx is an open transaction. Placeholders are $1, $2 ...; a time.Time goes in as unix milliseconds and comes out the
// same way (UTC), the zero time as NULL; other NULLs come out as zero values. Statements stay prepared, so queries
// must be constant texts. A Tx must not be used after the function it was given to has returned.
type Tx struct {
	c     *conn
	wrote bool  // something was changed since the flag was last cleared
	lost  error // SQLite may have rolled the transaction back by itself; nothing more may run in it
	holds bool  // who leads which talk was changed
}

// Exec runs a statement and gives the number of rows it changed, for INSERT, UPDATE and DELETE.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	n, _, err := tx.exec(query, args)
	return n, err
}

// Insert runs an INSERT of one row and gives the row's number, 0 when the row was there already and is left alone. It
// costs half of what RETURNING does.
func (tx *Tx) Insert(query string, args ...any) (int64, error) {
	_, row, err := tx.exec(query, args)
	return row, err
}

func (tx *Tx) exec(query string, args []any) (n, row int64, err error) {
	if tx.lost != nil {
		return 0, 0, tx.lost
	}
	s, once, err := tx.c.prepare(query)
	if err != nil {
		return 0, 0, tx.check(err)
	}
	if once {
		defer s.raw.Close()
	}
	n, row, err = tx.c.run(s, args)
	if n > 0 || !s.dml && !s.reads {
		tx.wrote = true
	}
	return n, row, tx.check(err)
}

// Query gives the rows of a statement one by one. An error ends them. A row is good until the next is asked for.
func (tx *Tx) Query(query string, args ...any) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		err := tx.each(query, args, func(values []driver.Value) bool { return yield(Row{values: values}, nil) })
		if err != nil {
			yield(Row{}, err)
		}
	}
}

// QueryRow gives the first row of a statement. Its Scan gives store.ErrNotFound when there is none.
func (tx *Tx) QueryRow(query string, args ...any) Row {
	row := Row{err: store.ErrNotFound}
	err := tx.each(query, args, func(values []driver.Value) bool {
		row = Row{values: append([]driver.Value(nil), values...)}
		return false
	})
	if err != nil {
		return Row{err: err}
	}
	return row
}

func (tx *Tx) each(query string, args []any, fn func([]driver.Value) bool) error {
	if tx.lost != nil {
		return tx.lost
	}
	s, once, err := tx.c.prepare(query)
	if err != nil {
		return tx.check(err)
	}
	if once {
		defer s.raw.Close()
	}
	stopped := false
	err = tx.c.each(s, args, func(values []driver.Value) bool {
		tx.wrote = tx.wrote || !s.reads
		stopped = !fn(values)
		return !stopped
	})
	if stopped && !tx.doomed(err) {
		return nil // nobody is listening any more
	}
	return tx.check(err)
}

// check notes errors after which the transaction may be gone.
func (tx *Tx) check(err error) error {
	if tx.doomed(err) {
		tx.lost = fmt.Errorf("transaction lost: %w", err)
	}
	return err
}

func (tx *Tx) doomed(err error) bool {
	if err == nil {
		return false
	}
	switch code(err) {
	case 0, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE:
		return false // SQLite undid the statement alone
	}
	return true
}

// code gives SQLite's primary result code of an error, 0 when it is not SQLite's.
func code(err error) int {
	var e *driversqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// duplicate tells whether an error says that a UNIQUE or PRIMARY KEY value is already there.
func duplicate(err error) bool {
	var e *driversqlite.Error
	return errors.As(err, &e) &&
		(e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}
