package bot

import (
	"math/rand/v2"
	"time"

	"sapa/conversations"
)

// Pace is how fast news may go over a channel. Answers to people who wait are never held up by it; they count, and news
// makes way for them. The zero value is as fast as the platform takes it.
type Pace struct {
	PerSecond float64       // messages a second over all addresses, answers included; 0: any
	PerChat   time.Duration // between a message to an address and the next news to it; 0: none
	Gap       time.Duration // between one piece of news and the next, on average: from half of it to one and a half; 0: none
}

// Per gives how many pieces of news go out in a second at most; 0: as many as there are.
func (p Pace) Per() float64 {
	switch {
	case p.Gap > 0:
		return 1 / p.Gap.Seconds()
	case p.PerSecond > 0:
		return p.PerSecond
	}
	return 0
}

// tempo gives news its time. It is used under the outbox's lock.
type tempo struct {
	Pace
	free   time.Time                           // from when on the channel has room for another message
	news   time.Time                           // from when on it has room for news
	lately map[conversations.Address]time.Time // messages of the last PerChat, and of the one before
	before map[conversations.Address]time.Time
	turned time.Time // when lately was begun
}

// slot gives the time at which a piece of news may go, and takes it.
func (p *tempo) slot(to conversations.Address, now time.Time) time.Time {
	at := later(now, later(p.free, p.news))
	if p.PerSecond > 0 {
		p.free = at.Add(time.Duration(float64(time.Second) / p.PerSecond))
	}
	if p.Gap > 0 {
		p.news = at.Add(p.Gap/2 + rand.N(p.Gap))
	}
	if p.PerChat > 0 {
		if last, ok := p.last(to); ok {
			at = later(at, last.Add(p.PerChat))
		}
	}
	return at
}

// mostDebt bounds for how long news makes way for answers that went out faster than the pace: it waits, but not for ever.
const mostDebt = 2 * time.Second

// took counts a message that goes out now without having asked for a slot.
func (p *tempo) took(now time.Time) {
	if p.PerSecond <= 0 {
		return
	}
	next := later(now, p.free).Add(time.Duration(float64(time.Second) / p.PerSecond))
	if most := now.Add(mostDebt); next.After(most) {
		next = later(p.free, most)
	}
	p.free = next
}

// wrote remembers that an address was written to.
func (p *tempo) wrote(to conversations.Address, now time.Time) {
	if p.PerChat <= 0 {
		return
	}
	if now.Sub(p.turned) >= p.PerChat || p.lately == nil {
		p.before, p.lately, p.turned = p.lately, map[conversations.Address]time.Time{}, now
	}
	p.lately[to] = now
}

func (p *tempo) last(to conversations.Address) (time.Time, bool) {
	if at, ok := p.lately[to]; ok {
		return at, true
	}
	at, ok := p.before[to]
	return at, ok
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// SetPace says how fast news may go over a channel, from now on.
func (o *Outbox) SetPace(c conversations.Channel, p Pace) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.paces[c] = &tempo{Pace: p}
}

// note counts a message that is about to go out. First is the first of a piece of news, which has its slot.
func (o *Outbox) note(c conversations.Channel, to conversations.Address, first bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if p := o.paces[c]; p != nil {
		if !first {
			p.took(o.now())
		}
		p.wrote(to, o.now())
	}
}
