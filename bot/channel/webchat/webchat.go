// Package webchat is a messenger of our own: one page that any browser opens, with Server-Sent Events for what comes and
// plain POSTs for what goes.
//
// A browser is known by a random cookie; what the bot calls the Address is a hash of it, so that whoever reads the
// database cannot take over a talk. Every message a person types carries an ID made by the page and is sent again until
// the bot has it, so a bad signal neither loses nor doubles it.
package webchat

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"sapa/bot/channel"
	"sapa/conversations"
)

// Name is the name of this channel.
const Name conversations.Channel = "webchat"

// Line is one message of a talk as both sides saw it.
type Line struct {
	ID       string           // of an outgoing line: as given to Send; of the person's own: Message.ID
	Mine     bool             // said by the person, not by the bot
	Text     string           // outgoing text may carry *bold*; of a pressed button: its label
	Buttons  []channel.Button // under an outgoing line
	At       time.Time
	Photo    string // ref of a stored picture, "" when there is none
	Document string // ref of a stored file that is no picture
}

// Past reads what was said in a talk before this process started. It must hold every line that Send or Accept reported as
// done; a line that the page also hears live is recognised by its ID.
type Past interface {
	// Past is the newest lines, at most limit, oldest first. An unknown address has none.
	Past(ctx context.Context, addr conversations.Address, limit int) ([]Line, error)
}

// Options is what a web chat is made of. Only Words is required.
type Options struct {
	// Words gives the words of the page; the keys are those of Keys.
	Words func(key string) string
	// Files reads pictures; without it none can be shown.
	Files channel.Files
	// Keep stores an uploaded picture durably and returns the ref that Files reads it by; nil: no uploads.
	Keep func(ctx context.Context, data []byte, mime string) (ref string, err error)
	// Past survives a restart; nil: talks are forgotten when the process ends.
	Past Past
	// Log tells what went wrong, never who it was; nil: nowhere.
	Log *slog.Logger
	// Now is the clock; nil: time.Now.
	Now func() time.Time
	// Secure is set when browsers come over HTTPS: the cookie then goes nowhere else.
	Secure bool
	// Demo shows the line webchat.demo: this is a trial, no real data please.
	Demo bool
	// Client names the network address a request came from, for limits; nil: the address of the connection. Behind a
	// reverse proxy it must read the header which that proxy sets.
	Client func(*http.Request) string
	// Limits bounds what one browser or one network address may ask for; zero fields take their defaults.
	Limits Limits
	// Beat is how often a quiet stream shows that it is alive; 0: 20 seconds.
	Beat time.Duration
}

// Adapter is the web chat as a channel and as a http.Handler.
type Adapter struct {
	o       Options
	log     *slog.Logger
	now     func() time.Time
	page    *page
	talks   *talks
	gate    *gate
	uploads *semaphore.Weighted // bytes of pictures on their way in
	ear     atomic.Pointer[ear]
}

// ear is one run of Listen.
type ear struct {
	in   channel.Intake
	ctx  context.Context
	busy sync.WaitGroup // messages on their way into the intake
	mu   sync.Mutex
	shut bool
}

var _ channel.Adapter = (*Adapter)(nil)

// New makes a web chat. It panics when the page that is built into the binary does not parse.
func New(o Options) *Adapter {
	a := &Adapter{o: o, log: o.Log, now: o.Now}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	if a.now == nil {
		a.now = time.Now
	}
	if a.o.Beat <= 0 {
		a.o.Beat = 20 * time.Second
	}
	if a.o.Client == nil {
		a.o.Client = connection
	}
	a.o.Limits = o.Limits.filled()
	a.page = newPage(a.o)
	a.talks = newTalks(a.o.Limits, a.now)
	a.gate = newGate(a.o.Limits, a.now)
	a.uploads = semaphore.NewWeighted(a.o.Limits.Uploads)
	return a
}

// Name implements channel.Adapter.
func (a *Adapter) Name() conversations.Channel { return Name }

// Shape implements channel.Adapter. Units: Unicode code points.
func (a *Adapter) Shape() channel.Shape {
	return channel.Shape{Buttons: 12, Label: 60, Text: maxText}
}

// Health implements channel.Adapter: the web chat is well as soon as it listens.
func (a *Adapter) Health() channel.Health {
	if a.ear.Load() == nil {
		return channel.Health{State: channel.Down, Reason: "webchat.health.down"}
	}
	return channel.Health{State: channel.Normal}
}

// errListening: two runs of Listen at once would tear a talk apart.
var errListening = errors.New("web chat: listening already")

// Listen implements channel.Adapter. The messages themselves come through Handler; while nobody listens it answers 503
// and the pages try again.
func (a *Adapter) Listen(ctx context.Context, in channel.Intake) error {
	e := &ear{in: in, ctx: ctx}
	if !a.ear.CompareAndSwap(nil, e) {
		return errListening
	}
	<-ctx.Done()
	a.ear.Store(nil)
	e.mu.Lock()
	e.shut = true
	e.mu.Unlock()
	e.busy.Wait()
	return nil
}

// enter reserves a place for one call of the intake; it fails once Listen is ending.
func (e *ear) enter() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.shut {
		return false
	}
	e.busy.Add(1)
	return true
}
