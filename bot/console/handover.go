package console

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"sapa/store"
)

type handoverStore interface {
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
	return v.render(http.StatusOK, "handover", handoverView{tickets})
}

type ticketView struct {
	Ticket store.Ticket
	Talk   []line
}

func (v *visit) theTicket() (store.Ticket, error) {
	tickets, err := v.o.Store.Tickets(v.r.Context())
	if err != nil {
		return store.Ticket{}, err
	}
	i := slices.IndexFunc(tickets, func(t store.Ticket) bool { return t.Number == v.r.PathValue("number") })
	if i < 0 {
		return store.Ticket{}, refuse(http.StatusNotFound, "office.handover.closed")
	}
	return tickets[i], nil
}

// ticket shows a talk to whoever answers it. The view stands in the audit log.
func (v *visit) ticket() error {
	t, err := v.theTicket()
	if err != nil {
		return err
	}
	talk, err := v.o.Store.Talk(v.r.Context(), t.Contact, talkMost)
	if err != nil {
		return err
	}
	if err := v.audit("talk.view", t.Number, ""); err != nil {
		return err
	}
	return v.render(http.StatusOK, "ticket", ticketView{t, v.lines(talk)})
}

func (v *visit) closeTicket() error {
	err := v.o.Store.CloseTicket(v.r.Context(), v.r.PathValue("number"), v.officer.Login, v.now)
	if errors.Is(err, store.ErrConflict) {
		err = refuse(http.StatusConflict, "office.handover.closed")
	}
	if err != nil {
		return err
	}
	return v.done("/percakapan", "tiket")
}
