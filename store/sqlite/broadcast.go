package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sapa/store"
)

const broadcastColumns = `id, code, version, state, author, created, changed, approver, approved, approval, started, frozen,
	ended, by, reason, sealed, note`

func broadcastPlace(code string) string { return "broadcasts.sealed|" + code }

func broadcastNotePlace(code string) string { return "broadcasts.note|" + code }

// CreateBroadcast writes a new draft down, under a fresh code. It gives a *store.ForbiddenError.
func (d *DB) CreateBroadcast(ctx context.Context, by string, draft store.BroadcastDraft, at time.Time) (store.Broadcast, error) {
	b := store.Broadcast{Version: 1, BroadcastDraft: draft, State: store.BroadcastDrafted, Author: by, Created: at, Changed: at}
	err := d.Write(ctx, func(tx *Tx) (err error) {
		if err = mayBroadcast(tx, by, draft.Audience); err != nil {
			return err
		}
		if b.Code, err = freeBroadcastCode(tx); err != nil {
			return err
		}
		sealed, err := d.Seal(broadcastPlace(b.Code), draft)
		if err != nil {
			return err
		}
		b.ID, err = tx.Insert(`INSERT INTO broadcasts (code, version, state, author, created, changed, sealed) VALUES ($1, 1, $2, $3, $4, $4, $5)`,
			b.Code, string(b.State), by, at, sealed)
		if err != nil {
			return err
		}
		return d.audit(tx, store.AuditEntry{At: at, By: by, Action: "broadcast.draft", Object: b.Code})
	})
	if err != nil {
		return store.Broadcast{}, fmt.Errorf("draft broadcast: %w", err)
	}
	return b, nil
}

// freeBroadcastCode gives a code that no broadcast has.
func freeBroadcastCode(tx *Tx) (string, error) {
	for {
		code := store.NewCode()
		var one int
		err := tx.QueryRow(`SELECT 1 FROM broadcasts WHERE code = $1`, code).Scan(&one)
		if errors.Is(err, store.ErrNotFound) {
			return code, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// EditBroadcast writes another text, audience or time; an approval is void by it. Version is the one that the officer saw:
// store.ErrConflict when it is another by now. It gives a *store.BroadcastStateError once the broadcast is started.
func (d *DB) EditBroadcast(ctx context.Context, by, code string, version int, draft store.BroadcastDraft, at time.Time) (b store.Broadcast, err error) {
	code = store.BroadcastCode(code)
	sealed, err := d.Seal(broadcastPlace(code), draft)
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error {
			if b, err = d.broadcast(tx, code); err != nil {
				return err
			}
			return d.editBroadcast(tx, by, &b, version, draft, sealed, at)
		})
	}
	if err != nil {
		return store.Broadcast{}, fmt.Errorf("edit broadcast: %w", err)
	}
	return b, nil
}

func (d *DB) editBroadcast(tx *Tx, by string, b *store.Broadcast, version int, draft store.BroadcastDraft, sealed []byte, at time.Time) error {
	if err := errors.Join(mayBroadcast(tx, by, b.Audience), mayBroadcast(tx, by, draft.Audience)); err != nil {
		return err
	}
	switch {
	case !b.State.Open():
		return &store.BroadcastStateError{Code: b.Code, State: b.State, Act: "edit"}
	case version != b.Version:
		return store.ErrConflict
	}
	detail := string(b.State)
	b.Version++
	b.BroadcastDraft, b.State, b.Author, b.Changed = draft, store.BroadcastDrafted, by, at
	b.Approver, b.Approved, b.Approval = "", time.Time{}, ""
	_, err := tx.Exec(`UPDATE broadcasts SET version = $2, state = $3, author = $4, changed = $5, approver = '', approved = NULL, approval = '',
		sealed = $6 WHERE id = $1`, b.ID, b.Version, string(b.State), by, at, sealed)
	if err != nil {
		return err
	}
	return d.audit(tx, store.AuditEntry{At: at, By: by, Action: "broadcast.edit", Object: b.Code, Detail: detail})
}

// mayBroadcast looks whether somebody may write to an audience. The operator may.
func mayBroadcast(tx *Tx, login string, a store.Audience) error {
	if login == store.Operator {
		return nil
	}
	o, err := worker(tx, login)
	if err != nil {
		return err
	}
	return o.Broadcasts(a)
}

// MayBroadcast looks whether somebody may write to an audience; a *store.ForbiddenError when not.
func (d *DB) MayBroadcast(ctx context.Context, login string, a store.Audience) error {
	return d.Read(ctx, func(tx *Tx) error { return mayBroadcast(tx, login, a) })
}

// BroadcastByCode gives a broadcast, or store.ErrNotFound. Letters may be small.
func (d *DB) BroadcastByCode(ctx context.Context, code string) (b store.Broadcast, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		b, err = d.broadcast(tx, store.BroadcastCode(code))
		return err
	})
	if err != nil {
		return store.Broadcast{}, fmt.Errorf("broadcast: %w", err)
	}
	return b, nil
}

