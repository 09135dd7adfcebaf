package sqlite

import (
	"context"
	"errors"
	"fmt"

	"sapa/conversations"
	"sapa/store"
)

func objectionPlace(key string) string { return "objections|" + key }

// Object takes an objection to the refusal of a case from whoever filed it. The same Key again gives the same. It gives
// store.ErrNotFound when the case is not the contact's, store.ErrConflict when it is not refused, and store.ErrDuplicate
// when this refusal was objected to before.
func (d *DB) Object(ctx context.Context, o store.Objection) (store.Objection, error) {
	number, ok := store.ParseNumber(o.Number)
	if !ok || o.Key == "" || o.Reason == "" || o.At.IsZero() {
		return o, fmt.Errorf("object: %w", store.ErrInvalid)
	}
	o.Number = number
	sealed, err := d.Seal(objectionPlace(o.Key)+".sealed", o.Reason)
	if err == nil {
		err = d.Write(ctx, func(tx *Tx) error { return d.object(tx, o, sealed) })
	}
	if err != nil {
		return o, fmt.Errorf("object: %w", err)
	}
	return d.ObjectionOf(ctx, number)
}

func (d *DB) object(tx *Tx, o store.Objection, sealed []byte) error {
	if done, err := decided(tx, o.Key); done || err != nil {
		return err
	}
	s, err := standingOf(tx, o.Number)
	switch {
	case err != nil:
		return err
	case s.contact != o.Contact:
		return store.ErrNotFound
	case s.status != store.CaseRefused:
		return store.ErrConflict
	}
	refusal, err := refusalOf(tx, s.id)
	if err != nil {
		return err
	}
	if o.Due, _, err = promised(tx, store.PromiseObjection, o.At); err != nil {
		return err
	}
	n, err := tx.Exec(`INSERT INTO objections (case_id, refusal, key, at, due, sealed) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (case_id, refusal) DO NOTHING`, s.id, refusal, o.Key, o.At, o.Due, sealed)
	if err != nil {
		return err
	}
	if n == 0 {
		return store.ErrDuplicate
	}
	place, err := d.putEvent(tx, s, event{key: o.Key, kind: store.EventObjected, note: o.Reason, at: o.At})
	if err != nil || o.File == "" {
		return err
	}
	return putFile(tx, s.id, o.File, "", place)
}

// refusalOf gives the place of the event that last refused a case.
func refusalOf(tx *Tx, id int64) (place int, err error) {
	return place, tx.QueryRow(`SELECT max(place) FROM case_events WHERE case_id = $1 AND kind = '' AND to_status = 'tidak_disetujui'`, id).Scan(&place)
}

const objectionColumns = `o.key, c.number, c.contact, o.at, o.due, o.answered, o.accepted, o.by, o.sealed, o.answer,
	COALESCE((SELECT f.file FROM case_files f JOIN case_events e ON e.case_id = f.case_id AND e.place = f.event
		WHERE e.key = o.key), '')`

// ObjectionOf gives the objection to the newest refusal of a case, or store.ErrNotFound when there is none.
func (d *DB) ObjectionOf(ctx context.Context, number string) (store.Objection, error) {
	number, _ = store.ParseNumber(number)
	all, err := d.objections(ctx, `SELECT `+objectionColumns+` FROM objections o JOIN cases c ON c.id = o.case_id
		WHERE c.number = $1 AND o.refusal = (SELECT max(place) FROM case_events
			WHERE case_id = c.id AND kind = '' AND to_status = 'tidak_disetujui')`, number)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("objection: %w", store.ErrNotFound)
	}
	if err != nil {
		return store.Objection{}, err
	}
	return all[0], nil
}

// Objections gives the open objections of a kab/kota, or of all when it is empty, the longest waiting first.
func (d *DB) Objections(ctx context.Context, region string) ([]store.Objection, error) {
	return d.objections(ctx, `SELECT `+objectionColumns+` FROM objections o JOIN cases c ON c.id = o.case_id
		WHERE o.answered IS NULL AND ($1 = '' OR c.region = $1) ORDER BY o.at, o.id`, region)
}

