package telegramtest

import (
	"math"
	"sync"
	"time"
)

// Limits are how fast a bot may send. The zero value is no limit at all.
type Limits struct {
	PerSecond float64 // messages per second over all chats; the platform's is about 30
	PerChat   float64 // messages per second in one chat; the platform's is about 1
	Burst     int     // how many a chat, and a second, may run ahead
}

// Real are the platform's own limits as far as they are known.
func Real() Limits { return Limits{PerSecond: 30, PerChat: 1, Burst: 5} }

type limiter struct {
	mu     sync.Mutex
	limits Limits
	all    bucket
	chats  map[int64]*bucket
}

// bucket is how much was sent beyond its rate, as of at.
type bucket struct {
	level float64
	at    time.Time
}

// Limit sets how fast the bot may send from now on.
func (s *Server) Limit(l Limits) {
	s.limits.mu.Lock()
	defer s.limits.mu.Unlock()
	s.limits.limits, s.limits.all, s.limits.chats = l, bucket{}, map[int64]*bucket{}
}

// over counts one message and tells how many seconds to wait when there were too many; 0: it may pass.
func (l *limiter) over(chat int64) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.limits == (Limits{}) {
		return 0
	}
	b := l.chats[chat]
	if b == nil {
		b = &bucket{}
		l.chats[chat] = b
	}
	now := time.Now()
	wait := max(l.all.wait(now, l.limits.PerSecond, max(float64(l.limits.Burst), l.limits.PerSecond)), b.wait(now, l.limits.PerChat, float64(l.limits.Burst)))
	if wait > 0 {
		return int(math.Ceil(wait))
	}
	l.all.level++
	b.level++
	return 0
}

func (b *bucket) wait(now time.Time, rate, burst float64) float64 {
	if rate <= 0 {
		return 0
	}
	b.level = max(0, b.level-now.Sub(b.at).Seconds()*rate)
	b.at = now
	return max(0, (b.level+1-max(burst, 1))/rate)
}
