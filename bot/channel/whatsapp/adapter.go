// Package whatsapp carries messages between WhatsApp and the bot, as a device linked to the office's phone.
//
// The library go.mau.fi/whatsmeow is the client. What it does not promise by itself is done here: a message is acknowledged
// only after the intake has stored it, every send has an end and an ID that was fixed before, and nothing that WhatsApp does
// to the account takes the process down.
package whatsapp

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store/sqlstore"

	"sapa/bot/channel"
	"sapa/conversations"
)

// Name is this channel's name.
const Name conversations.Channel = "whatsapp"

// textLimit is the longest message, in runes, that every phone shows whole.
const textLimit = 4096

// Options are what an Adapter needs to know. Only Path is required.
type Options struct {
	Path  string        // of whatsmeow's own database, which nothing else of ours goes into
	Files channel.Files // for sending media; nil: media is refused
	Log   *slog.Logger  // nil: nothing is logged
	// Pairing is told each time something new is to be shown to whoever links the office's phone; nil: nobody is.
	Pairing func(Pairing)
	// Phone, in E.164, makes linking ask for a code to type on that phone, in place of a QR code.
	Phone string
	// OfficeName is what phones show as the sender's own name.
	OfficeName string
	// KeepSent is how long sent messages are kept in clear in case a phone could not read one; 0: two hours.
	KeepSent time.Duration
	// Warm is how long after somebody wrote we may write unasked; 0: 90 days.
	Warm time.Duration
	// Backlog is about how far apart answers to old messages go after an outage; 0: four seconds.
	Backlog time.Duration
	// HTTPClient dials a test's server. nil leaves the library's own transports alone, so that HTTPS_PROXY and SSL_CERT_FILE hold.
	HTTPClient *http.Client
}

// Adapter is the WhatsApp channel. Safe for use by many goroutines; one Listen at a time.
type Adapter struct {
	opt     Options
	log     *slog.Logger
	db      *sql.DB
	devices *sqlstore.Container
	client  atomic.Pointer[whatsmeow.Client] // the device that is linked, or asks to be
	health  governor
	errands errands
	pairing atomic.Pointer[Pairing]
	acks    latency
	goodbye chan goodbye    // why the connection ended for good
	wishes  chan *wish      // how somebody wants to link the phone, while none is
	open    context.Context // ends with Close
	shut    context.CancelFunc
	writing sync.WaitGroup // what was sent, into the device store
}

var (
	_ channel.Adapter  = (*Adapter)(nil)
	_ channel.Numbered = (*Adapter)(nil)
)

// New opens the device store, making it first. It does not talk to WhatsApp.
func New(ctx context.Context, opt Options) (*Adapter, error) {
	if opt.Path == "" {
		return nil, errors.New("whatsapp: no path for the device store")
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	opt.OfficeName = cmp.Or(opt.OfficeName, "Dinas Sosial")
	opt.KeepSent = cmp.Or(opt.KeepSent, 2*time.Hour)
	opt.Warm = cmp.Or(opt.Warm, 90*24*time.Hour)
	opt.Backlog = cmp.Or(opt.Backlog, 4*time.Second)
	a := &Adapter{opt: opt, log: opt.Log.With("channel", string(Name)), goodbye: make(chan goodbye, 1), wishes: make(chan *wish, 1)}
	a.open, a.shut = context.WithCancel(context.WithoutCancel(ctx))
	introduce()
	var err error
	if a.db, a.devices, err = openDevices(ctx, opt.Path, libraryLog{a.log}); err != nil {
		return nil, err
	}
	a.errands.slots = make(chan struct{}, 64)
	left, _, err := LastHealth(opt.Path)
	if err != nil {
		a.log.Warn("begun without what was known of the account", "err", err)
	}
	a.health.clock, a.health.kept = time.Now, a.keep
	a.health.start(left)
	return a, nil
}

// Close ends the connection and closes the device store. Listen must have ended.
func (a *Adapter) Close() error {
	if cli := a.client.Swap(nil); cli != nil {
		cli.Disconnect()
	}
	a.shut()
	a.writing.Wait()
	return a.devices.Close()
}

// Name implements channel.Adapter.
func (a *Adapter) Name() conversations.Channel { return Name }

// Shape implements channel.Adapter. Buttons of linked devices are not shown by phones, so there are none.
func (a *Adapter) Shape() channel.Shape {
	return channel.Shape{Text: textLimit, Receipts: true, Warm: a.opt.Warm, Backlog: a.opt.Backlog}
}

// Health implements channel.Adapter.
func (a *Adapter) Health() channel.Health { return a.health.now() }
