package whatsapp

import (
	"context"
	"database/sql/driver"
	"errors"
)

// prepared opens connections that keep the statements they ran, prepared for the next time. The library prepares every statement
// anew, which is a seventh of all that a message and its answer cost.
type prepared struct{ driver.Connector }

// Connect implements driver.Connector.
func (p prepared) Connect(ctx context.Context) (driver.Conn, error) {
	raw, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := raw.(fullConn)
	if !ok {
		_ = raw.Close()
		return nil, errors.New("whatsapp: the database driver lacks what is needed")
	}
	return &preparedConn{fullConn: full, kept: map[string]*keptStmt{}}, nil
}

// fullConn is what the driver's connections can.
type fullConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// preparedConn is one connection. Package sql lets one goroutine use it at a time.
type preparedConn struct {
	fullConn
	kept map[string]*keptStmt
}

type keptStmt struct {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
	busy bool // rows of it are being read
}

// mostKept bounds the statements of one connection: lists of parameters make some of them in many lengths.
const mostKept = 200

// stmt gives the kept statement of a query; nil: it is to be run as it comes.
func (c *preparedConn) stmt(ctx context.Context, query string) (*keptStmt, error) {
	if s := c.kept[query]; s != nil || len(c.kept) >= mostKept {
		if s != nil && s.busy {
			return nil, nil
		}
		return s, nil
	}
	raw, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s := &keptStmt{Stmt: raw}
	var can, also bool
	s.StmtExecContext, can = raw.(driver.StmtExecContext)
	if s.StmtQueryContext, also = raw.(driver.StmtQueryContext); !can || !also {
		return nil, raw.Close()
	}
	c.kept[query] = s
	return s, nil
}

// ExecContext implements driver.ExecerContext.
func (c *preparedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.fullConn.ExecContext(ctx, query, args)
	}
	return s.ExecContext(ctx, args)
}

// QueryContext implements driver.QueryerContext.
func (c *preparedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.fullConn.QueryContext(ctx, query, args)
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &keptRows{rows, s}, nil
}

// Close implements driver.Conn.
func (c *preparedConn) Close() error {
	var err error
	for _, s := range c.kept {
		err = errors.Join(err, s.Close())
	}
	return errors.Join(err, c.fullConn.Close())
}

type keptRows struct {
	driver.Rows
	of *keptStmt
}

// Close implements driver.Rows.
func (r *keptRows) Close() error {
	r.of.busy = false
	return r.Rows.Close()
}
