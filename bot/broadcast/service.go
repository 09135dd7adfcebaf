package broadcast

import (
	"context"
	"io"
	"time"

	"sapa/bot/channel"
	"sapa/bot/present"
	"sapa/conversations"
	"sapa/store"
)

// Store is what broadcasts need kept.
type Store interface {
	CreateBroadcast(ctx context.Context, by string, draft store.BroadcastDraft, at time.Time) (store.Broadcast, error)
	EditBroadcast(ctx context.Context, by, code string, version int, draft store.BroadcastDraft, at time.Time) (store.Broadcast, error)
	ImportList(ctx context.Context, by, code string, niks, phones []string, m store.Matched, at time.Time) (store.Broadcast, error)
	MoveBroadcast(ctx context.Context, m store.BroadcastMove) (store.Broadcast, error)
	MayBroadcast(ctx context.Context, login string, a store.Audience) error
	BroadcastByCode(ctx context.Context, code string) (store.Broadcast, error)
	Broadcasts(ctx context.Context, states ...store.BroadcastState) ([]store.Broadcast, error)
	LiveBroadcasts(ctx context.Context, since time.Time) ([]store.Broadcast, error)
	AudienceReach(ctx context.Context, a store.Audience, listed int64, channels []store.ReachChannel, now time.Time) (store.Reach, error)
	SampleAudience(ctx context.Context, b store.Broadcast, channels []store.ReachChannel, n int, now time.Time) ([]store.NextDelivery, error)
	FreezeBroadcast(ctx context.Context, code string, channels []store.ReachChannel, now time.Time) (int, error)
	WaitingDeliveries(ctx context.Context, broadcast int64, channel string, limit int) ([]store.NextDelivery, error)
	FeedBroadcast(ctx context.Context, now time.Time, day string, broadcast int64, feed []store.FedDelivery) ([]store.Letter, error)
	WithdrawDeliveries(ctx context.Context, broadcast int64, limit int, now time.Time) (int64, error)
	RetryDeliveries(ctx context.Context, m store.BroadcastMove) (int64, error)
	BroadcastTotals(ctx context.Context, broadcast int64) (store.Totals, error)
	Deliveries(ctx context.Context, broadcast int64, f store.DeliveryFilter) ([]store.Delivery, error)
	BroadcastSpent(ctx context.Context, day, channel string) (int, error)
	Calendar(ctx context.Context) (store.Calendar, error)
	OfficerChats(ctx context.Context) ([]store.OfficerChat, error)
	Introduce(ctx context.Context, now time.Time, channel conversations.Channel, address conversations.Address) (conversations.ContactID, error)
	Post(ctx context.Context, now time.Time, letters ...store.Letter) ([]store.Letter, error)
}

// Line is a channel that broadcasts go over.
type Line struct {
	store.ReachChannel
	Shape  channel.Shape         // of what people see
	Pace   float64               // pieces of news a second at most; 0: any
	Budget int                   // deliveries a day; 0: any
	Health func() channel.Health // nil: always well
}

// Look is what people see on a channel, whether or not it is switched on.
type Look struct {
	Channel conversations.Channel
	Shape   channel.Shape
}

// PublicChannel is a channel of the office's own, which followers read.
type PublicChannel struct {
	Channel conversations.Channel
	Address conversations.Address // "-1001234567890" on Telegram, "120363012345678901@newsletter" on WhatsApp
	Media   bool                  // it takes photos and documents from us
}

// Service is what officers do with broadcasts. It works on the store alone; who is sent what is the Runner's.
type Service struct {
	Store Store
	Words present.Words
	Lines []Line
	Looks []Look // how previews show it; none: as the lines do
	Hours Hours
	Now   func() time.Time
	// Public are the office's own channels on Telegram and WhatsApp; none: announcements are posted nowhere.
	Public []PublicChannel
	// Measured gives how many messages of a broadcast go out in a second just now, 0 when that is not known; nil: never is.
	Measured func(broadcast int64, c conversations.Channel) float64
}

// Draft writes a new broadcast down. A draft may lack things; Submit tells what.
func (s *Service) Draft(ctx context.Context, by string, d store.BroadcastDraft) (store.Broadcast, error) {
	return s.Store.CreateBroadcast(ctx, by, d, s.Now())
}

// Edit changes a broadcast that was not started. An approval is void by it.
func (s *Service) Edit(ctx context.Context, by, code string, version int, d store.BroadcastDraft) (store.Broadcast, error) {
	return s.Store.EditBroadcast(ctx, by, code, version, d, s.Now())
}

// Import makes a list of NIKs or phones, one a line, the audience of a draft.
func (s *Service) Import(ctx context.Context, by, code string, lines io.Reader) (store.Matched, error) {
	l, err := readList(lines)
	if err != nil {
		return store.Matched{}, err
	}
	b, err := s.Store.ImportList(ctx, by, code, l.niks, l.phones, l.Matched, s.Now())
	return b.Audience.List, err
}

