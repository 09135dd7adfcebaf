// Package casework is what people of the office do with cases, alike from the console, the command line and the chat: it
// looks whether all that a step needs was told, composes what the citizen reads, and hands both to the store as one.
package casework

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sapa/bot/notice"
	"sapa/conversations"
	"sapa/conversations/assess"
	"sapa/store"
)

// Store is what the desk needs kept. Its errors are those of package store.
type Store interface {
	CaseByNumber(ctx context.Context, number string) (store.Case, error)
	Decide(ctx context.Context, d store.Decision) (store.Case, error)
	AnswerObjection(ctx context.Context, a store.ObjectionAnswer) (store.Case, error)
	MayDecide(ctx context.Context, d store.Decision) error
	Stages(ctx context.Context, programme string, year int) ([]store.Stage, error)
	PromisedFor(ctx context.Context, status string, at time.Time) (due time.Time, told bool, err error)
}

// Desk does the office's acts.
type Desk struct {
	Store      Store
	Programmes []*assess.Programme // with the catalogues of what may be asked for
}

// ErrLacks: a step was not told all that it needs. It comes as a *LacksError.
var ErrLacks = errors.New("something is missing for this step")

// ErrUnknownItem: the programme's catalogue has no such item.
var ErrUnknownItem = errors.New("not in the catalogue of this programme")

// LacksError tells what a step still needs. It is ErrLacks.
type LacksError struct{ Field Field }

// Field is something a step may need.
type Field string

// The fields.
const (
	FieldNote      Field = "note"      // the reason, in words that the citizen understands
	FieldMissing   Field = "missing"   // what the citizen is to send
	FieldDisbursed Field = "disbursed" // what was given, and when
)

func (e *LacksError) Error() string { return fmt.Sprintf("%v: %s", ErrLacks, e.Field) }

// Unwrap makes it ErrLacks.
func (e *LacksError) Unwrap() error { return ErrLacks }

// Check looks whether a decision has all it needs, without looking at the case; a *LacksError names what it lacks.
func Check(dec store.Decision) error {
	switch dec.To {
	case store.CaseRefused:
		if strings.TrimSpace(dec.Note) == "" {
			return &LacksError{FieldNote}
		}
	case store.CaseDisbursed:
		if dec.Disbursed == nil {
			return &LacksError{FieldDisbursed}
		}
	case store.CaseIncomplete:
		if strings.TrimSpace(dec.Note) == "" && len(dec.Missing) == 0 {
			return &LacksError{FieldMissing}
		}
	}
	return nil
}

// Preview composes what the citizen would be told of a decision about a case as it stands before.
func (d *Desk) Preview(ctx context.Context, c store.Case, dec store.Decision) (conversations.Reply, error) {
	dec, err := d.word(ctx, whole(dec))
	return notice.Compose(c, dec), err
}

// whole makes what is missing out of a note that alone says it.
func whole(dec store.Decision) store.Decision {
	if dec.To == store.CaseIncomplete && len(dec.Missing) == 0 {
		dec.Missing = []store.Missing{Own(1, store.MissingAny, dec.Note)}
	}
	return dec
}

// Decide moves a case on and tells the citizen, once. Besides the errors of the store's Decide it gives a *LacksError and a
// *GivenError; a step that cannot be taken is told of before anything that it would need.
func (d *Desk) Decide(ctx context.Context, dec store.Decision) (store.Case, error) {
	before, err := d.Store.CaseByNumber(ctx, dec.Number)
	if err == nil {
		err = d.Store.MayDecide(ctx, dec)
	}
	if err == nil {
		err = Check(dec)
	}
	if err == nil && dec.To == store.CaseDisbursed {
		err = d.CheckGiven(ctx, before.CaseHead, *dec.Disbursed, dec.At)
	}
	if err != nil {
		return store.Case{}, err
	}
	if dec, err = d.word(ctx, whole(dec)); err != nil {
		return store.Case{}, err
	}
	if dec.Number = before.Number; dec.Code == "" {
		dec.Code = store.NewCode()
	}
	dec.Letter = &store.Letter{Contact: before.Contact, Reply: notice.Compose(before, dec), Due: dec.At, Case: before.Number, Code: dec.Code}
	return d.Store.Decide(ctx, dec)
}

// PreviewAnswer composes what the citizen would be told of an answer to an objection.
func (d *Desk) PreviewAnswer(c store.Case, a store.ObjectionAnswer) conversations.Reply {
	return notice.Answered(c, a)
}

// AnswerObjection accepts or rejects the open objection of a case and tells the citizen, once. Accepted, the case is
// examined again by the kab/kota unless ObjectionAnswer.To says otherwise. Besides the errors of the store it gives a
// *LacksError.
func (d *Desk) AnswerObjection(ctx context.Context, a store.ObjectionAnswer) (store.Case, error) {
	if !a.Accept && strings.TrimSpace(a.Note) == "" {
		return store.Case{}, &LacksError{FieldNote}
	}
	before, err := d.Store.CaseByNumber(ctx, a.Number)
	if err != nil {
		return store.Case{}, err
	}
	if a.Number = before.Number; a.Accept && a.To == "" {
		a.To = store.CaseAtRegency
	}
	if a.Code == "" {
		a.Code = store.NewCode()
	}
	a.Letter = &store.Letter{Contact: before.Contact, Reply: d.PreviewAnswer(before, a), Due: a.At, Case: before.Number, Code: a.Code}
	return d.Store.AnswerObjection(ctx, a)
}
