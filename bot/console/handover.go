package console

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"time"

	"sapa/bot/casework"
	"sapa/conversations"
	"sapa/store"
)

type handoverStore interface {
	TicketByNumber(ctx context.Context, number string) (store.Ticket, error)
}

// Counter is where officers talk with those who asked for one.
type Counter interface {
	Take(ctx context.Context, number, by string, at time.Time) error
	Say(ctx context.Context, number, by, key, words string, photo *conversations.Media, at time.Time) error
	Release(ctx context.Context, number, by string, at time.Time) error
	Close(ctx context.Context, number, by string, at time.Time) error
}

// handover lists who waits for somebody of the office, the longest first. Whose kab/kota is not known may be answered by
// anybody.
func (v *visit) handover() error {
	tickets, err := v.o.Store.Tickets(v.r.Context())
	if err != nil {
		return err
	}
	var own []store.Ticket
	for _, t := range tickets {
		if inside(v.officer, t.Region) {
			own = append(own, t)
		}
	}
	return v.render(http.StatusOK, "handover", own)
}

type ticketView struct {
	Ticket  store.Ticket
	Talk    []line
	Mine    bool
	Key     string // makes a second click say nothing
	Words   string // as they were filled in
	Canned  []string
	Problem string
}

// theTicket loads the open ticket that a request names, and gives the kab/kota of whoever waits.
func (v *visit) theTicket() (string, error) {
	t, err := v.o.Store.TicketByNumber(v.r.Context(), v.r.PathValue("number"))
	if errors.Is(err, store.ErrNotFound) || err == nil && !t.Closed.IsZero() {
		return "", refuse(http.StatusNotFound, "office.handover.closed")
	}
	v.waits = t
	return t.Region, err
}

func (v *visit) ticket() error { return v.showTicket(http.StatusOK, "", "") }

// showTicket shows a talk to whoever answers it. The view stands in the audit log.
func (v *visit) showTicket(status int, words, problem string) error {
	talk, err := v.o.Store.Talk(v.r.Context(), v.waits.Contact, talkMost)
	if err != nil {
		return err
	}
	if err := v.audit("talk.view", v.waits.Number, ""); err != nil {
		return err
	}
	lines := v.lines(talk)
	for i := range lines {
		if lines[i].Photo != "" {
			lines[i].Src = "/percakapan/" + v.waits.Number + "/foto/" + lines[i].Photo
		}
	}
	return v.render(status, "ticket", ticketView{Ticket: v.waits, Talk: lines, Mine: v.waits.Officer == v.officer.Login,
		Key: rand.Text(), Words: words, Canned: casework.Canned(), Problem: problem})
}

func (v *visit) takeTicket() error {
	return v.afterTicket(v.o.Counter.Take(v.r.Context(), v.waits.Number, v.officer.Login, v.now), "", "kabar=tiket_ambil")
}

func (v *visit) releaseTicket() error {
	return v.afterTicket(v.o.Counter.Release(v.r.Context(), v.waits.Number, v.officer.Login, v.now), "", "kabar=tiket_lepas")
}

func (v *visit) closeTicket() error {
	err := v.o.Counter.Close(v.r.Context(), v.waits.Number, v.officer.Login, v.now)
	if err == nil {
		return v.done("/percakapan", "tiket")
	}
	return v.afterTicket(err, "", "")
}

// afterTicket goes on to the talk, or says what stood in the way; the words stay in the form.
func (v *visit) afterTicket(err error, words, done string) error {
	var taken *store.TakenError
	switch {
	case errors.As(err, &taken) && taken.By == "":
		return v.showTicket(http.StatusConflict, words, v.say("office.handover.take_first"))
	case errors.As(err, &taken):
		return v.showTicket(http.StatusConflict, words, v.say("office.handover.taken", "oleh", taken.By))
	case errors.Is(err, store.ErrForbidden):
		return refuse(http.StatusForbidden, "office.error.region")
	case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrNotFound):
		return refuse(http.StatusConflict, "office.handover.closed")
	case err != nil:
		return err
	}
	v.redirect(Root + "/percakapan/" + v.waits.Number + "?" + done)
	return nil
}
