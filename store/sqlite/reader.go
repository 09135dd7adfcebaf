package sqlite

import (
	"context"
	"fmt"

	"sapa/store"
)

// Read runs do on one unchanging view of the data, beside the writer and other reads. It must not write.
func (d *DB) Read(ctx context.Context, do func(tx *Tx) error) error {
	return d.read(ctx, func(tx *Tx) error {
		if _, err := tx.Exec("BEGIN"); err != nil {
			return fmt.Errorf("begin read: %w", err)
		}
		defer func() { _, _ = tx.Exec("ROLLBACK") }() // nothing was written
		return do(tx)
	})
}

// read is Read for a single statement, which is an unchanging view by itself.
func (d *DB) read(ctx context.Context, do func(tx *Tx) error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	select {
	case c, open := <-d.pool:
		if !open {
			return store.ErrClosed
		}
		defer func() { d.pool <- c }()
		return do(&Tx{c: c})
	case <-ctx.Done():
		return ctx.Err()
	}
}
