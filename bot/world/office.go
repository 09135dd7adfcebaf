package world

import (
	"context"
	"slices"
	"time"

	"sapa/conversations/understand"
)

// Office is when the office works and how it writes time. Nobody has confirmed hours or service times (domain notes,
// section 9), so nothing of them is shown until the office fills Shown. Holidays and promises are kept in
// the store.
type Office struct {
	Zone  *time.Location
	Week  map[time.Weekday][]Span // working hours; a day without any is free
	Shown string                  // the hours as citizens read them; empty: the catalogue's "pada jam kerja"
}

// Span is a part of a day, in minutes after midnight; To is outside.
type Span struct{ From, To int }

// NewOffice is an office before anybody configured it: Kalimantan Timur's clock (WITA), and a usual week that only
// decides whether an answer can be expected today.
func NewOffice() Office {
	day := []Span{{8 * 60, 16 * 60}}
	return Office{Zone: time.FixedZone("WITA", 8*3600), Week: map[time.Weekday][]Span{time.Monday: day, time.Tuesday: day,
		time.Wednesday: day, time.Thursday: day, time.Friday: {{8 * 60, 11 * 60}}}}
}

// Open tells whether somebody is at work.
func (o Office) Open(now time.Time) bool {
	now = now.In(o.Zone)
	minute := now.Hour()*60 + now.Minute()
	return slices.ContainsFunc(o.Week[now.Weekday()], func(s Span) bool { return minute >= s.From && minute < s.To })
}

// Date writes a day: "2 Agustus 2026".
func (o Office) Date(t time.Time) string {
	return understand.FormatDate(t.In(o.Zone).Format(time.DateOnly))
}

// Moment writes a time: "2 Agustus 2026 pukul 10.15 WITA".
func (o Office) Moment(t time.Time) string {
	t = t.In(o.Zone)
	zone, _ := t.Zone()
	return o.Date(t) + " pukul " + t.Format("15.04") + " " + zone
}

func (w *World) officeHours(ctx context.Context, c call) (found, error) {
	open, err := w.atWork(ctx, c.now)
	return found{"kantor_buka": yesNo(open), "jam_kerja": w.hours()}, err
}

// atWork tells whether somebody is at work: in working hours, and on no holiday.
func (w *World) atWork(ctx context.Context, now time.Time) (bool, error) {
	days, err := w.Store.Calendar(ctx)
	return w.Office.Open(now) && !days.Free[now.In(w.Office.Zone).Format(time.DateOnly)], err
}

// hours says when the office works, as far as that may be said.
func (w *World) hours() string {
	if w.Office.Shown != "" {
		return w.Office.Shown
	}
	return w.say("world.hours")
}

func yesNo(yes bool) string {
	if yes {
		return "ya"
	}
	return "tidak"
}
