package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Backup writes a consistent copy of the database to a new file, readable by its owner alone, while work goes on. The
// sealed values in it need the vault's key and keyset, which are not in it. It gives fs.ErrExist rather than overwrite.
func (d *DB) Backup(ctx context.Context, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // VACUUM INTO takes an empty file
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err = f.Close(); err == nil {
		err = d.copyTo(ctx, path)
	}
	if err != nil {
		return fmt.Errorf("back up: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

// copyTo works on a connection of its own, as it takes long and the readers may not write, not even elsewhere.
func (d *DB) copyTo(ctx context.Context, path string) error {
	c, err := dial(ctx, d.path, writing)
	if err != nil {
		return err
	}
	_, err = (&Tx{c: c}).Exec("VACUUM INTO $1", path)
	if err = errors.Join(err, c.close()); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
