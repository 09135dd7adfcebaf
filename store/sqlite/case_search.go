package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sapa/store"
)

// mostWords bounds how many words of a name are looked for.
const mostWords = 6

// SearchCases gives the cases that fit what somebody of the office looks for, the newest first: by number, NIK or phone
// exactly, by a name when all its words are in the names on the case. A region keeps it to one kab/kota.
func (d *DB) SearchCases(ctx context.Context, s store.Search, region string, limit int) ([]store.CaseHead, error) {
	if limit <= 0 {
		limit = pageUsual
	}
	var where string
	args := []any{region, min(limit, pageMost)}
	switch {
	case s.Number != "":
		where, args = "c.number = $3", append(args, s.Number)
	case s.NIK != "":
		where, args = "c.person = (SELECT id FROM persons WHERE nik_index = $3)", append(args, d.Index("nik", s.NIK))
	case s.Phone != "":
		where, args = "c.phone_index = $3", append(args, d.Index("phone", s.Phone))
	case len(s.Words) == 0:
		return nil, nil
	default:
		var words []string
		for _, w := range s.Words[:min(len(s.Words), mostWords)] {
			args = append(args, d.Index("name", w))
			words = append(words, fmt.Sprintf("SELECT case_id FROM case_words WHERE word = $%d", len(args)))
		}
		where = "c.id IN (" + strings.Join(words, " INTERSECT ") + ")"
	}
	return d.heads(ctx, `SELECT `+headColumns+` FROM cases c WHERE `+where+` AND ($1 = '' OR c.region = $1) ORDER BY c.id DESC LIMIT $2`, args...)
}

// putWords makes a case findable by its names.
func (d *DB) putWords(tx *Tx, id int64, names ...string) error {
	for _, w := range store.NameWords(names...) {
		if _, err := tx.Exec(`INSERT INTO case_words (word, case_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, d.Index("name", w), id); err != nil {
			return fmt.Errorf("index a name: %w", err)
		}
	}
	_, err := tx.Exec(`UPDATE cases SET named = 1 WHERE id = $1`, id)
	return err
}

// IndexNames makes cases findable by name that were filed before names were indexed, at most so many, and tells how many.
func (d *DB) IndexNames(ctx context.Context, limit int) (done int, err error) {
	var numbers []string
	err = d.read(ctx, func(tx *Tx) (err error) {
		numbers, err = texts(tx, `SELECT number FROM cases WHERE named = 0 ORDER BY id LIMIT $1`, limit)
		return err
	})
	for _, number := range numbers {
		var c store.Case
		if err == nil {
			c, err = d.CaseByNumber(ctx, number)
		}
		if err == nil {
			err = d.Write(ctx, func(tx *Tx) error { return d.putWords(tx, c.ID, caseNames(c)...) })
		}
		if err != nil {
			return done, errors.Join(fmt.Errorf("index names of %s", number), err)
		}
		done++
	}
	return done, err
}

func caseNames(c store.Case) []string {
	names := []string{c.Person.Name, c.Group}
	if c.Applicant != nil {
		names = append(names, c.Applicant.Name)
	}
	return names
}
