package store

import (
	"fmt"
	"slices"
	"time"
)

// Programme is a kind of aid that can be applied for here.
type Programme struct {
	ID     string
	Prefix string // of its case numbers
	Person bool   // a person (by NIK) has one case a year; institutions are told apart by name instead
}

// Programmes are the four of the province (domain notes, section 1).
func Programmes() []Programme {
	return []Programme{
		{ID: "wrse", Prefix: "WRSE", Person: true},
		{ID: "kube", Prefix: "KUBE", Person: true},
		{ID: "lks", Prefix: "LKS"},
		{ID: "terencana", Prefix: "BT", Person: true},
	}
}

// ProgrammeByID finds a programme; ErrNotFound for an unknown one.
func ProgrammeByID(id string) (Programme, error) {
	all := Programmes()
	i := slices.IndexFunc(all, func(p Programme) bool { return p.ID == id })
	if i < 0 {
		return Programme{}, fmt.Errorf("programme %q: %w", id, ErrNotFound)
	}
	return all[i], nil
}

// Unlimited is a quota that nobody has set.
const Unlimited = -1

// Window says whether a programme takes applications in one kab/kota and year. A fresh installation has all closed.
type Window struct {
	Open    bool
	Opened  time.Time // of the last opening; zero when never
	Closed  time.Time // of the last closing; zero when never
	Quota   int       // places; Unlimited when unknown
	Taken   int       // by every case that is not refused, cancelled or waiting
	Waiting int       // cases on the waiting list
	Example bool      // filled by --demo, not by an officer
}

// Left is how many places a new case may still take; those who wait come first. Unlimited when the quota is unknown.
func (w Window) Left() int {
	if w.Quota < 0 {
		return Unlimited
	}
	return max(0, w.Quota-w.Taken-w.Waiting)
}

// ProgrammeRow is the window of one programme and kab/kota.
type ProgrammeRow struct {
	Programme string
	Region    string
	Year      int
	Window
}

// Stage is one stage of handing out a programme in one kab/kota.
type Stage struct {
	Programme string
	Region    string // kab/kota code
	Year      int
	Stage     int       // 1, 2, ...
	Planned   int       // persons, groups or institutions
	Realised  int       // of those, how many have it
	Target    time.Time // the day it shall be done; zero when not known
	Note      string
	Changed   time.Time
}
