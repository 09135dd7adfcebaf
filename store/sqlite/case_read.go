package sqlite

import (
	"context"
	"fmt"

	"sapa/conversations"
	"sapa/store"
)

// headColumns are those that sealedHead scans, of cases AS c.
const headColumns = `c.id, c.number, c.key, c.programme, c.year, c.region, c.district, c.status, c.contact, c.channel,
	c.officer, c.opened, c.changed, c.due, c.word, c.who_sealed`

// sealedHead is a row of cases before it is opened.
type sealedHead struct {
	store.CaseHead
	key string
	who []byte
}

func (h *sealedHead) fields() []any {
	return []any{&h.ID, &h.Number, &h.key, &h.Programme, &h.Year, &h.Region, &h.District, &h.Status, &h.Contact, &h.Channel,
		&h.Officer, &h.Opened, &h.Changed, &h.Due, &h.Word, &h.who}
}

// person opens who the case is about, and puts the name on the head.
func (d *DB) person(h *sealedHead) (p store.Person, err error) {
	if err := d.Open("cases.who_sealed|"+h.key, h.who, &p); err != nil {
		return p, fmt.Errorf("open person of %s: %w", h.Number, err)
	}
	h.Name = p.Name
	return p, nil
}

// heads runs a query for headColumns and opens the rows when the connection is free again.
func (d *DB) heads(ctx context.Context, query string, args ...any) ([]store.CaseHead, error) {
	people, err := d.people(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	heads := make([]store.CaseHead, len(people))
	for i := range people {
		heads[i] = people[i].CaseHead
	}
	return heads, nil
}

// people is heads with whom each case is about.
func (d *DB) people(ctx context.Context, query string, args ...any) ([]store.CasePerson, error) {
	var rows []sealedHead
	err := d.read(ctx, func(tx *Tx) (err error) {
		rows, err = collect(tx, func(row Row) (h sealedHead, err error) {
			err = row.Scan(h.fields()...)
			return h, err
		}, query, args...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	people := make([]store.CasePerson, len(rows))
	for i := range rows {
		if people[i].Person, err = d.person(&rows[i]); err != nil {
			return nil, err
		}
		people[i].CaseHead = rows[i].CaseHead
	}
	return people, nil
}

// CaseByNumber gives a whole case, or store.ErrNotFound. The number may be written as people write it.
func (d *DB) CaseByNumber(ctx context.Context, number string) (store.Case, error) {
	number, ok := store.ParseNumber(number)
	if !ok {
		return store.Case{}, fmt.Errorf("case: %w", store.ErrNotFound)
	}
	var h sealedHead
	var sealed []byte
	var files []string
	err := d.Read(ctx, func(tx *Tx) error {
		err := tx.QueryRow(`SELECT `+headColumns+`, c.sealed FROM cases c WHERE c.number = $1`, number).Scan(append(h.fields(), &sealed)...)
		if err != nil {
			return err
		}
		files, err = texts(tx, `SELECT file FROM case_files WHERE case_id = $1 ORDER BY place`, h.ID)
		return err
	})
	if err != nil {
		return store.Case{}, fmt.Errorf("case: %w", err)
	}
	return d.wholeCase(h, sealed, files)
}

func (d *DB) wholeCase(h sealedHead, sealed []byte, files []string) (store.Case, error) {
	who, err := d.person(&h)
	if err != nil {
		return store.Case{}, err
	}
	var b caseBody
	if err := d.Open("cases.sealed|"+h.key, sealed, &b); err != nil {
		return store.Case{}, fmt.Errorf("open case %s: %w", h.Number, err)
	}
	return store.Case{CaseHead: h.CaseHead, Village: b.Village, Person: who, Applicant: b.Applicant, Group: b.Group,
		Answers: b.Answers, Flow: b.Flow, Assessment: b.Assessment, Rule: b.Rule, Warnings: b.Warnings, Files: files}, nil
}

// texts gives the only column of a query.
func texts(tx *Tx, query string, args ...any) (all []string, err error) {
	return collect(tx, func(row Row) (s string, err error) {
		err = row.Scan(&s)
		return s, err
	}, query, args...)
}

// CasesOf gives the cases a contact filed, newest first.
func (d *DB) CasesOf(ctx context.Context, contact conversations.ContactID) ([]store.CaseHead, error) {
	return d.heads(ctx, `SELECT `+headColumns+` FROM cases c WHERE c.contact = $1 ORDER BY c.id DESC`, string(contact))
}

// CasesOfNIK gives the cases about a person, newest first.
func (d *DB) CasesOfNIK(ctx context.Context, nik string) ([]store.CaseHead, error) {
	return d.heads(ctx, `SELECT `+headColumns+` FROM cases c JOIN persons p ON p.id = c.person
		WHERE p.nik_index = $1 ORDER BY c.id DESC`, d.Index("nik", nik))
}

// CasesOfPhone gives the cases whose person has this phone (E.164), newest first. A family may share one.
func (d *DB) CasesOfPhone(ctx context.Context, phone string) ([]store.CaseHead, error) {
	return d.heads(ctx, `SELECT `+headColumns+` FROM cases c WHERE c.phone_index = $1 ORDER BY c.id DESC`, d.Index("phone", phone))
}

// CasesOfFile gives the cases that a stored photo or document belongs to, newest first.
func (d *DB) CasesOfFile(ctx context.Context, file string) ([]store.CaseHead, error) {
	return d.heads(ctx, `SELECT `+headColumns+` FROM cases c WHERE c.id IN (SELECT case_id FROM case_files WHERE file = $1)
		ORDER BY c.id DESC`, file)
}
