// Package world carries out what flows ask of the world: the verbs of conversations.Verbs. It reads the records of the
// office, applies the programmes' rules, and writes what a flow may show. It decides nothing.
package world

import (
	"context"
	"fmt"
	"time"

	"sapa/conversations"
	"sapa/conversations/assess"
)

// Options is what a world is made of.
type Options struct {
	Store      Store
	Flows      Flows // finds the pinned flow whose consent text was shown
	Programmes []*assess.Programme
	Questions  []assess.Question // shared by the programmes
	Words      Words             // the catalogue
	Office     Office            // zero: NewOffice()
}

// Words gives the words of a text in the person's language.
type Words interface {
	Words(t conversations.Text) string
	Has(key string) bool
}

// Flows finds a flow by its exact revision; nil when it is not known.
type Flows interface {
	Revision(ref conversations.FlowRef) *conversations.Flow
}

// World answers requests and obeys orders. It is safe for many goroutines.
type World struct {
	Options
	finds map[string]find
	tells map[string]tell
}

type (
	find func(context.Context, call) (found, error)
	tell func(context.Context, call) error
	// found is what a request found; empty values stay unfilled.
	found = map[conversations.Slot]string
)

// call is one request or order as a verb sees it.
type call struct {
	conversations.Session
	key  string // the effect's ID: the same again must come to the same
	args map[string]string
	now  time.Time // in the office's zone
}

// answer gives an argument, or else an answer of that name.
func (c call) answer(name string) string {
	if v := c.args[name]; v != "" {
		return v
	}
	return c.Answers[conversations.Slot(name)]
}

// New makes a world.
func New(o Options) *World {
	if o.Office.Zone == nil {
		o.Office = NewOffice()
	}
	o.Programmes = listing(o.Programmes)
	w := &World{Options: o}
	w.finds = map[string]find{
		"assess": w.assess, "explain": w.explain, "list_programmes": w.listProgrammes, "describe_programme": w.describe,
		"check_window": w.checkWindow, "check_duplicate": w.checkDuplicate, "list_villages": w.listVillages,
		"open_case": w.openCase, "record_consent": w.recordConsent,
		"list_cases": w.listCases, "show_case": w.showCase, "prove_case": w.proveCase, "show_progress": w.showProgress,
		"list_missing": w.listMissing, "next_missing": w.nextMissing, "supply_missing": w.supplyMissing,
		"list_refused": w.listRefused, "object_case": w.object,
		"link_officer": w.linkOfficer, "list_tasks": w.listTasks, "show_task": w.showTask, "take_task": w.takeTask,
		"list_announcements": w.listAnnouncements, "show_announcement": w.showAnnouncement, "check_code": w.checkCode,
		"open_complaint": w.openComplaint, "open_ticket": w.openTicket, "office_hours": w.officeHours,
		"show_my_data": w.showMyData, "request_erasure": w.requestErasure,
	}
	w.tells = map[string]tell{
		"unlink_officer": w.unlinkOfficer,
		"subscribe":      w.subscribe, "withdraw_consent": w.withdrawConsent, "stop_news": w.stopNews, "resume_news": w.resumeNews,
	}
	return w
}

// Find answers a request. What a citizen may be refused is a slot's value; an error means that the same request may
// succeed later, and carries no personal data.
func (w *World) Find(ctx context.Context, s conversations.Session, r conversations.Request, now time.Time) (map[conversations.Slot]string, error) {
	do := w.finds[r.Name]
	if do == nil {
		return nil, fmt.Errorf("the world answers no %q", r.Name)
	}
	slots, err := do(ctx, call{Session: s, key: r.Key, args: r.Args, now: now.In(w.Office.Zone)})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Name, err)
	}
	return slots, nil
}

// Tell obeys an order. An error means that the same order may succeed later.
func (w *World) Tell(ctx context.Context, s conversations.Session, o conversations.Order, now time.Time) error {
	do := w.tells[o.Name]
	if do == nil {
		return fmt.Errorf("the world obeys no %q", o.Name)
	}
	if err := do(ctx, call{Session: s, key: o.Key, args: o.Args, now: now.In(w.Office.Zone)}); err != nil {
		return fmt.Errorf("%s: %w", o.Name, err)
	}
	return nil
}

// say gives the words of a key with its places filled: place, value, place, value.
func (w *World) say(key string, pairs ...string) string {
	t := conversations.Text{Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if t.Args == nil {
			t.Args = make(map[string]string, len(pairs)/2)
		}
		t.Args[pairs[i]] = pairs[i+1]
	}
	return w.Words.Words(t)
}
