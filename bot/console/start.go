package console

import (
	"net/http"

	"sapa/store"
)

type startView struct {
	New []store.CaseHead
}

// start shows what needs somebody now.
func (v *visit) start() error {
	var view startView
	if of(v.officer.Role)&(petugas|penyelia|auditor) != 0 {
		var err error
		view.New, err = v.o.Store.Cases(v.r.Context(), store.CaseFilter{Region: v.officer.Region, Status: store.CaseSubmitted, Oldest: true, Limit: 8})
		if err != nil {
			return err
		}
		if err := v.audit("case.list", "", "start"); err != nil {
			return err
		}
	}
	return v.render(http.StatusOK, "start", view)
}
