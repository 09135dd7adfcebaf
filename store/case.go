package store

import (
	"log/slog"
	"time"

	"sapa/conversations"
)

// NewCase is an application as the talk hands it over. Everything but programme, year and region is personal data.
type NewCase struct {
	Key        string // the request's effect ID: the same key again gives the same case
	Programme  string // "wrse", see Programmes
	Year       int    // of the budget that pays
	Region     string // kab/kota code, "64.72"; its window and quota count
	District   string // kecamatan code, "64.72.03"
	Village    string // desa or kelurahan as the person wrote it
	Contact    conversations.ContactID
	Channel    conversations.Channel
	Person     Person  // whom the aid is for; of a group its chair, of an institution its head
	Applicant  *Person // who asks on behalf of somebody else
	Group      string  // name of the group or institution; one case of a programme and year for each name and region
	Answers    map[string]string
	Flow       conversations.FlowRef
	Assessment []byte // JSON, as package assess gave it
	Rule       string // version of the rules that assessed
	Warnings   []string
	Files      []string // IDs of stored photos and documents
	Waiting    bool     // when the quota is full: put the case on the waiting list
	At         time.Time
}

// CaseHead is what a list shows of a case.
type CaseHead struct {
	ID        int64  // place in the order of arrival; only for paging
	Number    string // "WRSE-2026-000123"
	Programme string
	Year      int
	Region    string
	District  string
	Status    Status
	Contact   conversations.ContactID
	Channel   conversations.Channel
	Name      string // of the person; personal data
	Officer   string // login of who took it; empty: nobody yet
	Opened    time.Time
	Changed   time.Time // when the status last changed
	Due       time.Time // when the office wants to have moved the case on; zero: it set no time
	Word      time.Time // until when the person was told to expect a word; zero: told nothing
}

// Case is an application with all that belongs to it.
type Case struct {
	CaseHead
	Village    string
	Person     Person
	Applicant  *Person
	Group      string
	Answers    map[string]string
	Flow       conversations.FlowRef
	Assessment []byte
	Rule       string
	Warnings   []string
	Files      []string
}

// LogValue keeps everything personal out of logs.
func (h CaseHead) LogValue() slog.Value {
	return slog.GroupValue(slog.String("number", h.Number), slog.String("status", string(h.Status)))
}

// LogValue keeps everything personal out of logs.
func (c NewCase) LogValue() slog.Value {
	return slog.GroupValue(slog.String("programme", c.Programme), slog.Int("year", c.Year), slog.String("region", c.Region))
}

// CaseFilter chooses cases for a list; empty fields choose all.
type CaseFilter struct {
	Programme string
	Region    string // kab/kota code
	Status    Status
	Year      int
	Officer   string    // login of who took it
	Since     time.Time // opened at this time or later
	Until     time.Time // opened before this time
	Overdue   time.Time // due before this time
	Oldest    bool      // oldest first; newest first otherwise
	Urgent    bool      // instead: what is due soonest first, then what is due on no day, the newest first
	After     int64     // CaseHead.ID of the last row of the page before; 0: the first page
	Limit     int       // 0: 50; at most 1000
}

// Next asks for the case that somebody works on next: of these statuses, in a kab/kota, taken by nobody else.
type Next struct {
	Region   string // kab/kota code; empty: all
	Officer  string // login of whoever asks
	Statuses []Status
	After    int64     // CaseHead.ID of the case before
	Due      time.Time // when that one was due
}

// Decision moves a case to another status.
type Decision struct {
	Key       string // optional: the same key again changes nothing and gives the case as it is
	Number    string
	To        Status
	Note      string // the reason, in words the person understands
	By        string // login of the officer, who must be allowed to; Operator; empty: the person, through the bot
	At        time.Time
	Expect    Status        // optional: the status the officer saw; ErrConflict when it is another by now
	Missing   []Missing     // of perlu_dilengkapi: what the person is asked for
	Disbursed *Disbursement // of disalurkan: what was given
	Word      time.Time     // optional: until when the letter tells the person to expect the next word
	Code      string        // optional: that the letter bears
	Letter    *Letter       // optional: sent in the same transaction; its ID is made from the event
}

// LogValue keeps the note out of logs.
func (d Decision) LogValue() slog.Value {
	return slog.GroupValue(slog.String("number", d.Number), slog.String("to", string(d.To)))
}
