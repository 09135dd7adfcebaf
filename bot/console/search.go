package console

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"sapa/conversations/understand"
	"sapa/store"
)

type searchStore interface {
	CasesOfNIK(ctx context.Context, nik string) ([]store.CaseHead, error)
	CasesOfPhone(ctx context.Context, phone string) ([]store.CaseHead, error)
}

type searchView struct {
	Cases   []store.CaseHead
	Problem string
	Outside int // found, but of other kab/kota
}

// search finds cases by number, NIK or phone. It comes by POST, so that no address holds what was typed.
func (v *visit) search() error {
	typed := strings.TrimSpace(v.r.PostFormValue("cari"))
	found, by, err := v.find(typed)
	if err != nil {
		return err
	}
	view := searchView{Cases: found}
	view.Cases = slices.DeleteFunc(view.Cases, func(h store.CaseHead) bool { return !inside(v.officer, h.Region) })
	view.Outside = len(found) - len(view.Cases)
	if by == "" {
		view.Problem = v.say("office.search.unread")
	}
	if err := v.audit("case.search", "", by); err != nil {
		return err
	}
	if by == "number" && len(view.Cases) == 1 {
		v.redirect(Root + "/permohonan/" + view.Cases[0].Number)
		return nil
	}
	return v.render(http.StatusOK, "search", view)
}

// find tells by what a case was looked for; empty when the words are nothing that can be looked for.
func (v *visit) find(typed string) (found []store.CaseHead, by string, err error) {
	ctx := v.r.Context()
	if number, ok := store.ParseNumber(typed); ok {
		c, err := v.o.Store.CaseByNumber(ctx, number)
		if errors.Is(err, store.ErrNotFound) {
			return nil, "number", nil
		}
		return []store.CaseHead{c.CaseHead}, "number", err
	}
	if nik := digits(typed); len(nik) == 16 {
		found, err = v.o.Store.CasesOfNIK(ctx, nik)
		return found, "nik", err
	}
	if phone, problem := understand.Value(understand.Phone, typed, v.now); problem == nil && phone != "" {
		found, err = v.o.Store.CasesOfPhone(ctx, phone)
		return found, "phone", err
	}
	return nil, "", nil
}

// digits leaves the digits of a number that people write with blanks, dots or dashes; empty when there is anything else.
func digits(s string) string {
	s = strings.NewReplacer(" ", "", ".", "", "-", "").Replace(s)
	if strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return s
}
