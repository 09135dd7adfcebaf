package sqlite

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// Commit writes one turn of a talk in one transaction: the session, the letters of its Says, alarms, ends and faults,
// and closes the inbox rows it answers. Effects whose ID is known already are passed over; the letters that are new
// come back. It gives store.ErrAnswered, with nothing written, unless every message that it answers waits in the inbox,
// and store.ErrConflict, unless the session's turn is above the one kept. Writes happen in the order in which they were
// asked for, so a turn may be committed as soon as Accept has told ahead of its message.
func (d *DB) Commit(ctx context.Context, t store.Turn) ([]store.Letter, error) {
	e := entry{turn: &t, contact: contactNumber(t.Session.Contact)}
	if err := d.ready(&e); err != nil {
		return nil, fmt.Errorf("commit turn: %w", err)
	}
	err := d.writer.submit(&order{ctx: ctx, do: func(tx *Tx) error { return d.enter(tx, &e) }, queued: t.Queued, done: make(chan struct{})})
	if err != nil {
		return nil, fmt.Errorf("commit turn: %w", err)
	}
	return e.fresh, nil
}

// entry is a turn made ready to be written, and then what came of it.
type entry struct {
	turn    *store.Turn
	contact int64
	session []byte
	letters []sealedLetter
	faults  [][]byte

	fresh []store.Letter
}

// ready does all the work that needs no transaction.
func (d *DB) ready(e *entry) (err error) {
	t := e.turn
	if e.session = t.Sealed; e.session == nil {
		if e.session, err = d.SealSession(t.Session); err != nil {
			return err
		}
	}
	for _, effect := range t.Effects {
		switch effect := effect.(type) {
		case conversations.Say:
			l, err := d.sealLetter(store.Letter{ID: effect.Key, Contact: t.Session.Contact, Channel: t.Channel,
				Address: t.Address, Reply: effect.Reply, Due: cmp.Or(t.Due, t.Now), Priority: t.Priority()})
			if err != nil {
				return err
			}
			l.said = true
			e.letters = append(e.letters, l)
		case conversations.Fault:
			sealed, err := d.vault.Seal([]byte(effect.Problem), faultPlace(effect.Key))
			if err != nil {
				return err
			}
			e.faults = append(e.faults, sealed)
		}
	}
	return nil
}

func (d *DB) enter(tx *Tx, e *entry) error {
	e.fresh = nil
	t := e.turn
	if err := closeMessages(tx, e); err != nil {
		return err
	}
	if err := saveSession(tx, &t.Session, e.session); err != nil {
		return err
	}
	if a := t.Alarm; a != nil {
		_, err := tx.Exec("DELETE FROM alarms WHERE contact = $1 AND name = $2 AND at = $3", e.contact, a.Name, a.At)
		if err != nil {
			return fmt.Errorf("take alarm away: %w", err)
		}
	}
	if t.Poster != "" {
		if err := countArrival(tx, t.Poster, t.Channel, t.Now); err != nil {
			return err
		}
	}
	if err := d.enterLetters(tx, e); err != nil {
		return err
	}
	return d.enterEffects(tx, e)
}

// closeMessages comes before all else: a message that came twice is common enough not to burden the writes beside it with
// undoing what its second answer wrote.
func closeMessages(tx *Tx, e *entry) error {
	for _, r := range e.turn.Answers {
		n, err := tx.Exec("UPDATE inbox SET state = 1 WHERE contact = $1 AND finger = $2 AND state IN (0, 3)", e.contact, r.Finger)
		if err != nil {
			return fmt.Errorf("close message: %w", err)
		}
		if n == 0 {
			return store.ErrAnswered
		}
	}
	return nil
}

func (d *DB) enterLetters(tx *Tx, e *entry) error {
	for i := range e.letters {
		l, fresh, err := d.post(tx, &e.letters[i], e.turn.Now)
		if err != nil {
			return err
		}
		if fresh {
			e.fresh = append(e.fresh, l)
		}
	}
	return nil
}

func (d *DB) enterEffects(tx *Tx, e *entry) error {
	faults := e.faults
	for _, effect := range e.turn.Effects {
		var err error
		switch effect := effect.(type) {
		case conversations.SetAlarm:
			err = setAlarm(tx, e.contact, effect.Name, effect.At)
		case conversations.Finish:
			_, err = tx.Exec(`INSERT INTO talk_ends (id, flow, revision, next, at) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (id) DO NOTHING`, effect.Key, string(effect.Flow.ID), effect.Flow.Revision, effect.Next, e.turn.Now)
		case conversations.Fault:
			_, err = tx.Exec(`INSERT INTO faults (id, flow, at, sealed) VALUES ($1, $2, $3, $4)
				ON CONFLICT (id) DO NOTHING`, effect.Key, string(e.turn.Session.Flow.ID), e.turn.Now, faults[0])
			faults = faults[1:]
		}
		if err != nil {
			return fmt.Errorf("enter effect: %w", err)
		}
	}
	return nil
}

// Faults gives the newest defects that talks ran into since a time, at most limit.
func (d *DB) Faults(ctx context.Context, since time.Time, limit int) ([]store.Fault, error) {
	var out []store.Fault
	err := d.read(ctx, func(tx *Tx) error {
		const q = "SELECT id, flow, at, sealed FROM faults WHERE at >= $1 ORDER BY at DESC, id DESC LIMIT $2"
		for row, err := range tx.Query(q, since.UnixMilli(), limit) {
			var f store.Fault
			var sealed []byte
			if err == nil {
				err = row.Scan(&f.ID, &f.Flow, &f.At, &sealed)
			}
			if err != nil {
				return err
			}
			problem, err := d.vault.Open(sealed, faultPlace(f.ID))
			if err != nil {
				return err
			}
			f.Problem = string(problem)
			out = append(out, f)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("faults: %w", err)
	}
	return out, nil
}

func faultPlace(id string) string { return "faults.sealed|" + id }

// FaultsByFlow counts the defects that talks ran into since a time, by flow.
func (d *DB) FaultsByFlow(ctx context.Context, since time.Time) (map[conversations.FlowID]int, error) {
	out := map[conversations.FlowID]int{}
	err := d.count(ctx, "SELECT flow, count(*) FROM faults WHERE at >= $1 GROUP BY flow", []any{since}, func(row Row) error {
		var flow conversations.FlowID
		var n int
		err := row.Scan(&flow, &n)
		out[flow] = n
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count faults: %w", err)
	}
	return out, nil
}
