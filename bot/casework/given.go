package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sapa/store"
)

// GivenProblem is something wrong with what is said to have been given on a case.
type GivenProblem string

// The problems, in the order of the form.
const (
	GivenNoDay     GivenProblem = "bad_day"       // no day, or none of the calendar
	GivenLateDay   GivenProblem = "late_day"      // it has not come yet
	GivenEarlyDay  GivenProblem = "early_day"     // before the case was filed
	GivenNoForm    GivenProblem = "bad_form"      // neither goods nor money
	GivenBadAmount GivenProblem = "bad_amount"    // no number, below nothing, or above GivenAmountMost
	GivenNoAmount  GivenProblem = "no_amount"     // of money
	GivenNoWhat    GivenProblem = "no_what"       // of goods
	GivenLongWhat  GivenProblem = "long_what"     // above GivenWhatMost
	GivenBadStage  GivenProblem = "bad_stage"     // no number, or above GivenStageMost
	GivenNoStage   GivenProblem = "unknown_stage" // the office wrote down stages, and not this one
)

// What is above these is a slip.
const (
	GivenAmountMost = 10_000_000_000 // rupiah
	GivenWhatMost   = 300            // bytes
	GivenStageMost  = 20
)

// GivenError tells all that is wrong with what was given. It is store.ErrInvalid.
type GivenError struct{ Problems []GivenProblem }

func (e *GivenError) Error() string {
	all := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		all[i] = string(p)
	}
	return fmt.Sprintf("%v: what was given: %s", store.ErrInvalid, strings.Join(all, ", "))
}

// Unwrap makes it store.ErrInvalid.
func (e *GivenError) Unwrap() error { return store.ErrInvalid }

// CheckGiven looks whether what was given on a case can have been given by a time; a *GivenError tells what cannot. What was
// typed and is no number comes as -1.
func (d *Desk) CheckGiven(ctx context.Context, c store.CaseHead, b store.Disbursement, at time.Time) error {
	stages, err := d.Store.Stages(ctx, c.Programme, c.Year)
	if err != nil {
		return err
	}
	problems := append(dayProblems(c, b, at), amountProblems(b)...)
	stages = slices.DeleteFunc(stages, func(s store.Stage) bool { return s.Region != c.Region })
	known := slices.ContainsFunc(stages, func(s store.Stage) bool { return s.Stage == b.Stage })
	switch {
	case b.Stage < 0 || b.Stage > GivenStageMost:
		problems = append(problems, GivenBadStage)
	case b.Stage > 0 && len(stages) > 0 && !known:
		problems = append(problems, GivenNoStage)
	}
	if len(problems) > 0 {
		return &GivenError{problems}
	}
	return nil
}

// dayProblems compares days by the clock of Kalimantan Timur.
func dayProblems(c store.CaseHead, b store.Disbursement, at time.Time) []GivenProblem {
	day := func(t time.Time) string { return t.In(time.FixedZone("WITA", 8*3600)).Format(time.DateOnly) }
	switch _, err := time.Parse(time.DateOnly, b.Day); {
	case err != nil:
		return []GivenProblem{GivenNoDay}
	case b.Day > day(at):
		return []GivenProblem{GivenLateDay}
	case b.Day < day(c.Opened):
		return []GivenProblem{GivenEarlyDay}
	}
	return nil
}

func amountProblems(b store.Disbursement) (out []GivenProblem) {
	goods, money := b.Form == store.DisbursedGoods, b.Form == store.DisbursedMoney
	if !goods && !money {
		out = append(out, GivenNoForm)
	}
	switch {
	case b.Amount < 0 || b.Amount > GivenAmountMost:
		out = append(out, GivenBadAmount)
	case money && b.Amount == 0:
		out = append(out, GivenNoAmount)
	}
	switch what := strings.TrimSpace(b.What); {
	case len(what) > GivenWhatMost:
		out = append(out, GivenLongWhat)
	case goods && what == "":
		out = append(out, GivenNoWhat)
	}
	return out
}
