package broadcast

import (
	"testing"
	"time"

	"sapa/store"
)

func wita() *time.Location { return time.FixedZone("WITA", 8*3600) }

// at gives a time of the office's clock in November 2026, whose 23rd is a Monday.
func at(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, wita()) }

func officeHours(t *testing.T) Hours {
	t.Helper()
	h, err := ParseHours("08.00-20.00", wita())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestParseHours(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{"": true, "08.00-20.00": true, "00.00-24.00": true, "7.30-9.05": true, "20.00-08.00": false, "08.00": false,
		"08:00-20:00": false, "08.70-20.00": false, "malam": false, "08.00-25.00": false} {
		if _, err := ParseHours(text, wita()); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestNextPassesOverNightsSundaysAndHolidays(t *testing.T) {
	t.Parallel()
	h := officeHours(t)
	days := store.Calendar{Free: map[string]bool{"2026-11-24": true}}
	for _, tt := range []struct{ from, want time.Time }{
		{at(23, 9, 0), at(23, 9, 0)},
		{at(23, 7, 59), at(23, 8, 0)},
		{at(23, 20, 0), at(25, 8, 0)}, // the 24th is a holiday
		{at(24, 12, 0), at(25, 8, 0)},
		{at(28, 21, 0), at(30, 8, 0)}, // a Saturday evening
		{at(29, 12, 0), at(30, 8, 0)},
	} {
		if got := h.Next(days, tt.from.UTC()); !got.Equal(tt.want) {
			t.Errorf("after %v: %v, want %v", tt.from, got.In(wita()), tt.want)
		}
		if h.Quiet(days, tt.from) == tt.from.Equal(tt.want) {
			t.Errorf("quiet at %v", tt.from)
		}
	}
	if always := (Hours{Place: wita()}); always.Quiet(days, at(29, 3, 0)) {
		t.Error("quiet without quiet hours")
	}
}

func TestForecastKnowsPaceHoursAndBudget(t *testing.T) {
	t.Parallel()
	h := officeHours(t)
	for name, tt := range map[string]struct {
		from          time.Time
		urgent        bool
		people        int
		pace          float64
		budget, spent int
		end           time.Time
		days, over    int
	}{
		"at once":           {from: at(23, 9, 0), people: 3600, pace: 1, end: at(23, 10, 0), days: 1},
		"over the evening":  {from: at(23, 19, 30), people: 3600, pace: 1, end: at(24, 8, 30), days: 2},
		"urgent":            {from: at(23, 19, 30), urgent: true, people: 3600, pace: 1, end: at(23, 20, 30), days: 1},
		"over the weekend":  {from: at(28, 19, 30), people: 3600, pace: 1, end: at(30, 8, 30), days: 2},
		"over the budget":   {from: at(23, 9, 0), people: 500, pace: 0.1, budget: 200, end: at(25, 8, 16).Add(40 * time.Second), days: 3, over: 300},
		"spent already":     {from: at(23, 9, 0), people: 100, pace: 0.1, budget: 200, spent: 200, end: at(24, 8, 16).Add(40 * time.Second), days: 1, over: 100},
		"within the budget": {from: at(23, 9, 0), people: 60, pace: 0.1, budget: 200, end: at(23, 9, 10), days: 1},
	} {
		got := h.forecast(store.Calendar{}, tt.from, tt.urgent, tt.people, tt.pace, tt.budget, tt.spent)
		if !got.End.Equal(tt.end) || got.Days != tt.days || got.Over != tt.over {
			t.Errorf("%s: done %v on %d days, %d over; want %v, %d, %d", name, got.End.In(wita()), got.Days, got.Over, tt.end, tt.days, tt.over)
		}
	}
}
