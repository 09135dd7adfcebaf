package broadcast

import (
	"fmt"
	"time"

	"sapa/store"
)

// Hours is when people may be written to unasked, on the office's clock: from From to To (minutes after midnight) on every
// day but Sundays and holidays. The zero value but for Place is always.
type Hours struct {
	Place    *time.Location
	From, To int
}

// ParseHours reads "07.00-20.00", or "" for always.
func ParseHours(text string, place *time.Location) (Hours, error) {
	h := Hours{Place: place}
	if text == "" {
		return h, nil
	}
	var from, to struct{ hour, minute int }
	n, err := fmt.Sscanf(text, "%d.%d-%d.%d", &from.hour, &from.minute, &to.hour, &to.minute)
	h.From, h.To = from.hour*60+from.minute, to.hour*60+to.minute
	if err != nil || n != 4 || h.From < 0 || h.To > 24*60 || h.From >= h.To || from.minute > 59 || to.minute > 59 {
		return h, fmt.Errorf("want hours such as 07.00-20.00, not %q", text)
	}
	return h, nil
}

// always tells whether there are no quiet hours at all.
func (h Hours) always() bool { return h.To == 0 }

// Quiet tells whether nobody is to be written to unasked at a time.
func (h Hours) Quiet(c store.Calendar, t time.Time) bool { return h.Next(c, t).After(t) }

// longestQuiet bounds how many days in a row may be free; a calendar that has more is wrong.
const longestQuiet = 60

// Next gives the first moment from t on that is not quiet.
func (h Hours) Next(c store.Calendar, t time.Time) time.Time {
	if h.always() {
		return t
	}
	local := t.In(h.Place)
	for range longestQuiet {
		midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, h.Place)
		from, to := midnight.Add(time.Duration(h.From)*time.Minute), midnight.Add(time.Duration(h.To)*time.Minute)
		if local.Weekday() != time.Sunday && !c.Free[local.Format(time.DateOnly)] && local.Before(to) {
			if local.Before(from) {
				local = from
			}
			return local.In(t.Location())
		}
		local = midnight.AddDate(0, 0, 1)
	}
	return local.In(t.Location())
}

// End gives when the hours that t is in end.
func (h Hours) End(t time.Time) time.Time {
	local := t.In(h.Place)
	end := h.To
	if h.always() {
		end = 24 * 60
	}
	return time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, h.Place).Add(time.Duration(end) * time.Minute).In(t.Location())
}

// day is the day of the office's clock that a budget is for.
func (h Hours) day(t time.Time) string { return t.In(h.Place).Format(time.DateOnly) }