// RefusedOf gives the refused cases of a contact, newest first.
func (d *DB) RefusedOf(ctx context.Context, contact conversations.ContactID) ([]store.CaseHead, error) {
	return d.heads(ctx, `SELECT `+headColumns+` FROM cases c WHERE c.contact = $1 AND c.status = 'tidak_disetujui' ORDER BY c.id DESC`, string(contact))
}

func (d *DB) objections(ctx context.Context, query string, args ...any) ([]store.Objection, error) {
	var all []store.Objection
	var sealed [][2][]byte
	err := d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(query, args...) {
			var o store.Objection
			var words [2][]byte
			if err == nil {
				err = row.Scan(&o.Key, &o.Number, &o.Contact, &o.At, &o.Due, &o.Answered, &o.Accepted, &o.By, &words[0], &words[1], &o.File)
			}
			if err != nil {
				return err
			}
			all, sealed = append(all, o), append(sealed, words)
		}
		return nil
	})
	for i := range all {
		if err == nil {
			err = errors.Join(d.Open(objectionPlace(all[i].Key)+".sealed", sealed[i][0], &all[i].Reason),
				d.Open(objectionPlace(all[i].Key)+".answer", sealed[i][1], &all[i].Answer))
		}
	}
	if err != nil {
		return nil, fmt.Errorf("objections: %w", err)
	}
	return all, nil
}

// AnswerObjection accepts the open objection to a refusal, which takes the case back to examination, or rejects it with a
// reason. It gives store.ErrConflict when none is open, and beside that the errors of Decide.
func (d *DB) AnswerObjection(ctx context.Context, a store.ObjectionAnswer) (store.Case, error) {
	number, ok := store.ParseNumber(a.Number)
	if !ok || a.By == "" || a.At.IsZero() || !a.Accept && a.Note == "" {
		return store.Case{}, fmt.Errorf("answer objection: %w", store.ErrInvalid)
	}
	a.Number = number
	if err := d.Write(ctx, func(tx *Tx) error { return d.answerObjection(tx, a) }); err != nil {
		return store.Case{}, fmt.Errorf("answer objection: %w", err)
	}
	return d.CaseByNumber(ctx, number)
}

func (d *DB) answerObjection(tx *Tx, a store.ObjectionAnswer) error {
	if done, err := decided(tx, a.Key); done || err != nil {
		return err
	}
	s, err := standingOf(tx, a.Number)
	if err != nil {
		return err
	}
	if err := mayDecide(tx, a.By, s.region); err != nil {
		return err
	}
	refusal, err := refusalOf(tx, s.id)
	if err != nil {
		return err
	}
	var key string
	err = tx.QueryRow(`SELECT key FROM objections WHERE case_id = $1 AND refusal = $2 AND answered IS NULL`, s.id, refusal).Scan(&key)
	if errors.Is(err, store.ErrNotFound) {
		return store.ErrConflict
	}
	if err != nil {
		return err
	}
	var answer []byte
	if a.Note != "" {
		if answer, err = d.Seal(objectionPlace(key)+".answer", a.Note); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE objections SET answered = $2, accepted = $3, by = $4, answer = $5 WHERE key = $1`, key, a.At, a.Accept, a.By, answer)
	if err != nil {
		return err
	}
	if a.Accept {
		return d.decide(tx, store.Decision{Key: a.Key, Number: a.Number, To: a.To, Note: a.Note, By: a.By, At: a.At, Letter: a.Letter})
	}
	place, err := d.putEvent(tx, s, event{key: a.Key, kind: store.EventRejected, note: a.Note, by: a.By, at: a.At})
	if err == nil {
		err = d.audit(tx, store.AuditEntry{At: a.At, By: a.By, Action: "case.reject_objection", Object: a.Number})
	}
	if err == nil && a.Letter != nil {
		err = d.postUpdate(tx, s, a.Letter, place, a.At)
	}
	return err
}
