// Package telegram carries messages between the Telegram Bot API and the bot.
//
// The library github.com/go-telegram/bot is the client, but not the loop: its own loop confirms updates before they are
// handled, loses their order and lets one panic end the process. Here an update is confirmed only after the intake has stored
// it, everything is brought in the order Telegram gave it, and what cannot be read is set aside.
package telegram

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/go-telegram/bot"

	"sapa/bot/channel"
	"sapa/conversations"
)

// Name is this channel's name.
const Name conversations.Channel = "telegram"

// Limits of the platform, in its own units: UTF-16 code units for text, bytes for files.
const (
	textLimit    = 4096
	captionLimit = 1024
	fileLimit    = 20 << 20 // what getFile gives out
)

// Options are what an Adapter needs to know. Only Token is required.
type Options struct {
	Token   string // as BotFather gave it; never logged
	API     string // base URL of the Bot API server; "" is Telegram's own
	Webhook string // public https URL that leads to Handler; "" is long polling
	// Secret is what Telegram repeats with every webhook call, 1-256 of A-Z a-z 0-9 _ -; "" derives one from the token.
	Secret string
	Files  channel.Files // for sending media; nil: media is refused
	Log    *slog.Logger  // nil: nothing is logged
	// HTTPClient carries every request; nil is Client().
	HTTPClient bot.HttpClient
	// The words people see; they come from the locales. An empty one turns off what it is for.
	GroupReply string    // said once in a group, where the bot does not work
	ShareLabel string    // on the button that shares the own phone number
	Commands   []Command // the commands menu
}

// Command is an entry of the commands menu: Name without slash (a-z, 0-9, _), Description in the person's language.
type Command struct {
	Name        string `json:"command"`
	Description string `json:"description"`
}

// Adapter is the Telegram channel. Safe for use by many goroutines; one Listen at a time.
type Adapter struct {
	opt Options
	api string
	// boundary parts the fields of what say sends.
	boundary string
	http     bot.HttpClient
	bot      *bot.Bot
	log      *slog.Logger
	health   health
	errands  errands
	groups   once // groups that were declined
	keys     once // chats that may still show a reply keyboard

	intake   atomic.Pointer[channel.Intake] // while listening for the webhook
	username atomic.Pointer[string]         // once it was asked for
	setAside atomic.Uint64
	read     func(*update) (conversations.Message, bool) // translate; replaced by a test
}

var _ channel.Adapter = (*Adapter)(nil)

// New makes the adapter without talking to Telegram. It fails only when the options themselves are wrong.
func New(opt Options) (*Adapter, error) {
	opt.Token = strings.TrimSpace(opt.Token)
	if opt.Token == "" || strings.ContainsAny(opt.Token, "/?#% \t\r\n") {
		return nil, errors.New("telegram: the token is empty or malformed")
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.HTTPClient == nil {
		opt.HTTPClient = Client()
	}
	if opt.Secret == "" {
		mac := hmac.New(sha256.New, []byte(opt.Token))
		mac.Write([]byte("webhook secret"))
		opt.Secret = hex.EncodeToString(mac.Sum(nil))
	}
	a := &Adapter{opt: opt, api: strings.TrimRight(cmp.Or(opt.API, "https://api.telegram.org"), "/"), boundary: newBoundary(),
		log: opt.Log.With("channel", string(Name))}
	a.http = guard{opt.HTTPClient}
	a.read = a.translate
	a.errands.slots = make(chan struct{}, 128)
	a.health.set(channel.Down, ReasonStarting)
	library, err := bot.New(opt.Token, bot.WithSkipGetMe(), bot.WithServerURL(a.api), bot.WithHTTPClient(pollTimeout, a.http),
		bot.WithErrorsHandler(func(error) {}), bot.WithDebugHandler(func(string, ...any) {}))
	if err != nil {
		return nil, fmt.Errorf("telegram: %s", a.words(err))
	}
	a.bot = library
	return a, nil
}

// Name implements channel.Adapter.
func (a *Adapter) Name() conversations.Channel { return Name }

// Shape implements channel.Adapter.
func (a *Adapter) Shape() channel.Shape {
	return channel.Shape{Buttons: 12, Label: 40, Text: textLimit, Share: a.opt.ShareLabel != ""}
}

// Health implements channel.Adapter.
func (a *Adapter) Health() channel.Health { return a.health.now() }

// SetAside counts the updates that could not be read since the start. The person was told that it was not understood where the
// chat could be made out.
func (a *Adapter) SetAside() uint64 { return a.setAside.Load() }

// Listen implements channel.Adapter. It returns nil once ctx has ended.
func (a *Adapter) Listen(ctx context.Context, in channel.Intake) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	defer a.health.set(channel.Down, ReasonStarting)
	if len(a.opt.Commands) > 0 {
		wg.Go(func() {
			a.insist(ctx, "setMyCommands", a.setCommands)
		})
	}
	if a.opt.Webhook != "" {
		return a.listenWebhook(ctx, in)
	}
	return a.listenPolling(ctx, in)
}

// once is a set of chats that stays small: when full it starts anew.
type once struct {
	mu    sync.Mutex
	chats map[int64]struct{}
}

const onceLimit = 10_000

// add tells whether the chat was new.
func (o *once) add(chat int64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, known := o.chats[chat]; known {
		return false
	}
	if o.chats == nil || len(o.chats) >= onceLimit {
		o.chats = map[int64]struct{}{}
	}
	o.chats[chat] = struct{}{}
	return true
}

func (o *once) has(chat int64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, known := o.chats[chat]
	return known
}

func (o *once) drop(chat int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.chats, chat)
}
