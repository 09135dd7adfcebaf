package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"sapa/conversations"
	"sapa/store"
)

// PublishFlow adds a revision of a flow and makes it the published one. The same source as the published revision
// makes no new one. It gives store.ErrConflict when f.Expect is not the published revision: somebody else published or
// rolled back meanwhile.
func (d *DB) PublishFlow(ctx context.Context, f store.FlowSource) (conversations.FlowRef, error) {
	var ref conversations.FlowRef
	err := d.Write(ctx, func(tx *Tx) error {
		var published, newest int
		var source []byte
		err := tx.QueryRow(`SELECT f.revision, r.source, (SELECT MAX(revision) FROM flow_revisions WHERE flow = $1)
			FROM flows f JOIN flow_revisions r ON r.flow = f.flow AND r.revision = f.revision WHERE f.flow = $1`,
			string(f.ID)).Scan(&published, &source, &newest)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err == nil && bytes.Equal(source, f.Source) {
			ref = conversations.FlowRef{ID: f.ID, Revision: published}
			return nil
		}
		if f.Expect != published {
			return store.ErrConflict
		}
		ref = conversations.FlowRef{ID: f.ID, Revision: newest + 1}
		_, err = tx.Exec("INSERT INTO flow_revisions (flow, revision, source, by, at) VALUES ($1, $2, $3, $4, $5)",
			string(f.ID), ref.Revision, f.Source, f.By, f.At)
		if err != nil {
			return err
		}
		return pointFlow(tx, f, ref)
	})
	if err != nil {
		return conversations.FlowRef{}, fmt.Errorf("publish flow %s: %w", f.ID, err)
	}
	return ref, nil
}

// RollbackFlow makes an earlier revision the published one; f names it, and who did it when. Nothing is lost: the
// revisions above it stay. It gives store.ErrNotFound for a revision that is not there.
func (d *DB) RollbackFlow(ctx context.Context, f store.FlowSource) error {
	err := d.Write(ctx, func(tx *Tx) error {
		var n int
		const q = "SELECT revision FROM flow_revisions WHERE flow = $1 AND revision = $2"
		if err := tx.QueryRow(q, string(f.ID), f.Revision).Scan(&n); err != nil {
			return err
		}
		return pointFlow(tx, f, f.Ref())
	})
	if err != nil {
		return fmt.Errorf("roll back flow %s: %w", f.ID, err)
	}
	return nil
}

func pointFlow(tx *Tx, f store.FlowSource, ref conversations.FlowRef) error {
	_, err := tx.Exec(`INSERT INTO flows (flow, revision, by, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (flow) DO UPDATE SET revision = excluded.revision, by = excluded.by, at = excluded.at`,
		string(ref.ID), ref.Revision, f.By, f.At)
	return err
}

// FlowRevision gives one revision, published or not, or store.ErrNotFound.
func (d *DB) FlowRevision(ctx context.Context, ref conversations.FlowRef) (store.FlowSource, error) {
	found, err := d.flows(ctx, "flow revision",
		"SELECT flow, revision, source, by, at FROM flow_revisions WHERE flow = $1 AND revision = $2", string(ref.ID), ref.Revision)
	if err != nil {
		return store.FlowSource{}, err
	}
	if len(found) == 0 {
		return store.FlowSource{}, fmt.Errorf("flow revision: %w", store.ErrNotFound)
	}
	return found[0], nil
}

// PublishedFlows gives the published revision of every flow, in the order of their IDs.
func (d *DB) PublishedFlows(ctx context.Context) ([]store.FlowSource, error) {
	return d.flows(ctx, "published flows", `SELECT r.flow, r.revision, r.source, r.by, r.at FROM flows f
		JOIN flow_revisions r ON r.flow = f.flow AND r.revision = f.revision ORDER BY r.flow`)
}

// FlowHistory gives all revisions of a flow, the newest first, without their sources.
func (d *DB) FlowHistory(ctx context.Context, id conversations.FlowID) ([]store.FlowSource, error) {
	return d.flows(ctx, "flow history",
		"SELECT flow, revision, NULL, by, at FROM flow_revisions WHERE flow = $1 ORDER BY revision DESC", string(id))
}

func (d *DB) flows(ctx context.Context, doing, query string, args ...any) ([]store.FlowSource, error) {
	var out []store.FlowSource
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			var f store.FlowSource
			if err == nil {
				err = row.Scan(&f.ID, &f.Revision, &f.Source, &f.By, &f.At)
			}
			if err != nil {
				return err
			}
			out = append(out, f)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return out, nil
}