// Reach counts a broadcast's audience as it is now.
func (s *Service) Reach(ctx context.Context, b store.Broadcast) (store.Reach, error) {
	return s.Store.AudienceReach(ctx, b.Audience, b.ID, reachable(s.Lines), s.Now())
}

func reachable(lines []Line) []store.ReachChannel {
	out := make([]store.ReachChannel, len(lines))
	for i, l := range lines {
		out[i] = l.ReachChannel
	}
	return out
}

// Submit asks the second person to look. It gives a *DraftError when something is lacking.
func (s *Service) Submit(ctx context.Context, by, code string) (store.Broadcast, error) {
	b, err := s.Store.BroadcastByCode(ctx, code)
	if err == nil {
		err = s.Store.MayBroadcast(ctx, by, b.Audience)
	}
	if err != nil {
		return b, err
	}
	r, err := s.Reach(ctx, b)
	if err != nil {
		return b, err
	}
	if err := s.Check(b, r); err != nil {
		return b, err
	}
	return s.move(ctx, store.BroadcastSubmit, by, code)
}

func (s *Service) move(ctx context.Context, act store.BroadcastAct, by, code string) (store.Broadcast, error) {
	return s.Store.MoveBroadcast(ctx, store.BroadcastMove{Code: code, Act: act, By: by, At: s.Now()})
}

// Approve is the second person's word for exactly what bears the hash.
func (s *Service) Approve(ctx context.Context, by, code, hash string) (store.Broadcast, error) {
	return s.Store.MoveBroadcast(ctx, store.BroadcastMove{Code: code, Act: store.BroadcastApprove, By: by, At: s.Now(), Hash: hash})
}

// Reject sends a broadcast back to be written anew.
func (s *Service) Reject(ctx context.Context, by, code, note string) (store.Broadcast, error) {
	return s.Store.MoveBroadcast(ctx, store.BroadcastMove{Code: code, Act: store.BroadcastReject, By: by, At: s.Now(), Note: note})
}

// Start lets an approved broadcast go, at once or at its time.
func (s *Service) Start(ctx context.Context, by, code string) (store.Broadcast, error) {
	return s.move(ctx, store.BroadcastStart, by, code)
}

// Pause holds a broadcast: within two seconds nothing more is sent.
func (s *Service) Pause(ctx context.Context, by, code string) (store.Broadcast, error) {
	return s.move(ctx, store.BroadcastPause, by, code)
}

// Resume lets a paused broadcast go on.
func (s *Service) Resume(ctx context.Context, by, code string) (store.Broadcast, error) {
	return s.move(ctx, store.BroadcastResume, by, code)
}

// withdrawn is how many deliveries are ended at once, so that nobody waits long behind it.
const withdrawn = 1000

// Cancel ends a broadcast and tells how many people do not get it. It waits a moment for what the outbox holds to be
// withdrawn, so that the number is right; where no program is running that would do it, it is withdrawn at the next start.
func (s *Service) Cancel(ctx context.Context, by, code string) (unsent int, err error) {
	b, err := s.move(ctx, store.BroadcastCancel, by, code)
	if err != nil {
		return 0, err
	}
	if err := withdraw(ctx, s.Store, b.ID, s.Now()); err != nil {
		return 0, err
	}
	tick := time.NewTicker(lookEvery / 4)
	defer tick.Stop()
	for patience := 0; ; patience++ {
		t, err := s.Store.BroadcastTotals(ctx, b.ID)
		if err != nil || t.Left() == 0 || patience >= cancelLooks {
			return t.In(store.DeliveryWithdrawn) + t.Left(), err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return t.In(store.DeliveryWithdrawn) + t.Left(), nil
		}
	}
}

// cancelLooks is how often a cancel looks whether all is withdrawn, before it tells the number all the same.
const cancelLooks = 30

func withdraw(ctx context.Context, k Store, broadcast int64, now time.Time) error {
	for {
		n, err := k.WithdrawDeliveries(ctx, broadcast, withdrawn, now)
		if err != nil || n < withdrawn {
			return err
		}
	}
}

// RetryFailed sends again to whom it failed, and to nobody else, and tells how many those are.
func (s *Service) RetryFailed(ctx context.Context, by, code string) (again int, err error) {
	n, err := s.Store.RetryDeliveries(ctx, store.BroadcastMove{Code: code, Act: store.BroadcastRetry, By: by, At: s.Now()})
	return int(n), err
}

// Find gives a broadcast by its code.
func (s *Service) Find(ctx context.Context, code string) (store.Broadcast, error) {
	return s.Store.BroadcastByCode(ctx, code)
}

// List gives broadcasts in some states, or all, the newest first.
func (s *Service) List(ctx context.Context, states ...store.BroadcastState) ([]store.Broadcast, error) {
	return s.Store.Broadcasts(ctx, states...)
}

// Deliveries gives a page of whom a broadcast went to, and what became of it.
func (s *Service) Deliveries(ctx context.Context, code string, f store.DeliveryFilter) ([]store.Delivery, error) {
	b, err := s.Store.BroadcastByCode(ctx, code)
	if err != nil {
		return nil, err
	}
	return s.Store.Deliveries(ctx, b.ID, f)
}
