package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/store"
)

// MoveBroadcast does one act. Whoever may not gets a *store.ForbiddenError, whoever wrote the text and would approve it
// store.ErrOwnApproval, an approval of what is not there any more store.ErrVoid, and an act that the state does not allow
// a *store.BroadcastStateError.
func (d *DB) MoveBroadcast(ctx context.Context, m store.BroadcastMove) (b store.Broadcast, err error) {
	m.Code = store.BroadcastCode(m.Code)
	var note []byte
	if m.Note != "" {
		note, err = d.Seal(broadcastNotePlace(m.Code), m.Note)
	}
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error {
			if b, err = d.broadcast(tx, m.Code); err == nil {
				err = d.moveBroadcast(tx, &b, m, note)
			}
			return err
		})
	}
	if err != nil {
		return store.Broadcast{}, fmt.Errorf("%s broadcast: %w", m.Act, err)
	}
	return b, nil
}

func (d *DB) moveBroadcast(tx *Tx, b *store.Broadcast, m store.BroadcastMove, note []byte) error {
	if err := mayAct(tx, b, m); err != nil {
		return err
	}
	to, err := m.Act.After(b.Code, b.State)
	if err != nil {
		return err
	}
	if err := apply(b, m); err != nil {
		return err
	}
	detail := string(b.State) + " -> " + string(to)
	b.State, b.Changed = to, m.At
	_, err = tx.Exec(`UPDATE broadcasts SET state = $2, changed = $3, approver = $4, approved = $5, approval = $6, started = $7, ended = $8,
		by = $9, reason = $10, note = COALESCE($11, note) WHERE id = $1`, b.ID, string(b.State), b.Changed, b.Approver, b.Approved, b.Approval,
		b.Started, b.Ended, b.By, string(b.Reason), note)
	if err != nil {
		return err
	}
	if m.Act == store.BroadcastApprove {
		detail = "hash " + b.Approval
	}
	if m.Act == store.BroadcastStart && b.Urgent {
		detail += ", urgent"
	}
	return d.audit(tx, store.AuditEntry{At: m.At, By: m.By, Action: "broadcast." + string(m.Act), Object: b.Code, Detail: detail})
}

// mayAct looks whether an act is for whoever does it. To approve and to send back is for a penyelia; the operator has no
// name that an approval could bear.
func mayAct(tx *Tx, b *store.Broadcast, m store.BroadcastMove) error {
	second := m.Act == store.BroadcastApprove || m.Act == store.BroadcastReject
	switch {
	case m.By == store.Program && (m.Act == store.BroadcastPause || m.Act == store.BroadcastFinish):
		return nil
	case second && m.By == store.Operator:
		return &store.ForbiddenError{By: m.By, Why: store.RefusedRole, Need: string(store.RoleSupervisor)}
	case m.By == store.Operator:
		return nil
	}
	o, err := worker(tx, m.By)
	switch {
	case err != nil:
		return err
	case second:
		return o.ApprovesBroadcast(b.Audience)
	}
	return o.Broadcasts(b.Audience)
}

// apply notes on the broadcast what an act leaves there.
func apply(b *store.Broadcast, m store.BroadcastMove) error {
	switch m.Act {
	case store.BroadcastApprove:
		switch {
		case m.By == b.Author:
			return store.ErrOwnApproval
		case m.Hash != b.Hash():
			return store.ErrVoid
		}
		b.Approver, b.Approved, b.Approval, b.Note = m.By, m.At, m.Hash, ""
	case store.BroadcastReject:
		b.Approver, b.Approved, b.Approval, b.Note = "", time.Time{}, "", m.Note
	case store.BroadcastStart:
		if b.Approval == "" || b.Approval != b.Hash() {
			return store.ErrVoid
		}
		b.Started, b.By = m.At, m.By
	case store.BroadcastPause, store.BroadcastResume:
		b.By, b.Reason = m.By, m.Reason
	case store.BroadcastCancel, store.BroadcastFinish:
		b.By, b.Ended = m.By, m.At
	case store.BroadcastRetry:
		b.By, b.Ended = m.By, time.Time{}
	}
	return nil
}
