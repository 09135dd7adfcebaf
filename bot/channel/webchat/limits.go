package webchat

import (
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits bounds what one browser or one network address may ask for. Mobile networks put many people behind one
// address, so the bounds of an address are wide.
type Limits struct {
	Messages rate.Limit    // per browser and second, default 2
	Burst    int           // messages of one browser at once, default 30
	Photos   rate.Limit    // per browser and second, default one in 6 seconds
	Album    int           // pictures of one browser at once, default 6
	Requests rate.Limit    // per network address and second, default 30
	Crowd    int           // requests of one network address at once, default 300
	Streams  int           // open streams of one browser, default 4; the newest is refused. A browser has 6 connections
	Open     int           // open streams in all, default 4000
	Uploads  int64         // bytes of pictures that may be held in memory at once, default 64 MiB
	Talks    int           // talks held in memory, default 5000; the one unused longest goes first
	Bytes    int64         // of all talks in memory, default 32 MiB
	Idle     time.Duration // a talk without a stream is forgotten after this, default 12 hours
}

// filled puts defaults where nothing was said.
func (l Limits) filled() Limits {
	or(&l.Messages, 2)
	or(&l.Burst, 30)
	or(&l.Photos, rate.Every(6*time.Second))
	or(&l.Album, 6)
	or(&l.Requests, 30)
	or(&l.Crowd, 300)
	or(&l.Streams, 4)
	or(&l.Open, 4000)
	or(&l.Uploads, 64<<20)
	or(&l.Talks, 5000)
	or(&l.Bytes, 32<<20)
	or(&l.Idle, 12*time.Hour)
	return l
}

func or[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// gate counts requests. What it remembers is bounded: two generations of names, the older forgotten when the newer is full.
type gate struct {
	messages, photos, requests *bucket
}

func newGate(l Limits, now func() time.Time) *gate {
	return &gate{
		messages: &bucket{rate: l.Messages, burst: l.Burst, now: now},
		photos:   &bucket{rate: l.Photos, burst: l.Album, now: now},
		requests: &bucket{rate: l.Requests, burst: l.Crowd, now: now},
	}
}

// generation is how many names a bucket remembers before the older half is forgotten.
const generation = 20_000

type bucket struct {
	rate       rate.Limit
	burst      int
	now        func() time.Time
	mu         sync.Mutex
	young, old map[string]*rate.Limiter
}

// take tells whether this name may go on, and if not, after how long.
func (b *bucket) take(name string) (wait time.Duration, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.limiter(name)
	now := b.now()
	r := l.ReserveN(now, 1)
	if !r.OK() {
		return time.Minute, false
	}
	if wait = r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return wait, false
	}
	return 0, true
}

// limiter finds or makes the limiter of a name; the lock is held.
func (b *bucket) limiter(name string) *rate.Limiter {
	if l := b.young[name]; l != nil {
		return l
	}
	l := b.old[name]
	if l == nil {
		l = rate.NewLimiter(b.rate, b.burst)
	}
	if len(b.young) >= generation || b.young == nil {
		b.young, b.old = make(map[string]*rate.Limiter), b.young
	}
	b.young[name] = l
	return l
}

// connection is the network address of a request; of IPv6 the half that a provider gives to one household.
func connection(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || ip.Is4() || ip.Is4In6() {
		return host
	}
	if half, err := ip.Prefix(64); err == nil {
		return half.String()
	}
	return host
}
