// Package imports takes in tables that an office has: who received aid in earlier years, an extract of DTSEN, desa and
// kelurahan. A table is checked row by row and shown; only what somebody confirms is saved, once, whatever happens meanwhile.
package imports

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"sapa/store"
)

// Store keeps imports and what they bring. Its errors are those of package store.
type Store interface {
	PutImport(ctx context.Context, i store.Import) (out store.Import, fresh bool, err error)
	Import(ctx context.Context, id int64) (store.Import, error)
	Imports(ctx context.Context, region string, limit int) ([]store.Import, error)
	UnfinishedImports(ctx context.Context, since time.Time) ([]store.Import, error)
	ConfirmImport(ctx context.Context, id int64, by string, at time.Time) error
	DropImport(ctx context.Context, id int64, by string, at time.Time) error
	SaveImport(ctx context.Context, c store.ImportChunk) error
	ForgetImportFile(ctx context.Context, id int64) error
	DropOldExtracts(ctx context.Context) error
	Index(kind, value string) []byte
}

// Files keeps the tables, sealed, until they are saved or dropped.
type Files interface {
	Put(data []byte, mime string) (id string, err error)
	Read(ctx context.Context, id string) (data []byte, mime string, err error)
	Delete(id string) error
}

// FileMost bounds a table, in bytes.
const FileMost = 16 << 20

var (
	// ErrTooBig: the file has more bytes than FileMost.
	ErrTooBig = errors.New("file too big")
	// ErrDay: a DTSEN extract must say for which day it was made.
	ErrDay = errors.New("the day of an extract is missing or still to come")
)

// Importer takes in tables. Saving goes on by itself after Confirm, also when nobody looks.
type Importer struct {
	store Store
	files Files
	now   func() time.Time
	log   *slog.Logger

	ctx    context.Context // ends the saving
	cancel context.CancelFunc
	group  sync.WaitGroup
	mu     sync.Mutex
	saving map[int64]bool
	turn   sync.Mutex // one table after the other
}

// New makes an importer. Close ends it.
func New(s Store, f Files, now func() time.Time, log *slog.Logger) *Importer {
	i := &Importer{store: s, files: f, now: now, log: log, saving: map[int64]bool{}}
	i.ctx, i.cancel = context.WithCancel(context.Background())
	return i
}

// Close stops saving after the rows that are under way; Resume goes on.
func (i *Importer) Close() {
	i.cancel()
	i.group.Wait()
}

// Upload is a table that somebody brings.
type Upload struct {
	Kind   store.ImportKind
	Name   string // of the file
	Data   []byte
	By     string
	Region string // kab/kota whose rows it may have; "": all
	AsOf   string // of a DTSEN extract: ISO date
}

// samples is how many good rows are shown.
const samples = 5

// Check reads a table from top to bottom and keeps it, sealed, until it is confirmed or dropped. Nothing of it is saved. A
// table that is checked already, and not done with, gives the import that there is. Beside the store's errors it gives
// ErrTooBig, ErrDay and those of reading: *HeadingError, ErrNoRows, sheet.ErrNotTable, sheet.ErrTooLong.
func (i *Importer) Check(ctx context.Context, u Upload) (store.Import, error) {
	if len(u.Data) > FileMost {
		return store.Import{}, ErrTooBig
	}
	sum := sha256.Sum256(u.Data)
	out := store.Import{Kind: u.Kind, By: u.By, At: i.now(), Region: u.Region, Name: u.Name, Finger: i.store.Index("import", string(sum[:]))}
	if u.Kind == store.ImportDTSEN {
		day, err := time.Parse(time.DateOnly, u.AsOf)
		if err != nil || day.After(i.now().AddDate(0, 0, 1)) {
			return out, ErrDay
		}
		out.AsOf = u.AsOf
	}
	err := tableOf(out).walk(u.Data, func(l *line) error {
		out.Rows, out.Last = out.Rows+1, l.row
		if len(l.issues) > 0 {
			out.Bad++
		}
		if free := store.IssuesMost - len(out.Issues); free > 0 {
			out.Issues = append(out.Issues, l.issues[:min(len(l.issues), free)]...)
		}
		if shown := l.shown(); shown != nil && len(out.Sample) < samples {
			out.Sample = append(out.Sample, shown)
		}
		return ctx.Err()
	})
	if err != nil {
		return out, err
	}
	return i.keep(ctx, out, u.Data)
}

// keep puts a table away. Each is a file of its own, so that one can be deleted when it is done with.
func (i *Importer) keep(ctx context.Context, out store.Import, data []byte) (store.Import, error) {
	var err error
	if out.File, err = i.files.Put(append([]byte(rand.Text()[:salt]), data...), "application/octet-stream"); err != nil {
		return out, fmt.Errorf("keep a table: %w", err)
	}
	kept, fresh, err := i.store.PutImport(ctx, out)
	if err != nil || !fresh {
		err = errors.Join(err, i.files.Delete(out.File))
	}
	return kept, err
}

// salt is how many bytes before a kept table make it differ from its copies.
const salt = 26

// Confirm lets the good rows be saved, in the background, and goes on where it stopped when that was begun before. It
// gives store.ErrConflict when the import was dropped.
func (i *Importer) Confirm(ctx context.Context, id int64, by string) error {
	if err := i.store.ConfirmImport(ctx, id, by, i.now()); err != nil {
		return err
	}
	i.begin(id)
	return nil
}

// Drop ends an import of which nothing was saved, and deletes its file. It gives store.ErrConflict when it was confirmed.
func (i *Importer) Drop(ctx context.Context, id int64, by string) error {
	if err := i.store.DropImport(ctx, id, by, i.now()); err != nil {
		return err
	}
	return i.forget(ctx, id)
}

// forget deletes the file of an import that is done with.
func (i *Importer) forget(ctx context.Context, id int64) error {
	im, err := i.store.Import(ctx, id)
	if err != nil || im.File == "" {
		return err
	}
	if err := i.files.Delete(im.File); err != nil {
		return err
	}
	return i.store.ForgetImportFile(ctx, id)
}
