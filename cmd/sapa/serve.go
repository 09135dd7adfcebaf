package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"runtime/debug"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/telegram"
	"sapa/bot/channel/webchat"
	"sapa/bot/channel/whatsapp"
	"sapa/conversations/understand"
	"sapa/store/sqlite"
)

type serveCmd struct {
	Demo bool `help:"Open every window that nobody touched with the quotas of 2024's press, marked as examples, and write an example announcement."`
}

// Run serves until it is told to stop.
func (s *serveCmd) Run(ctx context.Context, cfg *Config, io streams) error {
	tuneMemory()
	if err := cfg.check(); err != nil {
		return err
	}
	var network net.ListenConfig
	listener, err := network.Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("SAPA_LISTEN: %w", err)
	}
	defer listener.Close()
	h, err := open(ctx, cfg)
	if err != nil {
		return err
	}
	defer h.leave()
	free, err := sqlite.Lock(filepath.Join(cfg.Data, "serve.lock"))
	if err != nil {
		return err
	}
	defer func() { _ = free() }() // the end of the process frees it too
	if s.Demo {
		if err := fillDemo(ctx, h, time.Now()); err != nil {
			return err
		}
	}
	mux := http.NewServeMux()
	channels, err := s.channels(cfg, h, mux)
	if err != nil {
		return err
	}
	if cfg.Whatsapp == "on" {
		w, leave, err := openWhatsapp(ctx, h, whatsapp.Options{Pairing: h.pairingOn(io.out)})
		if err != nil {
			return err
		}
		defer leave()
		channels = append(channels, w)
	}
	a, err := newApp(ctx, h, channels...)
	if err != nil {
		return err
	}
	if s.Demo {
		if err := demoOffice(ctx, a, h.now()); err != nil {
			return err
		}
	}
	go func() { // reading flows and programmes, and learning to read, leave more behind than serving needs
		understand.Warm()
		debug.FreeOSMemory()
	}()
	a.pages(mux)
	a.office(mux, s.Demo)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Fprintf(io.out, "Sapa listens on http://%s\n", listener.Addr())
	if err := h.welcome(ctx, io, "http://"+listener.Addr().String()); err != nil && ctx.Err() == nil {
		h.log.Error("no link for the first admin could be made", "err", err)
	}
	err = a.run(ctx)
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if e := server.Shutdown(stop); e != nil {
		_ = server.Close() // streams that people hold open
	}
	if e := <-failed; !errors.Is(e, http.ErrServerClosed) {
		err = errors.Join(err, e)
	}
	return err
}

// channels makes the adapters that are configured, and mounts their pages.
func (s *serveCmd) channels(cfg *Config, h *house, mux *http.ServeMux) ([]channel.Adapter, error) {
	var out []channel.Adapter
	if cfg.TelegramToken != "" {
		t, err := telegram.New(telegram.Options{Token: cfg.TelegramToken, API: cfg.TelegramAPI, Webhook: cfg.TelegramWebhook,
			Files: h.vault.Files(), Log: h.log, GroupReply: h.words.Key("telegram.group"), ShareLabel: h.words.Key("ask.share"),
			Commands: commands(h)})
		if err != nil {
			return nil, err
		}
		out = append(out, t)
		if cfg.TelegramWebhook != "" {
			mux.Handle("POST /telegram", t.Handler())
		}
	}
	if cfg.webchat() {
		w := webchat.New(webchat.Options{Words: h.words.Key, Files: h.vault.Files(), Log: h.log, Demo: s.Demo, Past: past{h},
			Keep: func(_ context.Context, data []byte, mime string) (string, error) {
				return h.vault.Files().Put(data, mime)
			}})
		out = append(out, w)
		mux.Handle("/", w.Handler())
	}
	return out, nil
}

// commands is Telegram's commands menu.
func commands(h *house) []telegram.Command {
	var out []telegram.Command
	for _, name := range []string{"menu", "kelayakan", "status", "daftar_wrse", "info", "petugas", "batal", "stop", "mulai"} {
		out = append(out, telegram.Command{Name: name, Description: h.words.Key("command." + name)})
	}
	return out
}
