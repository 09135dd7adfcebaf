package world

import (
	"context"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// Store is what the world needs kept. Its errors are those of package store.
type Store interface {
	Cases
	Programmes
	News
	People
}

// Cases keeps applications.
type Cases interface {
	OpenCase(ctx context.Context, n store.NewCase) (store.Case, error)
	CaseByNumber(ctx context.Context, number string) (store.Case, error)
	CasesOf(ctx context.Context, contact conversations.ContactID) ([]store.CaseHead, error)
	CasesOfNIK(ctx context.Context, nik string) ([]store.CaseHead, error)
	CasesOfPhone(ctx context.Context, phone string) ([]store.CaseHead, error)
	CaseEvents(ctx context.Context, number string) ([]store.CaseEvent, error)
	WaitingPlace(ctx context.Context, number string) (place, of int, err error)
	Prove(ctx context.Context, key, number string, contact conversations.ContactID, kind store.Proof, value string, now time.Time) (store.Case, error)
}

// Programmes keeps windows, stages and lists of places.
type Programmes interface {
	Window(ctx context.Context, programme, region string, year int) (store.Window, error)
	Stages(ctx context.Context, programme string, year int) ([]store.Stage, error)
	Villages(ctx context.Context, district string) ([]store.Village, error)
	Subscribe(ctx context.Context, key string, contact conversations.ContactID, programme, region string, year int, at time.Time) error
}

// News keeps announcements, complaints and tickets.
type News interface {
	Announcements(ctx context.Context, region string, now time.Time) ([]store.Announcement, error)
	AnnouncementByCode(ctx context.Context, code string) (store.Announcement, error)
	OpenComplaint(ctx context.Context, n store.NewComplaint) (store.Complaint, error)
	ComplaintsOf(ctx context.Context, contact conversations.ContactID) ([]store.Complaint, error)
	OpenTicket(ctx context.Context, key string, contact conversations.ContactID, reason string, at time.Time) (store.Ticket, error)
}

// People keeps what a contact agreed to and what is known about it.
type People interface {
	Contact(ctx context.Context, id conversations.ContactID) (store.Contact, error)
	RecordConsent(ctx context.Context, c store.Consent) error
	WithdrawConsent(ctx context.Context, contact conversations.ContactID, at time.Time) (int64, error)
	PersonData(ctx context.Context, contact conversations.ContactID) (store.Held, error)
	RequestErasure(ctx context.Context, contact conversations.ContactID, at time.Time) (store.DataRequest, error)
	SetStopped(ctx context.Context, contact conversations.ContactID, at time.Time) error
}
