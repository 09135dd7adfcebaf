package whatsapp

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"go.mau.fi/libsignal/logger"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/store/sqlstore"
	waLog "go.mau.fi/whatsmeow/util/log"
	"google.golang.org/protobuf/proto"
	"modernc.org/sqlite"
)

// pragmas: without an immediate transaction lock and a busy timeout the library loses messages while decrypting; without FULL
// a power cut turns Signal's keys back. Deleted rows are overwritten, as the store holds words in clear for a while.
const pragmas = "?_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)" +
	"&_pragma=secure_delete(1)&_pragma=cache_size(-2000)&_txlock=immediate"

// openDevices opens whatsmeow's store, a file that its owner alone may read.
func openDevices(ctx context.Context, path string, log waLog.Logger) (*sql.DB, *sqlstore.Container, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("whatsapp: open the device store: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, nil, fmt.Errorf("whatsapp: open the device store: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, nil, fmt.Errorf("whatsapp: open the device store: %w", err)
	}
	connector, err := sqlite.NewConnector("file:" + strings.ReplaceAll(url.PathEscape(filepath.ToSlash(path)), "%2F", "/") + pragmas)
	if err != nil {
		return nil, nil, fmt.Errorf("whatsapp: open the device store: %w", err)
	}
	db := sql.OpenDB(prepared{connector})
	db.SetMaxOpenConns(4)
	devices := sqlstore.NewWithDB(db, "sqlite", log)
	if err := devices.Upgrade(ctx); err != nil {
		_ = db.Close()
		return nil, nil, fmt.Errorf("whatsapp: bring the device store up to date: %w", err)
	}
	return db, devices, nil
}

// purge takes away what was sent longer ago than phones ask for again, which the library itself would keep for a week, and the
// names of people that it wrote down while the device was linked.
func (a *Adapter) purge(ctx context.Context) {
	tick := time.NewTicker(5 * time.Minute)
	defer tick.Stop()
	for {
		before := time.Now().Add(-a.opt.KeepSent).UnixMilli()
		_, err := a.db.ExecContext(ctx, "DELETE FROM whatsmeow_retry_buffer WHERE timestamp < $1", before)
		if err == nil {
			_, err = a.db.ExecContext(ctx, "DELETE FROM whatsmeow_contacts")
		}
		if err != nil && ctx.Err() == nil {
			a.log.Error("what is old could not be taken out of the device store", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// introduce says once per process how this device is called in the phone's list of linked devices, and that it wants no
// history. Both are settings of the library for the whole process, as is the logger of its Signal part, which would print
// to standard output.
var introduce = sync.OnceFunc(func() {
	store.DeviceProps.Os = proto.String("Sapa")
	store.DeviceProps.RequireFullSync = proto.Bool(false)
	if logger.Logger == nil {
		var silent logger.Loggable = silentSignal{}
		logger.Setup(&silent)
	}
})
