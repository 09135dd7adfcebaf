package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"strings"
)

// conn is one connection with every statement it ever ran kept prepared. It speaks to the driver without the layers
// of database/sql, which cost as much per statement as SQLite itself. One goroutine uses it at a time.
type conn struct {
	raw    driver.ConnPrepareContext
	hangup func() error
	kept   map[string]*stmt
}

// stmt is one prepared statement.
type stmt struct {
	raw   driver.Stmt
	exec  driver.StmtExecContext
	query driver.StmtQueryContext
	dml   bool // INSERT, UPDATE or DELETE: the count of changed rows is its own
	reads bool
	busy  bool // rows of it are being read
	args  []driver.NamedValue
	dest  []driver.Value
}

func newConn(raw driver.ConnPrepareContext, hangup func() error) *conn {
	return &conn{raw: raw, hangup: hangup, kept: map[string]*stmt{}}
}

// prepare gives the statement of a query, and whether it must be closed after use (it is read inside itself).
func (c *conn) prepare(query string) (s *stmt, once bool, err error) {
	if s, ok := c.kept[query]; ok && !s.busy {
		return s, false, nil
	}
	raw, err := c.raw.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, false, err
	}
	s = &stmt{raw: raw}
	var can bool
	if s.exec, can = raw.(driver.StmtExecContext); !can {
		return nil, false, errors.New("driver cannot execute statements")
	}
	if s.query, can = raw.(driver.StmtQueryContext); !can {
		return nil, false, errors.New("driver cannot query statements")
	}
	verb, _, _ := strings.Cut(strings.TrimSpace(query), " ")
	switch strings.ToUpper(strings.TrimSpace(verb)) {
	case "INSERT", "UPDATE", "DELETE":
		s.dml = true
	case "SELECT", "PRAGMA":
		s.reads = true
	}
	if _, taken := c.kept[query]; taken {
		return s, true, nil
	}
	c.kept[query] = s
	return s, false, nil
}

// run executes a statement and gives the number of rows it changed, and of an INSERT the row it made.
func (c *conn) run(s *stmt, args []any) (n, row int64, err error) {
	if err := s.bind(args); err != nil {
		return 0, 0, err
	}
	res, err := s.exec.ExecContext(context.Background(), s.args)
	clear(s.args)
	if err != nil || !s.dml {
		return 0, 0, err
	}
	if n, err = res.RowsAffected(); err == nil && n > 0 {
		row, err = res.LastInsertId()
	}
	return n, row, err
}

// each executes a statement and calls fn with every row; the values are overwritten by the next.
func (c *conn) each(s *stmt, args []any, fn func([]driver.Value) (more bool)) (err error) {
	if err := s.bind(args); err != nil {
		return err
	}
	rows, err := s.query.QueryContext(context.Background(), s.args)
	if err != nil {
		return err
	}
	s.busy = true
	defer func() {
		s.busy = false
		clear(s.args)
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	if s.dest == nil {
		s.dest = make([]driver.Value, len(rows.Columns()))
	}
	for {
		if err := rows.Next(s.dest); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if !fn(s.dest) {
			return nil
		}
	}
}

func (s *stmt) bind(args []any) error {
	s.args = s.args[:0]
	for i, arg := range args {
		v, err := toDriver(arg)
		if err != nil {
			return err
		}
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	return nil
}

func (c *conn) close() error {
	for _, s := range c.kept {
		s.raw.Close()
	}
	return c.hangup()
}
