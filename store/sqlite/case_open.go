package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"sapa/conversations"
	"sapa/store"
)

// caseBody is the sealed part of a case that only its own page shows.
type caseBody struct {
	Village    string                `json:"village,omitempty"`
	Applicant  *store.Person         `json:"applicant,omitempty"`
	Group      string                `json:"group,omitempty"`
	Answers    map[string]string     `json:"answers,omitempty"`
	Flow       conversations.FlowRef `json:"flow"`
	Assessment []byte                `json:"assessment,omitempty"`
	Rule       string                `json:"rule,omitempty"`
	Warnings   []string              `json:"warnings,omitempty"`
}

// opening is a new case made ready for its transaction: checked, sealed and indexed.
type opening struct {
	store.NewCase
	prefix     string
	who, body  []byte
	nik, phone []byte   // indexes; nil when not told
	claims     [][]byte // indexes of what may be in one case a year
}

// OpenCase files an application and gives it its number; numbers of a prefix and year have no gaps. The same Key again
// gives the same case. It gives a *store.DuplicateError when the person or group has a case of this programme and year
// that is neither refused nor cancelled, store.ErrWindow when the window is closed, and store.ErrFull when no place is
// left for a newcomer, unless NewCase.Waiting puts the case on the waiting list.
func (d *DB) OpenCase(ctx context.Context, n store.NewCase) (store.Case, error) {
	o, err := d.opening(n)
	if err != nil {
		return store.Case{}, fmt.Errorf("open case: %w", err)
	}
	var number string
	err = d.Write(ctx, func(tx *Tx) (err error) {
		number, err = d.openCase(tx, o)
		return err
	})
	if err != nil {
		return store.Case{}, fmt.Errorf("open case: %w", err)
	}
	return d.CaseByNumber(ctx, number)
}

func (d *DB) opening(n store.NewCase) (*opening, error) {
	p, err := checkNewCase(n)
	if err != nil {
		return nil, err
	}
	o := &opening{NewCase: n, prefix: p.Prefix, claims: d.claims(n, p)}
	if n.Person.NIK != "" {
		o.nik = d.Index("nik", n.Person.NIK)
	}
	if n.Person.Phone != "" {
		o.phone = d.Index("phone", n.Person.Phone)
	}
	if o.who, err = d.Seal("cases.who_sealed|"+n.Key, n.Person); err != nil {
		return nil, err
	}
	o.body, err = d.Seal("cases.sealed|"+n.Key, caseBody{Village: n.Village, Applicant: n.Applicant, Group: n.Group,
		Answers: n.Answers, Flow: n.Flow, Assessment: n.Assessment, Rule: n.Rule, Warnings: n.Warnings})
	return o, err
}

func checkNewCase(n store.NewCase) (store.Programme, error) {
	p, err := store.ProgrammeByID(n.Programme)
	if err != nil {
		return p, err
	}
	for _, c := range []struct {
		field string
		wrong bool
	}{
		{"key", n.Key == ""}, {"contact", n.Contact == ""}, {"time", n.At.IsZero()},
		{"year", n.Year < 2000 || n.Year > 9999}, {"region", !store.IsRegion(n.Region)},
		{"district", n.District != "" && !strings.HasPrefix(n.District, n.Region+".")},
	} {
		if c.wrong {
			return p, fmt.Errorf("%w: %s", store.ErrInvalid, c.field)
		}
	}
	return p, nil
}

// claims names what may stand in one case of a programme and year only. A person has one; an institution is told apart
// by its name within the kab/kota, a group of persons by its name within the village, as many groups are called Mawar.
func (d *DB) claims(n store.NewCase, p store.Programme) (claims [][]byte) {
	if n.Group != "" {
		where := n.Region
		if p.Person {
			where += "|" + n.District + "|" + letters(n.Village)
		}
		claims = append(claims, d.Index("group", where+"|"+letters(n.Group)))
	}
	if n.Person.NIK != "" && (p.Person || n.Group == "") {
		claims = append(claims, d.Index("nik", n.Person.NIK))
	}
	return claims
}

