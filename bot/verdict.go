package bot

import (
	"errors"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

func outcome(err error) string {
	var s *channel.SendError
	switch {
	case err == nil:
		return "sent"
	case errors.As(err, &s):
		return string(s.Verdict)
	}
	return string(channel.Later)
}

// News to many people is given up when the platform refused it so often for one address, each time for so long: others
// should hear how it ended. What may have arrived, and what concerns the whole channel, is tried on.
const (
	mostRefusals = 5
	longRefusal  = time.Minute
)

// failed turns an error into what becomes of the letter.
func (o *Outbox) failed(l *outgoing, err error) store.Settled {
	var s *channel.SendError
	if !errors.As(err, &s) {
		s = &channel.SendError{Verdict: channel.Later, Err: err}
	}
	switch s.Verdict {
	case channel.Gone:
		return store.Settled{ID: l.ID, State: store.LetterGone, Reason: "gone"}
	case channel.Refused:
		o.log.Error("letter refused", "channel", l.Channel, "letter", l.ID, "err", s)
		return o.refused(l, s.Error())
	}
	wait := s.After
	if l.Priority >= store.PriorityBroadcast && !s.All && !s.Doubt && wait >= longRefusal && l.Attempts+1 >= mostRefusals {
		o.log.Warn("news is given up: the platform does not take it for this address", "channel", l.Channel, "err", s)
		return o.refused(l, s.Error())
	}
	if wait <= 0 {
		wait = backoff(l.Attempts)
	}
	if s.All {
		o.holdBack(l.Channel, wait)
	}
	if l.Attempts == 0 || l.Attempts%10 == 9 {
		o.log.Warn("letter waits for another attempt", "channel", l.Channel, "attempt", l.Attempts+1, "err", s)
	}
	return store.Settled{ID: l.ID, State: store.LetterLater, Due: o.now().Add(wait), Reason: string(s.Verdict)}
}

func (o *Outbox) refused(l *outgoing, reason string) store.Settled {
	return store.Settled{ID: l.ID, State: store.LetterRefused, Reason: reason}
}

// backoff doubles from half a second to half a minute.
func backoff(attempts int) time.Duration {
	return min(500*time.Millisecond<<min(attempts, 10), 30*time.Second)
}

func (o *Outbox) hold(c conversations.Channel) time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.held[c]
}

func (o *Outbox) holdBack(c conversations.Channel, wait time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if until := o.now().Add(wait); until.After(o.held[c]) {
		o.held[c] = until
	}
}
