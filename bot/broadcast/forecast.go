package broadcast

import (
	"context"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// Forecast is how long a broadcast takes, from the pace of its channels, quiet hours, holidays and daily budgets.
type Forecast struct {
	Start time.Time // of the first message
	End   time.Time // of the last
	Lines []LineForecast
}

// LineForecast is the part of one channel.
type LineForecast struct {
	Channel conversations.Channel
	People  int
	Pace    float64 // messages a second
	Start   time.Time
	End     time.Time
	Days    int // on which it sends
	Budget  int // deliveries a day; 0: any
	Room    int // what is left of the budget on the first day
	Over    int // how many people must wait for another day because of the budget
}

// fastPace stands for a channel that has no bound, in messages a second.
const fastPace = 100

// Forecast tells when a broadcast to so many people would be done if it were started now, or at its time.
func (s *Service) Forecast(ctx context.Context, b store.Broadcast, people map[conversations.Channel]int) (Forecast, error) {
	days, err := s.Store.Calendar(ctx)
	if err != nil {
		return Forecast{}, err
	}
	from := s.Now()
	if b.At.After(from) {
		from = b.At
	}
	var f Forecast
	for _, l := range s.Lines {
		n := people[l.Channel]
		if n == 0 {
			continue
		}
		spent, err := s.Store.BroadcastSpent(ctx, s.Hours.day(from), string(l.Channel))
		if err != nil {
			return Forecast{}, err
		}
		pace := l.Pace
		if s.Measured != nil {
			if got := s.Measured(b.ID, l.Channel); got > 0 {
				pace = got
			}
		}
		line := s.Hours.forecast(days, from, b.Urgent, n, pace, l.Budget, spent)
		line.Channel = l.Channel
		if f.Start.IsZero() || line.Start.Before(f.Start) {
			f.Start = line.Start
		}
		if line.End.After(f.End) {
			f.End = line.End
		}
		f.Lines = append(f.Lines, line)
	}
	return f, nil
}

// longestForecast bounds how many days are looked ahead.
const longestForecast = 2000

// forecast walks through the days. Spent is what was used already of the budget of from's day.
func (h Hours) forecast(days store.Calendar, from time.Time, urgent bool, people int, pace float64, budget, spent int) LineForecast {
	if pace <= 0 {
		pace = fastPace
	}
	f := LineForecast{People: people, Pace: pace, Budget: budget}
	if urgent {
		h.From, h.To = 0, 0
	}
	t, left := from, people
	for look := range longestForecast {
		t = h.Next(days, t)
		if h.day(t) != h.day(from) {
			spent = 0
		}
		can := int(h.End(t).Sub(t).Seconds() * pace)
		room := max(0, budget-spent)
		if budget > 0 {
			can = min(can, room)
		}
		if look == 0 && budget > 0 {
			f.Room, f.Over = room, max(0, people-room)
		}
		if can > 0 {
			if f.Days++; f.Days == 1 {
				f.Start = t
			}
		}
		if left <= can {
			f.End = t.Add(time.Duration(float64(left) / pace * float64(time.Second)))
			return f
		}
		left -= can
		local := t.In(h.Place)
		t = time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, h.Place)
	}
	f.End = t
	return f
}
