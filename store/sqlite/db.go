// Package sqlite keeps everything in one SQLite file: one writer that commits for many at once, and a few readers.
package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	driversqlite "modernc.org/sqlite"

	"sapa/store/vault"
)

// readers is how many reads run at once beside the writer.
const readers = 3

// settings are those a connection must really have; SQLite passes over what it does not understand without a word.
var settings = map[string]string{
	"journal_mode": "wal", // readers do not stop the writer
	"synchronous":  "2",   // FULL: a commit is on the disk before anybody hears of it
	"foreign_keys": "1",
	"busy_timeout": "5000", // ms that a command line verb and a running serve wait for each other
}

// DB is an open database. Its methods are safe for many goroutines, and many processes may open one file.
type DB struct {
	path      string
	vault     *vault.Vault
	writer    *writer
	pool      chan *conn
	opened    []*conn
	addresses *addresses
	held      held
	early     early
	version   atomic.Int64 // of the file, when Changed last looked
}

// Open opens the database at path, making it and bringing its tables up to date first. Personal data in it is sealed by
// v. Of several processes that open a fresh file at once, one makes the tables and the others wait.
func Open(ctx context.Context, path string, v *vault.Vault) (*DB, error) {
	if err := prepare(ctx, path); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	d := &DB{path: path, vault: v, pool: make(chan *conn, readers), addresses: newAddresses(knownAddresses)}
	if err := d.connect(ctx); err != nil {
		for _, c := range d.opened {
			c.close()
		}
		return nil, fmt.Errorf("open database: %w", err)
	}
	go d.writer.run()
	if _, err := d.Changed(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *DB) connect(ctx context.Context) error {
	w, err := dial(ctx, d.path, writing)
	if err != nil {
		return err
	}
	d.opened = append(d.opened, w)
	d.writer = newWriter(w, &d.held)
	for range readers {
		c, err := dial(ctx, d.path, reading)
		if err != nil {
			return err
		}
		d.opened = append(d.opened, c)
		d.pool <- c
	}
	return nil
}

// dial opens a connection that has the settings it must have.
func dial(ctx context.Context, path string, m mode) (*conn, error) {
	c, err := connect(ctx, dsn(path, m))
	if err != nil {
		return nil, err
	}
	if err := verify(c); err != nil {
		return nil, errors.Join(err, c.close())
	}
	return c, nil
}

func connect(ctx context.Context, dsn string) (*conn, error) {
	connector, err := driversqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	raw, err := connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return newConn(raw.(driver.ConnPrepareContext), raw.Close), nil
}

// Close waits for the writes under way and closes the file. Later calls give store.ErrClosed.
func (d *DB) Close() error {
	if !d.writer.stop() {
		return nil
	}
	for range readers {
		<-d.pool // wait for each read under way
	}
	close(d.pool)
	var err error
	for _, c := range d.opened {
		err = errors.Join(err, c.close())
	}
	if err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	return nil
}

// mode says what a connection is for, and how many KB of pages it may hold: the system keeps the file in memory as well.
type mode string

const (
	writing mode = "&_txlock=immediate&_pragma=cache_size(-4000)"
	reading mode = "&_pragma=query_only(1)&_pragma=cache_size(-2000)"
)

// dsn names the file with its settings. The path goes in escaped, as "?" and "#" in it would end it.
func dsn(path string, m mode) string {
	return fileURL(path) + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=secure_delete(fast)&_pragma=journal_size_limit(67108864)" +
		"&_pragma=temp_store(memory)&_pragma=wal_autocheckpoint(4000)&_dqs=0" + string(m)
}

func fileURL(path string) string {
	return "file:" + strings.ReplaceAll(url.PathEscape(filepath.ToSlash(path)), "%2F", "/")
}

// verify refuses a connection whose settings did not take hold.
func verify(c *conn) error {
	tx := &Tx{c: c}
	for name, want := range settings {
		var got string
		if err := tx.QueryRow("PRAGMA " + name).Scan(&got); err != nil {
			return fmt.Errorf("read back %s: %w", name, err)
		}
		if got != want {
			return fmt.Errorf("setting %s is %q instead of %q", name, got, want)
		}
	}
	return nil
}

// prepare makes the file, readable by its owner alone, and its tables.
func prepare(ctx context.Context, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return migrate(ctx, path)
}
