package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

// ledger takes a turn and all that it orders as one.
type ledger interface {
	Commit(ctx context.Context, t store.Turn) ([]store.Letter, error)
}

// world carries out what flows ask for. The same effect ID twice does it once and gives the same.
type world interface {
	Find(ctx context.Context, s conversations.Session, r conversations.Request, now time.Time) (map[conversations.Slot]string, error)
	Tell(ctx context.Context, s conversations.Session, o conversations.Order, now time.Time) error
	AwaitsFiles(ctx context.Context, contact conversations.ContactID) (bool, error)         // for a case that lacks something
	News(ctx context.Context, contact conversations.ContactID) (*conversations.News, error) // that the contact was last offered unasked; nil: none
}

// files keeps photos and documents.
type files interface {
	Put(data []byte, mime string) (id string, err error)
}

// poster sends what a turn said.
type poster interface {
	Claim(ids ...string)
	Release(ids ...string)
	Post(letters ...store.Letter)
	QuietSince(t time.Time) bool
}

// holds tells which talks somebody of the office leads.
type holds interface {
	HeldBy(ctx context.Context, contact conversations.ContactID) (store.Hold, error)
	HoldContact(ctx context.Context, h store.Hold) error
	FreeContact(ctx context.Context, contact conversations.ContactID) error
}

// Talk answers what a contact's lane has waiting.
type Talk struct {
	Sessions *Sessions
	Flows    *Flows
	Ledger   ledger
	Inbox    inbox
	World    world
	Holds    holds         // nil: nobody leads talks
	Contacts contacts      // nil: nobody's number is known
	Silence  time.Duration // after which a talk that the office leads from its own phone goes back to the bot
	Files    files
	Outbox   poster
	Adapters map[conversations.Channel]channel.Adapter
	Now      func() time.Time
	Place    *time.Location
	Pause    time.Duration // how long a bare greeting waits for the question that often follows
	Late     time.Duration // how old a message is that is answered with an apology; 0: none is
	Backlog  time.Duration // how old a message is that is answered together with others, and on some channels slowly; 0: none is
	Log      *slog.Logger
	Metrics  *Metrics

	spread spread
}

// answer answers the first waiting tasks of a lane. It tells how many it took; on failure none, and how long to pause.
func (t *Talk) answer(ctx context.Context, contact conversations.ContactID, waiting []task) (int, time.Duration) {
	if first := waiting[0]; first.arrival != nil && (len(waiting) > 1 || first.tries > 0) {
		if err := first.sure(ctx); err != nil { // only a message that stands alone is answered ahead, and once
			return nothing(err), 0
		}
		waiting = append([]task{first}, waiting[1:]...)
	}
	m := alone(waiting[0])
	err := guard(func() error {
		if len(waiting) > 1 {
			m = merge(waiting)
			m.outdated = t.outdated(m, waiting)
		}
		err := t.turn(ctx, contact, m)
		if errors.Is(err, store.ErrAnswered) && m.count > 1 { // each by itself: one of them was answered elsewhere
			m = alone(waiting[0])
			err = t.turn(ctx, contact, m)
		}
		return err
	})
	if err == nil {
		t.Metrics.turns.Observe(t.Now().Sub(waiting[0].came).Seconds())
		return m.count, 0
	}
	if ctx.Err() != nil {
		return 0, 0
	}
	if unsure := m.sure(ctx); unsure != nil {
		return nothing(unsure), 0
	}
	if errors.Is(err, store.ErrAnswered) {
		return 1, 0
	}
	try := waiting[0].tries + 1
	var crash *panicked
	if errors.As(err, &crash) || try >= mostTries {
		if err = t.giveUp(ctx, contact, m, err); err == nil {
			return m.count, 0
		}
	}
	t.Log.Warn("turn failed and will be tried again", "err", err, "try", try)
	return 0, backoff(try - 1)
}

// nothing gives how many tasks are done with when there turns out to be nothing to answer, and none when that is not known.
func nothing(err error) int {
	if errors.Is(err, store.ErrAnswered) {
		return 1
	}
	return 0
}

// turn answers one message or alarm: load, step until nothing is asked of the world, commit all as one, send.
func (t *Talk) turn(ctx context.Context, contact conversations.ContactID, m mergedTask) error {
	s, err := t.Sessions.Load(ctx, contact)
	if err != nil {
		return fmt.Errorf("load session: %w", err)
	}
	s.Contact = contact
	if silent, err := t.silent(ctx, contact, m); err != nil {
		return err
	} else if silent {
		s.Turn++
		return t.commit(ctx, s, nil, m) // it stands in the history, for the officer to read
	}
	for range 3 {
		err := t.from(ctx, s, m)
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
		// Another process, or this one before it was killed, was further than our copy: go on from there.
		if s, err = t.Sessions.Checkpoint(ctx, contact); err != nil {
			return fmt.Errorf("load checkpoint: %w", err)
		}
		s.Contact = contact
	}
	return fmt.Errorf("commit turn: %w", store.ErrConflict)
}

// from is turn from a session on. It gives store.ErrConflict when that is not the newest.
func (t *Talk) from(ctx context.Context, s conversations.Session, m mergedTask) error {
	done, effects, err := t.converse(ctx, s, m)
	if err != nil {
		return err
	}
	if m.outdated {
		effects = unsaid(effects)
	}
	if done.Turn == s.Turn {
		done.Turn++ // what changed nothing is answered all the same, and must not look like somebody else's turn
	}
	return t.commit(ctx, done, effects, m)
}

