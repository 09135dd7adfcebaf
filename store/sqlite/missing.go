package sqlite

import (
	"context"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// missingWords is what is sealed of something missing when it is asked for.
type missingWords struct {
	Name string `json:"name"`
	Ask  string `json:"ask,omitempty"`
}

// missingAnswer is what is sealed when it comes.
type missingAnswer struct {
	Text  string `json:"text,omitempty"`
	File  string `json:"file,omitempty"`
	Paper bool   `json:"paper,omitempty"`
}

func missingPlace(number string, event, place int) string {
	return fmt.Sprintf("case_missing|%s.%d", eventID(number, event), place)
}

// putMissing writes what a step asks for.
func (d *DB) putMissing(tx *Tx, s standing, event int, items []store.Missing) error {
	for i, m := range items {
		sealed, err := d.Seal(missingPlace(s.number, event, i+1)+".sealed", missingWords{m.Name, m.Ask})
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO case_missing (case_id, event, place, item, kind, sealed) VALUES ($1, $2, $3, $4, $5, $6)`,
			s.id, event, i+1, m.Item, string(m.Kind), sealed)
		if err != nil {
			return fmt.Errorf("write what is missing: %w", err)
		}
	}
	return nil
}

// checkMissing refuses what nobody could be asked for.
func checkMissing(dec store.Decision) error {
	seen := map[string]bool{}
	for _, m := range dec.Missing {
		known := m.Kind == store.MissingPhoto || m.Kind == store.MissingWords || m.Kind == store.MissingAny
		if dec.To != store.CaseIncomplete || m.Item == "" || m.Name == "" || !known || seen[m.Item] {
			return fmt.Errorf("%w: what is missing", store.ErrInvalid)
		}
		seen[m.Item] = true
	}
	return nil
}

// sealedMissing is a row before it is opened.
type sealedMissing struct {
	store.Missing
	event, place  int
	words, answer []byte
}

// lastMissing gives the items of the newest asking of a case.
func lastMissing(tx *Tx, id int64) (rows []sealedMissing, err error) {
	for row, err := range tx.Query(`SELECT event, place, item, kind, sealed, got, answer FROM case_missing
		WHERE case_id = $1 AND event = (SELECT max(event) FROM case_missing WHERE case_id = $1) ORDER BY place`, id) {
		var m sealedMissing
		if err == nil {
			err = row.Scan(&m.event, &m.place, &m.Item, &m.Kind, &m.words, &m.Got, &m.answer)
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, m)
	}
	return rows, nil
}

func (d *DB) openMissing(number string, rows []sealedMissing) ([]store.Missing, error) {
	out := make([]store.Missing, len(rows))
	for i, m := range rows {
		var w missingWords
		var a missingAnswer
		place := missingPlace(number, m.event, m.place)
		if err := d.Open(place+".sealed", m.words, &w); err != nil {
			return nil, err
		}
		if err := d.Open(place+".answer", m.answer, &a); err != nil {
			return nil, err
		}
		out[i] = m.Missing
		out[i].Name, out[i].Ask, out[i].Text, out[i].File, out[i].Paper = w.Name, w.Ask, a.Text, a.File, a.Paper
	}
	return out, nil
}

// MissingOf gives what a case was last asked for, in order, with what came; none when it never lacked anything.
func (d *DB) MissingOf(ctx context.Context, number string) ([]store.Missing, error) {
	number, _ = store.ParseNumber(number)
	var rows []sealedMissing
	err := d.Read(ctx, func(tx *Tx) error {
		s, err := standingOf(tx, number)
		if err == nil {
			rows, err = lastMissing(tx, s.id)
		}
		return err
	})
	var out []store.Missing
	if err == nil {
		out, err = d.openMissing(number, rows)
	}
	if err != nil {
		return nil, fmt.Errorf("what a case lacks: %w", err)
	}
	return out, nil
}

// IncompleteOf gives the cases of a contact that lack something, newest first.
func (d *DB) IncompleteOf(ctx context.Context, contact conversations.ContactID) ([]store.CaseHead, error) {
	return d.heads(ctx, `SELECT `+headColumns+` FROM cases c WHERE c.contact = $1 AND c.status = 'perlu_dilengkapi' ORDER BY c.id DESC`, string(contact))
}

// AwaitsFiles tells whether a photo or document of a contact would be for one of its cases.
func (d *DB) AwaitsFiles(ctx context.Context, contact conversations.ContactID) (yes bool, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		return tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM cases WHERE contact = $1 AND status = 'perlu_dilengkapi')`, string(contact)).Scan(&yes)
	})
	if err != nil {
		return false, fmt.Errorf("does a case lack files: %w", err)
	}
	return yes, nil
}

