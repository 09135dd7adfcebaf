package console

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"sapa/store"
)

type searchStore interface {
	SearchCases(ctx context.Context, s store.Search, region string, limit int) ([]store.CaseHead, error)
}

type searchView struct {
	Cases   []store.CaseHead
	Problem string
	Outside int // found, but of other kab/kota
}

// search finds cases by number, NIK, phone or words of a name. It comes by POST, so that no address holds what was typed.
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
	read := store.ReadSearch(typed)
	switch {
	case read.Number != "":
		by = "number"
	case read.NIK != "":
		by = "nik"
	case read.Phone != "":
		by = "phone"
	case len(read.Words) > 0:
		by = "name"
	default:
		return nil, "", nil
	}
	found, err = v.o.Store.SearchCases(v.r.Context(), read, "", searchMost)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return found, by, err
}

// searchMost is how many cases a search lists.
const searchMost = 50
