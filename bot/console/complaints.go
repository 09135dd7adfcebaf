package console

import (
	"context"
	"net/http"
	"net/url"

	"sapa/store"
)

type complaintStore interface {
	ComplaintsFor(ctx context.Context, viewer string, f store.ComplaintFilter) ([]store.Complaint, error)
	ComplaintFor(ctx context.Context, viewer, number string) (store.Complaint, error)
	ComplaintActs(ctx context.Context, number string) ([]store.ComplaintAct, error)
	ComplaintsOpen(ctx context.Context, region string) (int, error)
	ActOnComplaint(ctx context.Context, a store.ComplaintAct) error
}

// The lists of complaints that are no status: those that wait for the office, and all.
const (
	complaintsOpen = "terbuka"
	complaintsAll  = "semua"
)

type complaintsView struct {
	Chosen  string // one of Choices
	Choices []string
	Region  string
	Locked  bool // the officer works in one kab/kota only
	Rows    []store.Complaint
	Next    string // address of the next page; empty on the last
}

// complaints lists them without a word of what was said: that is read on a page of its own, which the audit log keeps.
func (v *visit) complaints() error {
	q := v.r.URL.Query()
	view := complaintsView{Chosen: q.Get("status"), Region: q.Get("wilayah"), Locked: v.officer.Region != "",
		Choices: []string{complaintsOpen}}
	for _, s := range store.ComplaintStatuses() {
		view.Choices = append(view.Choices, string(s))
	}
	view.Choices = append(view.Choices, complaintsAll)
	f := store.ComplaintFilter{Region: view.Region, After: q.Get("sesudah"), Limit: pageSize + 1}
	switch view.Chosen {
	case "", complaintsOpen:
		view.Chosen, f.Open = complaintsOpen, true
	case complaintsAll:
	case string(store.ComplaintReceived), string(store.ComplaintHandled), string(store.ComplaintClosed):
		f.Status = store.ComplaintStatus(view.Chosen)
	default:
		return refuse(http.StatusBadRequest, "office.error.filter")
	}
	var err error
	if view.Rows, err = v.o.Store.ComplaintsFor(v.r.Context(), v.officer.Login, f); err != nil {
		return err
	}
	if len(view.Rows) > pageSize {
		view.Rows = view.Rows[:pageSize]
		next := url.Values{"status": {view.Chosen}, "wilayah": {view.Region}, "sesudah": {view.Rows[pageSize-1].Number}}
		view.Next = Root + "/pengaduan?" + next.Encode()
	}
	return v.render(http.StatusOK, "complaints", view)
}
