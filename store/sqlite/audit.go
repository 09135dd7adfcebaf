package sqlite

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"sapa/store"
)

// Audit appends to the log of what people of the office did. Changes made through this package log themselves in the
// transaction that makes them; this is for what happens elsewhere, such as publishing a flow.
func (d *DB) Audit(ctx context.Context, e store.AuditEntry) error {
	err := d.Write(ctx, func(tx *Tx) error { return d.audit(tx, e) })
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}

// audit appends within a transaction. Each row's hash is keyed and covers the hash before it, so nobody without the
// key can change, add or take away a row unnoticed. The head is hashed too, or the last rows could be cut off.
func (d *DB) audit(tx *Tx, e store.AuditEntry) error {
	var last []byte
	err := tx.QueryRow(`SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1`).Scan(&e.Seq, &last)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("read audit log: %w", err)
	}
	e.Seq++
	hash := d.link(last, e)
	_, err = tx.Exec(`INSERT INTO audit (seq, at, by, action, object, detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.Seq, e.At.UnixMilli(), e.By, e.Action, e.Object, e.Detail, hash)
	if err != nil {
		return fmt.Errorf("append to audit log: %w", err)
	}
	_, err = tx.Exec(`INSERT INTO audit_head (one, seq, hash) VALUES (1, $1, $2) ON CONFLICT DO UPDATE SET seq = $1, hash = $2`,
		e.Seq, d.headHash(e.Seq, hash))
	return err
}

// link is the keyed hash of a row and of all before it.
func (d *DB) link(before []byte, e store.AuditEntry) []byte {
	text, _ := json.Marshal([]any{before, e.Seq, e.At.UnixMilli(), e.By, e.Action, e.Object, e.Detail})
	return d.Index("audit", string(text))
}

func (d *DB) headHash(seq int64, hash []byte) []byte {
	return d.Index("audit head", fmt.Sprintf("%d %x", seq, hash))
}

// VerifyAudit walks the whole log. It gives the number of the first row that was changed, added or taken away, or 0
// when the log is whole. What it cannot see is the whole database being put back to an older copy of itself.
func (d *DB) VerifyAudit(ctx context.Context) (broken int64, err error) {
	return d.verifyAudit(ctx, math.MaxInt64)
}

// VerifyAuditEnd is VerifyAudit for the newest rows only, which is quick however long the log is.
func (d *DB) VerifyAuditEnd(ctx context.Context, rows int64) (broken int64, err error) {
	return d.verifyAudit(ctx, rows)
}

func (d *DB) verifyAudit(ctx context.Context, rows int64) (broken int64, err error) {
	err = d.Read(ctx, func(tx *Tx) (err error) {
		broken, err = d.brokenAudit(tx, rows)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("verify audit log: %w", err)
	}
	return broken, nil
}

func (d *DB) brokenAudit(tx *Tx, rows int64) (broken int64, err error) {
	var seq int64
	var last, head []byte
	err = tx.QueryRow(`SELECT seq, hash FROM audit WHERE seq <= (SELECT max(seq) FROM audit) - $1 ORDER BY seq DESC LIMIT 1`, rows).Scan(&seq, &last)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, err
	}
	for row, err := range tx.Query(`SELECT seq, at, by, action, object, detail, hash FROM audit WHERE seq > $1 ORDER BY seq`, seq) {
		e, hash, err := scanAudit(row, err)
		if err != nil {
			return 0, err
		}
		if seq++; e.Seq != seq || !bytes.Equal(hash, d.link(last, e)) {
			return seq, nil
		}
		last = hash
	}
	err = tx.QueryRow(`SELECT hash FROM audit_head`).Scan(&head)
	switch {
	case errors.Is(err, store.ErrNotFound) && seq == 0:
		return 0, nil
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return 0, err
	}
	if !bytes.Equal(head, d.headHash(seq, last)) {
		return seq + 1, nil
	}
	return 0, nil
}

// AuditVerified gives the entry of the last time that somebody had the whole log walked through, or store.ErrNotFound.
func (d *DB) AuditVerified(ctx context.Context) (e store.AuditEntry, err error) {
	err = d.read(ctx, func(tx *Tx) error {
		return tx.QueryRow(`SELECT seq, at, by, action, object, detail FROM audit INDEXED BY audit_verified WHERE action = 'audit.verify'
			ORDER BY seq DESC LIMIT 1`).Scan(&e.Seq, &e.At, &e.By, &e.Action, &e.Object, &e.Detail)
	})
	if err != nil {
		return e, fmt.Errorf("last check of the audit log: %w", err)
	}
	return e, nil
}

func scanAudit(row Row, err error) (e store.AuditEntry, hash []byte, _ error) {
	if err == nil {
		err = row.Scan(&e.Seq, &e.At, &e.By, &e.Action, &e.Object, &e.Detail, &hash)
	}
	return e, hash, err
}

// AuditLog gives entries after a sequence number, oldest first; of one object only when it is named. A limit of 0 is 50.
func (d *DB) AuditLog(ctx context.Context, object string, after int64, limit int) ([]store.AuditEntry, error) {
	if limit <= 0 {
		limit = pageUsual
	}
	return d.auditEntries(ctx, `SELECT seq, at, by, action, object, detail, hash FROM audit
		WHERE seq > $1 AND ($2 = '' OR object = $2) ORDER BY seq LIMIT $3`, after, object, min(limit, pageMost))
}

func (d *DB) auditEntries(ctx context.Context, query string, args ...any) (entries []store.AuditEntry, err error) {
	err = d.read(ctx, func(tx *Tx) (err error) {
		entries, err = collect(tx, func(row Row) (store.AuditEntry, error) {
			e, _, err := scanAudit(row, nil)
			return e, err
		}, query, args...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read audit log: %w", err)
	}
	return entries, nil
}

// AuditPage gives entries that fit, the newest first. A limit of 0 is 50.
func (d *DB) AuditPage(ctx context.Context, f store.AuditFilter) ([]store.AuditEntry, error) {
	limit, before := f.Limit, f.Before
	if limit <= 0 {
		limit = pageUsual
	}
	if before <= 0 {
		before = math.MaxInt64
	}
	query := `SELECT seq, at, by, action, object, detail, hash FROM audit WHERE seq < $1
		AND ($2 = '' OR by = $2) AND ($3 = '' OR action = $3) ORDER BY seq DESC LIMIT $4`
	args := []any{before, f.By, f.Action, min(limit, pageMost)}
	if f.Object != "" {
		query = `SELECT seq, at, by, action, object, detail, hash FROM audit WHERE object = $5 AND seq < $1
			AND ($2 = '' OR by = $2) AND ($3 = '' OR action = $3) ORDER BY seq DESC LIMIT $4`
		args = append(args, f.Object)
	}
	return d.auditEntries(ctx, query, args...)
}
