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
	Completions
	Officers
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
	CaseLog(ctx context.Context, number string) ([]store.CaseEvent, error)
	WaitingPlace(ctx context.Context, number string) (place, of int, err error)
	Prove(ctx context.Context, key, number string, contact conversations.ContactID, kind store.Proof, value string, now time.Time) (store.Case, error)
}

// Completions keeps what applications lack, and what people object to.
type Completions interface {
	AwaitsFiles(ctx context.Context, contact conversations.ContactID) (bool, error)
	IncompleteOf(ctx context.Context, contact conversations.ContactID) ([]store.CaseHead, error)
	MissingOf(ctx context.Context, number string) ([]store.Missing, error)
	Supply(ctx context.Context, s store.Supply) (store.Case, error)
	RefusedOf(ctx context.Context, contact conversations.ContactID) ([]store.CaseHead, error)
	ObjectionOf(ctx context.Context, number string) (store.Objection, error)
	Object(ctx context.Context, o store.Objection) (store.Objection, error)
}

// Officers keeps the chats of people of the office, and what they do there.
type Officers interface {
	LinkChat(ctx context.Context, contact conversations.ContactID, code string, now time.Time) (store.Officer, error)
	UnlinkChat(ctx context.Context, login, by string, at time.Time) error
	OfficerInChat(ctx context.Context, contact conversations.ContactID) (store.Officer, error)
	LoadOf(ctx context.Context, region string, now time.Time) (store.Load, error)
	Cases(ctx context.Context, f store.CaseFilter) ([]store.CaseHead, error)
	Assign(ctx context.Context, a store.Assignment) error
	Audit(ctx context.Context, e store.AuditEntry) error
}

// Programmes keeps windows, stages and lists of places.
type Programmes interface {
	Window(ctx context.Context, programme, region string, year int) (store.Window, error)
	Stages(ctx context.Context, programme string, year int) ([]store.Stage, error)
	Calendar(ctx context.Context) (store.Calendar, error)
	Villages(ctx context.Context, district string) ([]store.Village, error)
	Subscribe(ctx context.Context, key string, contact conversations.ContactID, programme, region string, year int, at time.Time) error
}

// News keeps announcements, codes of messages, complaints and tickets.
type News interface {
	Announcements(ctx context.Context, region string, now time.Time) ([]store.Announcement, error)
	AnnouncementByCode(ctx context.Context, code string) (store.Announcement, error)
	LastNews(ctx context.Context, contact conversations.ContactID) (time.Time, conversations.Reply, error)
	RegionOf(ctx context.Context, contact conversations.ContactID) (string, error)
	CheckCode(ctx context.Context, key, code string, contact conversations.ContactID, now time.Time) (store.Coded, error)
	OpenComplaint(ctx context.Context, n store.NewComplaint) (store.Complaint, error)
	ComplaintActs(ctx context.Context, number string) ([]store.ComplaintAct, error)
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