// letters leaves what two spellings of one name have in common.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// openCase looks at everything that may forbid the case before it writes the first row.
func (d *DB) openCase(tx *Tx, o *opening) (number string, err error) {
	err = tx.QueryRow(`SELECT number FROM cases WHERE key = $1`, o.Key).Scan(&number)
	if !errors.Is(err, store.ErrNotFound) {
		return number, err
	}
	if err := claimed(tx, o.Programme, o.Year, o.claims, o.Contact); err != nil {
		return "", err
	}
	w, err := window(tx, o.Programme, o.Region, o.Year)
	if err != nil {
		return "", err
	}
	status := store.CaseSubmitted
	switch {
	case !w.Open:
		return "", store.ErrWindow
	case w.Left() == 0 && !o.Waiting:
		return "", store.ErrFull
	case w.Left() == 0:
		status = store.CaseWaitlisted
	}
	return d.insertCase(tx, o, status)
}

// claimed gives a DuplicateError when another case holds one of the claims.
func claimed(tx *Tx, programme string, year int, claims [][]byte, contact conversations.ContactID) error {
	for _, claim := range claims {
		var found store.DuplicateError
		var by conversations.ContactID
		err := tx.QueryRow(`SELECT c.number, c.status, c.contact FROM case_claims k JOIN cases c ON c.id = k.case_id
			WHERE k.programme = $1 AND k.year = $2 AND k.claim_index = $3 AND k.holds = 1`,
			programme, year, claim).Scan(&found.Number, &found.Status, &by)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		found.SameContact = by == contact
		return &found
	}
	return nil
}

func (d *DB) insertCase(tx *Tx, o *opening, status store.Status) (string, error) {
	n, err := nextNumber(tx, o.prefix, o.Year)
	if err != nil {
		return "", err
	}
	number := store.CaseNumber(o.prefix, o.Year, n)
	var person any
	if o.nik != nil {
		if person, err = personID(tx, o); err != nil {
			return "", err
		}
	}
	var id int64
	err = tx.QueryRow(`INSERT INTO cases (number, key, programme, year, region, district, status, takes_place, contact,
			channel, person, phone_index, opened, changed, who_sealed, sealed, applied)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15, $16) RETURNING id`,
		number, o.Key, o.Programme, o.Year, o.Region, o.District, string(status), status.TakesPlace(), string(o.Contact),
		string(o.Channel), person, o.phone, o.At, o.who, o.body, o.Applicant != nil).Scan(&id)
	if err != nil {
		return "", fmt.Errorf("insert case: %w", err)
	}
	if err := insertParts(tx, id, o); err != nil {
		return "", err
	}
	if err := d.putWords(tx, id, caseNames(store.Case{Person: o.Person, Applicant: o.Applicant, Group: o.Group})...); err != nil {
		return "", err
	}
	_, err = tx.Exec(`INSERT INTO case_events (case_id, place, at, from_status, to_status, by) VALUES ($1, 1, $2, '', $3, '')`,
		id, o.At, string(status))
	if err == nil {
		err = promiseCase(tx, id, 1, status, o.At, time.Time{})
	}
	return number, err
}

func insertParts(tx *Tx, id int64, o *opening) error {
	for _, claim := range o.claims {
		_, err := tx.Exec(`INSERT INTO case_claims (programme, year, claim_index, case_id, holds) VALUES ($1, $2, $3, $4, 1)`,
			o.Programme, o.Year, claim, id)
		if err != nil {
			return fmt.Errorf("insert claim: %w", err)
		}
	}
	for i, file := range o.Files {
		_, err := tx.Exec(`INSERT INTO case_files (case_id, place, file) VALUES ($1, $2, $3)`, id, i+1, file)
		if err != nil {
			return fmt.Errorf("insert file: %w", err)
		}
	}
	return nil
}

func personID(tx *Tx, o *opening) (id int64, err error) {
	err = tx.QueryRow(`INSERT INTO persons (nik_index, since) VALUES ($1, $2)
		ON CONFLICT (nik_index) DO UPDATE SET since = since RETURNING id`, o.nik, o.At).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("find person: %w", err)
	}
	return id, nil
}

// nextNumber counts on. A transaction that is undone gives its number back, so there are no gaps.
func nextNumber(tx *Tx, prefix string, year int) (n int, err error) {
	err = tx.QueryRow(`INSERT INTO numbers (prefix, year, last) VALUES ($1, $2, 1)
		ON CONFLICT (prefix, year) DO UPDATE SET last = last + 1 RETURNING last`, prefix, year).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("next number: %w", err)
	}
	return n, nil
}
