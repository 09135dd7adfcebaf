package bot

import (
	"errors"
	"time"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

// longestLook is how long a queue waits at most before it looks at its channel again.
const longestLook = 30 * time.Second

// rest is how long a channel's state asks us to write to nobody unasked. Who waits for an answer gets it all the same.
func (o *Outbox) rest(c conversations.Channel) time.Duration {
	a := o.adapters[c]
	if a == nil {
		return 0
	}
	switch h := a.Health(); h.State {
	case channel.Locked, channel.Cooling, channel.LoggedOut, channel.Outdated:
		if h.Until.IsZero() {
			return longestLook
		}
		return max(0, h.Until.Sub(o.now()))
	}
	return 0
}

// unwanted tells why news does not go to a contact: "stopped" where silence was asked for, "cold" where the channel writes
// only to who wrote within a time, and did not, "overtaken" where it reminds of something and the contact wrote meanwhile. A
// contact that is no more wants none of our news either.
func (o *Outbox) unwanted(l *outgoing, warm time.Duration) (string, error) {
	c, err := o.letters.Contact(o.ctx, l.Contact)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && !c.Stopped.IsZero():
		return "stopped", nil
	case err != nil || store.PublicLetter(l.ID):
		return "", err
	}
	cold := warm > 0
	for _, a := range c.Addresses {
		if l.Priority == store.PriorityReminder && a.Heard.After(l.Due) {
			return "overtaken", nil
		}
		if a.Channel == l.Channel && a.Address == l.Address && o.now().Sub(a.Heard) <= warm {
			cold = false
		}
	}
	if cold {
		return "cold", nil
	}
	return "", nil
}
