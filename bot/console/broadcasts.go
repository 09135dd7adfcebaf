package console

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"

	"sapa/bot/broadcast"
	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

// Broadcasts is what officers do with broadcasts. Its errors are those of package broadcast and package store.
type Broadcasts interface {
	Draft(ctx context.Context, by string, d store.BroadcastDraft) (store.Broadcast, error)
	Edit(ctx context.Context, by, code string, version int, d store.BroadcastDraft) (store.Broadcast, error)
	Import(ctx context.Context, by, code string, lines io.Reader) (store.Matched, error)
	Reach(ctx context.Context, b store.Broadcast) (store.Reach, error)
	Check(b store.Broadcast, r store.Reach) error
	Forecast(ctx context.Context, b store.Broadcast, people map[conversations.Channel]int) (broadcast.Forecast, error)
	PreviewMasked(ctx context.Context, b store.Broadcast, n int) ([]broadcast.Preview, error)
	Test(ctx context.Context, by, code string) error
	Submit(ctx context.Context, by, code string) (store.Broadcast, error)
	Approve(ctx context.Context, by, code, hash string) (store.Broadcast, error)
	Reject(ctx context.Context, by, code, note string) (store.Broadcast, error)
	Start(ctx context.Context, by, code string) (store.Broadcast, error)
	Pause(ctx context.Context, by, code string) (store.Broadcast, error)
	Resume(ctx context.Context, by, code string) (store.Broadcast, error)
	Cancel(ctx context.Context, by, code string) (unsent int, err error)
	RetryFailed(ctx context.Context, by, code string) (again int, err error)
	Find(ctx context.Context, code string) (store.Broadcast, error)
	List(ctx context.Context, states ...store.BroadcastState) ([]store.Broadcast, error)
	Status(ctx context.Context, code string) (broadcast.Status, error)
	Deliveries(ctx context.Context, code string, f store.DeliveryFilter) ([]store.Delivery, error)
}

// ours tells whether a broadcast concerns an officer: one of a kab/kota has to do with those to that kab/kota alone.
func ours(o store.Officer, a store.Audience) bool {
	return o.Region == "" || len(a.Regions) == 1 && a.Regions[0] == o.Region
}

// theBroadcast loads the broadcast that a request is about.
func (v *visit) theBroadcast() (string, error) {
	if v.o.Broadcasts == nil {
		return "", refuse(http.StatusNotFound, "siaran.tiada")
	}
	b, err := v.o.Broadcasts.Find(v.r.Context(), v.r.PathValue("broadcast"))
	if err == nil && !ours(v.officer, b.Audience) {
		err = refuse(http.StatusForbidden, "office.error.region")
	}
	v.broadcast = b
	return "", err
}

type broadcastsView struct {
	All      []store.Broadcast
	MayWrite bool
}

func (v *visit) broadcasts() error {
	if v.o.Broadcasts == nil {
		return refuse(http.StatusNotFound, "siaran.tiada")
	}
	all, err := v.o.Broadcasts.List(v.r.Context())
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(b store.Broadcast) bool { return !ours(v.officer, b.Audience) })
	return v.render(http.StatusOK, "broadcasts", broadcastsView{All: all, MayWrite: v.writes()})
}

// writes tells whether the officer may do more than read.
func (v *visit) writes() bool { return of(v.officer.Role)&penyelia != 0 }

// unfit says in words for an officer why something cannot be done with a broadcast; other errors stay what they are.
func unfit(err error) error {
	var state *store.BroadcastStateError
	var forbidden *store.ForbiddenError
	switch {
	case errors.Is(err, store.ErrOwnApproval):
		return refuse(http.StatusForbidden, "siaran.galat.sendiri")
	case errors.Is(err, store.ErrVoid):
		return refuse(http.StatusConflict, "siaran.galat.gugur")
	case errors.Is(err, store.ErrConflict):
		return refuse(http.StatusConflict, "siaran.galat.diubah")
	case errors.As(err, &state):
		return refuse(http.StatusConflict, "siaran.galat.keadaan")
	case errors.As(err, &forbidden):
		return refuse(http.StatusForbidden, "office.error.role")
	case errors.Is(err, broadcast.ErrNoChat):
		return refuse(http.StatusUnprocessableEntity, "siaran.galat.tanpa_chat")
	}
	return err
}

// channelName names a channel for people.
func channelName(c conversations.Channel) string {
	switch c {
	case "telegram":
		return "Telegram"
	case "whatsapp":
		return "WhatsApp"
	}
	return string(c)
}

// spans reads a message's bold letters as the channels do.
func spans(text string) []channel.Span { return channel.Spans(text) }