// Broadcasts gives broadcasts in some states, in any when none is named, the newest first; at most 500.
func (d *DB) Broadcasts(ctx context.Context, states ...store.BroadcastState) ([]store.Broadcast, error) {
	where, args := "", []any{}
	for _, s := range states {
		args = append(args, string(s))
		where += fmt.Sprintf(", $%d", len(args))
	}
	if where != "" {
		where = "WHERE state IN (" + where[2:] + ")"
	}
	return d.broadcasts(ctx, `SELECT `+broadcastColumns+` FROM broadcasts `+where+` ORDER BY id DESC LIMIT 500`, args...)
}

// LiveBroadcasts gives the broadcasts that run or are paused, and those that ended since a time or have deliveries without
// an end, the oldest first.
func (d *DB) LiveBroadcasts(ctx context.Context, since time.Time) ([]store.Broadcast, error) {
	return d.broadcasts(ctx, `SELECT `+broadcastColumns+` FROM broadcasts b WHERE state IN ('berjalan', 'dijeda') OR state IN ('selesai', 'dibatalkan')
		AND (ended >= $1 OR EXISTS (SELECT 1 FROM broadcast_totals t WHERE t.broadcast = b.id AND t.state IN (0, 1) AND t.n > 0)) ORDER BY id`, since)
}

func (d *DB) broadcasts(ctx context.Context, query string, args ...any) (all []store.Broadcast, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			if err != nil {
				return err
			}
			b, err := d.scanBroadcast(row)
			if err != nil {
				return err
			}
			all = append(all, b)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("broadcasts: %w", err)
	}
	return all, nil
}

func (d *DB) broadcast(tx *Tx, code string) (store.Broadcast, error) {
	return d.scanBroadcast(tx.QueryRow(`SELECT `+broadcastColumns+` FROM broadcasts WHERE code = $1`, code))
}

func (d *DB) scanBroadcast(row Row) (b store.Broadcast, err error) {
	var sealed, note []byte
	err = row.Scan(&b.ID, &b.Code, &b.Version, &b.State, &b.Author, &b.Created, &b.Changed, &b.Approver, &b.Approved, &b.Approval,
		&b.Started, &b.Frozen, &b.Ended, &b.By, &b.Reason, &sealed, &note)
	if err == nil {
		err = errors.Join(d.Open(broadcastPlace(b.Code), sealed, &b.BroadcastDraft), d.Open(broadcastNotePlace(b.Code), note, &b.Note))
	}
	return b, err
}

// BroadcastsTo gives the codes of the broadcasts that a contact was sent since a time, the newest first.
func (d *DB) BroadcastsTo(ctx context.Context, contact string, since time.Time) (codes []string, err error) {
	err = d.read(ctx, func(tx *Tx) error {
		codes, err = texts(tx, `SELECT b.code FROM broadcasts b JOIN broadcast_deliveries x ON x.broadcast = b.id AND x.contact = CAST($1 AS INTEGER)
			WHERE b.started >= $2 AND x.state BETWEEN 2 AND 4 ORDER BY x.at DESC, b.id DESC`, strings.TrimSpace(contact), since)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("broadcasts to a contact: %w", err)
	}
	return codes, nil
}
