package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"sapa/bot/broadcast"
)

// Config is what every verb needs to know. The names are a contract with operators.
type Config struct {
	Data            string        `env:"SAPA_DATA" default:"data" help:"Folder of the database, keys and files."`
	Listen          string        `env:"SAPA_LISTEN" default:"127.0.0.1:8080" help:"Address of the web chat and the health pages."`
	RedisURL        string        `env:"SAPA_REDIS_URL" help:"Redis for sessions, redis://host:6379/0; empty: sessions in SQLite."`
	TelegramToken   string        `env:"SAPA_TELEGRAM_TOKEN" help:"Token of the Telegram bot; empty: no Telegram."`
	TelegramAPI     string        `env:"SAPA_TELEGRAM_API" help:"Bot API server; empty: Telegram's own."`
	TelegramWebhook string        `env:"SAPA_TELEGRAM_WEBHOOK" help:"Public https URL for updates; empty: long polling."`
	Whatsapp        string        `env:"SAPA_WHATSAPP" enum:"on,off" default:"off" help:"WhatsApp, on or off."`
	WhatsappKeep    time.Duration `name:"whatsapp-keep-sent" env:"SAPA_WHATSAPP_KEEP_SENT" default:"2h" help:"How long sent messages are kept in the device store, for phones that could not read one."`
	WhatsappWarm    int           `name:"whatsapp-warm-days" env:"SAPA_WHATSAPP_WARM_DAYS" default:"90" help:"News goes on WhatsApp only to who wrote within so many days."`
	WhatsappBudget  int           `name:"whatsapp-daily-budget" env:"SAPA_WHATSAPP_DAILY_BUDGET" default:"200" help:"Most people whom broadcasts reach on WhatsApp in a day; 0: any number. More than a number is used to puts it at risk."`
	WhatsappGap     time.Duration `name:"whatsapp-gap" env:"SAPA_WHATSAPP_GAP" default:"12s" help:"Pause between one piece of news on WhatsApp and the next, on average; each is between half of it and one and a half."`
	TelegramPace    float64       `name:"telegram-per-second" env:"SAPA_TELEGRAM_PER_SECOND" default:"29.5" help:"Most messages a second on Telegram while news goes out, answers included; the platform takes about 30."`
	TelegramPerChat time.Duration `name:"telegram-chat-gap" env:"SAPA_TELEGRAM_CHAT_GAP" default:"1s" help:"Least time between a message to a chat on Telegram and the next news to it."`
	TelegramChannel string        `name:"telegram-channel" env:"SAPA_TELEGRAM_CHANNEL" help:"The office's public Telegram channel, for example -1001234567890; the bot must be its administrator. Empty: none."`
	WhatsappChannel string        `name:"whatsapp-channel" env:"SAPA_WHATSAPP_CHANNEL" help:"The office's own WhatsApp channel, for example 120363012345678901@newsletter; the number must be its administrator. Empty: none."`
	BroadcastHours  string        `name:"broadcast-hours" env:"SAPA_BROADCAST_HOURS" default:"08.00-20.00" help:"When broadcasts may go out, except on Sundays and holidays; empty: always. Urgent ones may at any time."`
	Webchat         string        `env:"SAPA_WEBCHAT" enum:"auto,on,off" default:"auto" help:"Web chat on /; auto: on when listening on loopback."`
	Key             string        `env:"SAPA_KEY" help:"Master key for personal data; empty: made and kept in the data folder."`
	Timezone        string        `env:"SAPA_TIMEZONE" default:"Asia/Makassar" help:"Time zone of the office."`
	Pause           time.Duration `env:"SAPA_PAUSE" default:"700ms" help:"How long a bare greeting waits for the question that often follows."`
	Silence         time.Duration `env:"SAPA_SILENCE" default:"2h" help:"After how long a silence a talk that an officer leads goes back to the bot."`
	Late            time.Duration `env:"SAPA_LATE" default:"6h" help:"A message that waited so long is answered with an apology."`
	LogLevel        string        `env:"SAPA_LOG_LEVEL" enum:"debug,info,warn,error" default:"info" help:"Level of the log. No level shows personal data."`

	dialer *http.Client // reaches a test's WhatsApp; nil: the library's own, which honours the proxy settings
}

func (c *Config) database() string { return filepath.Join(c.Data, "sapa.db") }

// devices is WhatsApp's own database.
func (c *Config) devices() string { return filepath.Join(c.Data, "whatsapp.db") }

// check finds settings that could never work.
func (c *Config) check() error {
	if c.TelegramWebhook != "" {
		if u, err := url.Parse(c.TelegramWebhook); err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || c.TelegramAPI == "") {
			return fmt.Errorf("SAPA_TELEGRAM_WEBHOOK: want a public https URL that leads to /telegram here, not %q", c.TelegramWebhook)
		}
	}
	if c.TelegramChannel != "" {
		if _, err := strconv.ParseInt(c.TelegramChannel, 10, 64); err != nil {
			return fmt.Errorf("SAPA_TELEGRAM_CHANNEL: want the number of the channel such as -1001234567890, not %q", c.TelegramChannel)
		}
	}
	if c.WhatsappChannel != "" && !strings.HasSuffix(c.WhatsappChannel, "@newsletter") {
		return fmt.Errorf("SAPA_WHATSAPP_CHANNEL: want the address of the channel such as 120363012345678901@newsletter, not %q", c.WhatsappChannel)
	}
	if _, err := broadcast.ParseHours(c.BroadcastHours, time.UTC); err != nil {
		return fmt.Errorf("SAPA_BROADCAST_HOURS: %w", err)
	}
	return nil
}

// place is the office's time zone.
func (c *Config) place() (*time.Location, error) {
	p, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return nil, fmt.Errorf("SAPA_TIMEZONE: no time zone is called %q; Asia/Makassar is WITA", c.Timezone)
	}
	return p, nil
}

// webchat tells whether the web chat is on: unasked only where nobody from outside can reach it.
func (c *Config) webchat() bool {
	if c.Webchat != "auto" {
		return c.Webchat == "on"
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (c *Config) logger(w *os.File) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // kong checked it
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}