// converse steps until the person or nobody is waited for. It carries out requests and orders on the way, which are safe
// to repeat, but not before the message is sure to be in the inbox as a new one and the session to be the newest: the world
// answers no message twice, and none by what somebody said before.
func (t *Talk) converse(ctx context.Context, s conversations.Session, m mergedTask) (conversations.Session, []conversations.Effect, error) {
	slow := t.typing(ctx, m)
	defer slow.Stop()
	now := t.Now().In(t.Place).Round(0) // a session that is remembered must not hold times that only this process can read
	in, lib, err := t.input(ctx, s, m, now)
	if err != nil {
		return s, nil, err
	}
	var all []conversations.Effect
	begun := s.Turn
	for range 32 {
		var effects []conversations.Effect
		s, effects = conversations.Converse(lib, s, in)
		for _, e := range effects {
			if o, ok := e.(conversations.Order); ok {
				if err := t.sure(ctx, s.Contact, begun, m); err != nil {
					return s, nil, err
				}
				if err := t.World.Tell(ctx, s, o, now); err != nil {
					return s, nil, fmt.Errorf("order %s: %w", o.Name, err)
				}
			}
		}
		all = append(all, effects...)
		if s.Request == nil {
			all, err := t.offerNumber(ctx, s.Contact, conversations.Merge(all), m)
			return s, t.excuse(all, m, now), err
		}
		if err := t.sure(ctx, s.Contact, begun, m); err != nil {
			return s, nil, err
		}
		found, err := t.World.Find(ctx, s, *s.Request, now)
		if err != nil {
			return s, nil, fmt.Errorf("request %s: %w", s.Request.Name, err)
		}
		in = conversations.Found{Request: s.Request.Key, Slots: found, At: now}
	}
	return s, nil, fmt.Errorf("flow %s asks the world without end", s.Flow.ID)
}

// sure waits until the message is safe, and tells whether the session at a turn is the newest of its contact.
func (t *Talk) sure(ctx context.Context, contact conversations.ContactID, turn int, m mergedTask) error {
	if err := m.sure(ctx); err != nil {
		return err
	}
	return t.Sessions.Newest(ctx, contact, turn)
}

// input makes the fact that a task brings, and finds the flows that the session stands in.
func (t *Talk) input(ctx context.Context, s conversations.Session, m mergedTask, now time.Time) (conversations.Input, *conversations.Library, error) {
	refs := []conversations.FlowRef{s.Flow}
	for _, p := range s.Parked {
		refs = append(refs, p.Flow)
	}
	lib, err := t.Flows.With(ctx, refs...)
	var unknown *UnknownError
	switch {
	case errors.As(err, &unknown):
		t.Log.Error("a talk stands in a flow that cannot be had", "err", err) // the person is led anew
	case err != nil:
		return nil, nil, err
	}
	if m.alarm != nil {
		return conversations.Rang{Alarm: m.alarm.Name, At: now}, lib, nil
	}
	message := *m.message
	if message.At.Before(now) {
		message.At = now // a message from a backlog is answered by today's clock
	}
	if len(message.Media) > 0 {
		if err := m.sure(ctx); err != nil {
			return nil, nil, err
		}
	}
	if err := t.fetch(ctx, lib, s, &message); err != nil {
		return nil, nil, err
	}
	if err := t.ownNumber(ctx, lib, s, &message); err != nil {
		return nil, nil, err
	}
	if conversations.MayPick(s, message) && !t.Outbox.QuietSince(s.Touched) {
		if message.News, err = t.World.News(ctx, s.Contact); err != nil {
			return nil, nil, fmt.Errorf("look for news: %w", err)
		}
	}
	return conversations.Heard{Message: message}, lib, nil
}

// commit writes the turn and hands what was said to the outbox.
func (t *Talk) commit(ctx context.Context, s conversations.Session, effects []conversations.Effect, m mergedTask) error {
	sealed, err := t.Sessions.seal(s)
	if err != nil {
		return fmt.Errorf("commit turn: %w", err)
	}
	turn := store.Turn{Session: s, Sealed: sealed, Effects: effects, Answers: m.answers, Alarm: m.alarm, Now: t.Now().In(t.Place), Due: t.due(m.message, effects)}
	if m.early != nil {
		turn.Queued = m.early.thought
	}
	if m.message != nil {
		turn.Channel, turn.Address = m.message.Channel, m.message.From
		_, turn.Poster = conversations.CutTag(m.message.Start)
	}
	ids := says(effects)
	t.Outbox.Claim(ids...)
	letters, err := t.Ledger.Commit(ctx, turn)
	if err != nil {
		t.Outbox.Release(ids...)
		return fmt.Errorf("commit turn: %w", err)
	}
	t.Outbox.Release(unsent(ids, letters)...)
	for _, e := range effects {
		if f, ok := e.(conversations.Fault); ok {
			t.Metrics.faults.Inc()
			t.Log.Error("flow fault", "flow", s.Flow.ID, "problem", f.Problem)
		}
	}
	t.Sessions.committed(ctx, s, sealed)
	t.Outbox.Post(letters...)
	return nil
}

// unsent gives the IDs that no letter bears: of letters committed before, which a scan may find, or going nowhere.
func unsent(ids []string, letters []store.Letter) []string {
	return slices.DeleteFunc(ids, func(id string) bool {
		return slices.ContainsFunc(letters, func(l store.Letter) bool { return l.ID == id })
	})
}

func says(effects []conversations.Effect) []string {
	var ids []string
	for _, e := range effects {
		if s, ok := e.(conversations.Say); ok {
			ids = append(ids, s.ID())
		}
	}
	return ids
}
