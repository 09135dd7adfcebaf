package console

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"sapa/conversations"
	"sapa/store"
)

type handoverStore interface {
	CasesOf(ctx context.Context, contact conversations.ContactID) ([]store.CaseHead, error)
	CloseTicket(ctx context.Context, number, by string, at time.Time) error
}

type handoverView struct {
	Tickets []store.Ticket
}

// handover lists who waits for somebody of the office, the longest first.
func (v *visit) handover() error {
	tickets, err := v.o.Store.Tickets(v.r.Context())
	if err != nil {
		return err
	}
	var view handoverView
	for _, t := range tickets {
		region, err := v.regionOf(t.Contact)
		if err != nil {
			return err
		}
		if inside(v.officer, region) {
			view.Tickets = append(view.Tickets, t)
		}
	}
	return v.render(http.StatusOK, "handover", view)
}

// regionOf is the kab/kota of somebody's newest case. Who has none yet belongs to no kab/kota, and anybody may answer.
func (v *visit) regionOf(contact conversations.ContactID) (string, error) {
	cases, err := v.o.Store.CasesOf(v.r.Context(), contact)
	if err != nil || len(cases) == 0 {
		return "", err
	}
	return cases[0].Region, nil
}

type ticketView struct {
	Ticket store.Ticket
	Talk   []line
}

// theTicket loads the open ticket that a request names, and gives the kab/kota of whoever waits.
func (v *visit) theTicket() (string, error) {
	tickets, err := v.o.Store.Tickets(v.r.Context())
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(tickets, func(t store.Ticket) bool { return t.Number == v.r.PathValue("number") })
	if i < 0 {
		return "", refuse(http.StatusNotFound, "office.handover.closed")
	}
	v.waits = tickets[i]
	return v.regionOf(v.waits.Contact)
}

// ticket shows a talk to whoever answers it. The view stands in the audit log.
func (v *visit) ticket() error {
	talk, err := v.o.Store.Talk(v.r.Context(), v.waits.Contact, talkMost)
	if err != nil {
		return err
	}
	if err := v.audit("talk.view", v.waits.Number, ""); err != nil {
		return err
	}
	return v.render(http.StatusOK, "ticket", ticketView{v.waits, v.lines(talk)})
}

func (v *visit) closeTicket() error {
	err := v.o.Store.CloseTicket(v.r.Context(), v.waits.Number, v.officer.Login, v.now)
	if errors.Is(err, store.ErrConflict) {
		err = refuse(http.StatusConflict, "office.handover.closed")
	}
	if err != nil {
		return err
	}
	return v.done("/percakapan", "tiket")
}
