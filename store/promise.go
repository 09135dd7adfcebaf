package store

import (
	"time"

	"sapa/conversations"
)

// PromiseObjection is the promise of an answer to an objection, beside those of the statuses.
const PromiseObjection = "sanggah"

// Promise says in how many office days the next word comes on a case of a status. What the office has not set is a working
// default of ours: it orders the queue, and no citizen is told of it.
type Promise struct {
	Status  string // or PromiseObjection
	Days    int    // 0: nothing is promised
	Set     bool   // by the office; only then citizens are told
	By      string
	Changed time.Time
}

// Promises are the defaults, in the order of a case's way. No law gives these numbers; every office sets its own.
func Promises() []Promise {
	days := map[Status]int{CaseSubmitted: 5, CaseAtVillage: 5, CaseAtRegency: 10, CaseAtProvince: 10, CaseApproved: 10}
	var out []Promise
	for _, s := range Statuses() {
		if !s.Closed() {
			out = append(out, Promise{Status: string(s), Days: days[s]})
		}
	}
	return append(out, Promise{Status: PromiseObjection})
}

// LongestPromise bounds a promise, in office days.
const LongestPromise = 250

// Holiday is a day on which nobody works.
type Holiday struct {
	Day  string // ISO date
	Name string
}

// Calendar tells office days from others: Monday to Friday but for holidays, by the clock of Kalimantan Timur.
type Calendar struct{ Free map[string]bool } // ISO dates

// wita gives the clock of Kalimantan Timur: eight hours ahead, no summer time.
func wita() *time.Location { return time.FixedZone("WITA", 8*3600) }

// Works tells whether the day of t is an office day.
func (c Calendar) Works(t time.Time) bool {
	t = t.In(wita())
	d := t.Weekday()
	return d != time.Saturday && d != time.Sunday && !c.Free[t.Format(time.DateOnly)]
}

// After gives the end of the n-th office day after the day of t.
func (c Calendar) After(t time.Time, n int) time.Time {
	t = t.In(wita())
	t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	for range n {
		t = t.AddDate(0, 0, 1)
		for free := 0; !c.Works(t) && free < 60; free++ {
			t = t.AddDate(0, 0, 1)
		}
	}
	return t.AddDate(0, 0, 1).Add(-time.Second)
}

// Holding tells the person of a case that the word they wait for takes longer.
type Holding struct {
	Number string
	Word   time.Time // until when they expect it so far; ErrConflict when that is another by now
	Next   time.Time // until when they may expect it instead
	At     time.Time
	Letter *Letter
}

// Kept is how many promises fell due in a span, and how many of them were kept.
type Kept struct{ Due, Kept int }

// Update is news about a case on its way to the person.
type Update struct {
	ID        string // of the letter; it begins with the event's
	At        time.Time
	Channel   string      // where it goes
	State     LetterState // empty while it waits
	Settled   time.Time
	Delivered time.Time
	Read      time.Time
	Reason    string // of a failure, for operators
}

// RerouteMark ends the ID of a letter that goes elsewhere because its first address took nothing.
const RerouteMark = ".lain"

// Unreached is news about a case that its address took no more, with somebody who may still be reached.
type Unreached struct {
	Letter  Letter
	To      conversations.ContactID // the same contact, or another that filed a case about the same person
	Channel conversations.Channel
	Address conversations.Address
}
