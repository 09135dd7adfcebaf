package casework

import (
	"context"
	"strconv"

	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// PastStore is what the tables that were taken in say about people.
type PastStore interface {
	PastAid(ctx context.Context, nik, group, region string) ([]store.Recipient, error)
	RegistrationOf(ctx context.Context, nik, region string) (store.Registration, error)
}

// Past is what the office's own tables say about whom a case is about. It is for whoever checks and never for the
// citizen: a table may be old or wrong, and a NIK mistyped.
type Past struct {
	Aid          []store.Recipient
	Registration store.Registration
}

// PastOf looks a case up in the tables that were taken in.
func PastOf(ctx context.Context, s PastStore, c store.Case) (p Past, err error) {
	if p.Aid, err = s.PastAid(ctx, c.Person.NIK, c.Group, c.Region); err != nil || c.Person.NIK == "" {
		return p, err
	}
	p.Registration, err = s.RegistrationOf(ctx, c.Person.NIK, c.Region)
	return p, err
}

// AidText says that somebody received aid.
func AidText(r store.Recipient) conversations.Text {
	return conversations.Text{Key: "office.past.aid", Args: map[string]string{"tahun": strconv.Itoa(r.Year), "wilayah": placeName(r.Region)},
		Words: map[string]string{"program": "office.programme." + r.Programme}}
}

// RegistrationText says what an extract of DTSEN has about somebody.
func RegistrationText(r store.Registration) conversations.Text {
	day, place := understand.FormatDate(r.AsOf), placeName(r.Region)
	switch {
	case !r.Known:
		return conversations.Text{Key: "office.past.unknown"}
	case !r.Listed:
		return conversations.Text{Key: "office.past.absent", Args: map[string]string{"hari": day, "wilayah": place}}
	case r.Decile == 0:
		return conversations.Text{Key: "office.past.listed", Args: map[string]string{"hari": day, "wilayah": place}}
	}
	return conversations.Text{Key: "office.past.decile", Args: map[string]string{"hari": day, "wilayah": place, "n": strconv.Itoa(r.Decile)}}
}