// Supply keeps something missing that came. What came before for the same item is replaced. When nothing lacks any more,
// the case goes back by itself to where it was. It gives the case as it is then; store.ErrNotFound when it is not the
// contact's or was not asked for that; store.ErrConflict when the case lacks nothing by now.
func (d *DB) Supply(ctx context.Context, s store.Supply) (store.Case, error) {
	number, ok := store.ParseNumber(s.Number)
	if !ok || s.Key == "" || s.At.IsZero() || s.Contact == "" && s.By == "" || s.Text == "" && s.File == "" && !s.Paper {
		return store.Case{}, fmt.Errorf("supply: %w", store.ErrInvalid)
	}
	s.Number = number
	if err := d.Write(ctx, func(tx *Tx) error { return d.supply(tx, s) }); err != nil {
		return store.Case{}, fmt.Errorf("supply: %w", err)
	}
	return d.CaseByNumber(ctx, number)
}

func (d *DB) supply(tx *Tx, in store.Supply) error {
	if done, err := decided(tx, in.Key); done || err != nil {
		return err
	}
	s, err := standingOf(tx, in.Number)
	if err != nil {
		return err
	}
	if in.By != "" {
		err = mayWork(tx, in.By, s.region)
	} else if s.contact != in.Contact {
		err = store.ErrNotFound
	}
	if err != nil {
		return err
	}
	if s.status != store.CaseIncomplete {
		return fmt.Errorf("%w: the case is %s by now", store.ErrConflict, s.status)
	}
	rows, err := lastMissing(tx, s.id)
	if err != nil {
		return err
	}
	left, wanted := 0, -1
	for i, m := range rows {
		if m.Item == in.Item {
			wanted = i
		} else if m.Got.IsZero() {
			left++
		}
	}
	if wanted < 0 {
		return store.ErrNotFound
	}
	if err := d.takeSupply(tx, s, in, rows[wanted]); err != nil || left > 0 {
		return err
	}
	return d.comeBack(tx, s, rows[wanted].event, in.At)
}

// takeSupply writes what came, and that it did.
func (d *DB) takeSupply(tx *Tx, s standing, in store.Supply, m sealedMissing) error {
	var w missingWords
	place := missingPlace(s.number, m.event, m.place)
	if err := d.Open(place+".sealed", m.words, &w); err != nil {
		return err
	}
	answer, err := d.Seal(place+".answer", missingAnswer{in.Text, in.File, in.Paper})
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE case_missing SET key = $4, got = $5, answer = $6 WHERE case_id = $1 AND event = $2 AND place = $3`,
		s.id, m.event, m.place, in.Key, in.At, answer)
	if err != nil {
		return err
	}
	at, err := d.putEvent(tx, s, event{key: in.Key, kind: store.EventSupplied, note: w.Name, by: in.By, at: in.At})
	if err != nil || in.File == "" {
		return err
	}
	return putFile(tx, s.id, in.File, in.Item, at)
}

// putFile adds a stored file to a case.
func putFile(tx *Tx, id int64, file, item string, event int) error {
	_, err := tx.Exec(`INSERT INTO case_files (case_id, place, file, item, event)
		VALUES ($1, (SELECT COALESCE(max(place), 0) + 1 FROM case_files WHERE case_id = $1), $2, $3, $4)`, id, file, item, event)
	if err != nil {
		return fmt.Errorf("insert file: %w", err)
	}
	return nil
}

// comeBack takes a case whose missing parts all came back to where it was when they were asked for.
func (d *DB) comeBack(tx *Tx, s standing, asked int, at time.Time) error {
	var from store.Status
	if err := tx.QueryRow(`SELECT from_status FROM case_events WHERE case_id = $1 AND place = $2`, s.id, asked).Scan(&from); err != nil {
		return err
	}
	place, err := d.putEvent(tx, s, event{to: from, at: at})
	if err != nil {
		return err
	}
	return arrive(tx, s, place, from, at, time.Time{})
}

// CaseFiles gives the photos and documents of a case in the order they came.
func (d *DB) CaseFiles(ctx context.Context, number string) (files []store.CaseFile, err error) {
	number, _ = store.ParseNumber(number)
	err = d.read(ctx, func(tx *Tx) error {
		for row, err := range tx.Query(`SELECT f.file, f.place, f.item, f.event FROM case_files f JOIN cases c ON c.id = f.case_id
			WHERE c.number = $1 ORDER BY f.place`, number) {
			var f store.CaseFile
			if err == nil {
				err = row.Scan(&f.ID, &f.Place, &f.Item, &f.Event)
			}
			if err != nil {
				return err
			}
			files = append(files, f)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("files of case: %w", err)
	}
	return files, nil
}
