package console

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"sapa/bot/casework"
	"sapa/store"
)

// givenForm is what was given on a case, as it is filled in.
type givenForm struct {
	Day, Form, Amount, What, Stage string
	Offered                        bool // the case can go to disalurkan
	Today                          string
}

func (v *visit) filledGiven() givenForm {
	read := func(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }
	return givenForm{Day: read("tanggal"), Form: read("bentuk"), Amount: read("jumlah"), What: read("apa"), Stage: read("tahap")}
}

// offerGiven fills up what the page needs to ask for what was given.
func (v *visit) offerGiven(f decideForm) givenForm {
	g := f.Given
	g.Offered = slices.Contains(f.Onward, store.CaseDisbursed)
	if g.Today = v.today(); g.Day == "" {
		g.Day = g.Today
	}
	return g
}

func (v *visit) today() string { return v.now.In(v.o.Place).Format(time.DateOnly) }

// given reads what was given. All that is wrong with it comes in words; none when nothing is.
func (v *visit) given(f givenForm) (b store.Disbursement, problem string, err error) {
	b = store.Disbursement{Day: f.Day, Form: store.DisbursementForm(f.Form), What: f.What}
	var ok bool
	if b.Amount, ok = rupiah(f.Amount); !ok {
		b.Amount = -1
	}
	if f.Stage != "" {
		if b.Stage, err = strconv.Atoi(f.Stage); err != nil || b.Stage == 0 {
			b.Stage = -1
		}
	}
	err = v.o.Desk.CheckGiven(v.r.Context(), v.kase.CaseHead, b, v.now)
	return b, v.givenProblem(err), notGiven(err)
}

// givenProblem says all that is wrong with what was given; nothing for another error.
func (v *visit) givenProblem(err error) string {
	var wrong *casework.GivenError
	if !errors.As(err, &wrong) {
		return ""
	}
	var words []string
	for _, p := range wrong.Problems {
		words = append(words, v.say("office.given."+string(p)))
	}
	return strings.Join(words, " ")
}

// notGiven leaves out what givenProblem says.
func notGiven(err error) error {
	if wrong := (*casework.GivenError)(nil); errors.As(err, &wrong) {
		return nil
	}
	return err
}

// rupiah reads an amount as people write it: "3000000", "3.000.000", "Rp3.000.000,00"; nothing is 0.
func rupiah(text string) (int64, bool) {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(text, "Rp"), "."))
	text = strings.TrimSuffix(strings.TrimSuffix(text, ",00"), ",-")
	if text == "" {
		return 0, true
	}
	groups := strings.Split(text, ".")
	for i, g := range groups {
		if len(groups) > 1 && (len(g) > 3 || g == "" || i > 0 && len(g) != 3) {
			return 0, false // "1.5" is no amount of rupiah
		}
	}
	n, err := strconv.ParseUint(strings.Join(groups, ""), 10, 63)
	return int64(n), err == nil && n <= casework.GivenAmountMost // 63 bits fit
}

// wasGiven is what was given on the case; nil: nothing yet. What it was is covered until somebody opens the case.
func (v *visit) wasGiven(ctx context.Context, full bool) (*store.Disbursement, error) {
	b, err := v.o.Store.DisbursementOf(ctx, v.kase.Number)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if !full && b.What != "" {
		b.What = "****"
	}
	return &b, err
}
