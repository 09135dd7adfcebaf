package broadcast

import (
	"context"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

// WaitReason is why nothing goes out just now, below "siaran.tunggu." in the catalogue.
type WaitReason string

// The reasons.
const (
	WaitFreeze  WaitReason = "daftar"   // the audience is being written down
	WaitTime    WaitReason = "waktu"    // its time has not come
	WaitQuiet   WaitReason = "tenang"   // quiet hours, a Sunday or a holiday
	WaitChannel WaitReason = "saluran"  // the channel's health does not allow it
	WaitBudget  WaitReason = "anggaran" // the day's budget of the channel is used up
)

// Wait is something that a broadcast waits for.
type Wait struct {
	Why     WaitReason
	Channel conversations.Channel // empty: all of them
	Until   time.Time             // zero when not known
	Reason  string                // of WaitChannel: the key of what is wrong
}

// Status is how a broadcast is doing.
type Status struct {
	store.Broadcast
	Totals   store.Totals
	Waits    []Wait
	Forecast Forecast // of what is left; of a running one alone
}

// Status reads how a broadcast is doing. It reads a few rows, however many people there are.
func (s *Service) Status(ctx context.Context, code string) (Status, error) {
	b, err := s.Store.BroadcastByCode(ctx, code)
	if err != nil {
		return Status{}, err
	}
	st := Status{Broadcast: b}
	if st.Totals, err = s.Store.BroadcastTotals(ctx, b.ID); err != nil || b.State != store.BroadcastRunning {
		return st, err
	}
	days, err := s.Store.Calendar(ctx)
	if err != nil {
		return st, err
	}
	if w, waits := s.holds(b, days, s.Now()); waits {
		st.Waits = append(st.Waits, w)
	}
	left := map[conversations.Channel]int{}
	for _, l := range s.Lines {
		waiting := st.Totals[l.Channel][store.DeliveryWaiting]
		if left[l.Channel] = waiting + st.Totals[l.Channel][store.DeliveryQueued]; left[l.Channel] == 0 {
			continue
		}
		w, waits, err := s.lineHolds(ctx, l)
		if err != nil {
			return st, err
		}
		if waits && (w.Why != WaitBudget || waiting > 0) {
			st.Waits = append(st.Waits, w)
		}
	}
	st.Forecast, err = s.Forecast(ctx, b, left)
	return st, err
}

// holds tells what a running broadcast waits for as a whole.
func (s *Service) holds(b store.Broadcast, days store.Calendar, now time.Time) (Wait, bool) {
	switch {
	case b.Frozen.IsZero():
		return Wait{Why: WaitFreeze}, true
	case b.At.After(now):
		return Wait{Why: WaitTime, Until: b.At}, true
	case !b.Urgent && s.Hours.Quiet(days, now):
		return Wait{Why: WaitQuiet, Until: s.Hours.Next(days, now)}, true
	}
	return Wait{}, false
}

// lineHolds tells what a channel waits for.
func (s *Service) lineHolds(ctx context.Context, l Line) (Wait, bool, error) {
	if l.Health != nil {
		switch h := l.Health(); h.State {
		case channel.Normal, channel.Careful:
		default:
			return Wait{Why: WaitChannel, Channel: l.Channel, Until: h.Until, Reason: h.Reason}, true, nil
		}
	}
	room, err := s.room(ctx, l)
	if err != nil || room > 0 {
		return Wait{}, false, err
	}
	local := s.Now().In(s.Hours.Place)
	return Wait{Why: WaitBudget, Channel: l.Channel, Until: time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, s.Hours.Place)}, true, nil
}

// endless is the room of a channel without a budget.
const endless = 1 << 30

// room is how many deliveries the day's budget of a channel still has.
func (s *Service) room(ctx context.Context, l Line) (int, error) {
	if l.Budget <= 0 {
		return endless, nil
	}
	spent, err := s.Store.BroadcastSpent(ctx, s.Hours.day(s.Now()), string(l.Channel))
	return max(0, l.Budget-spent), err
}
