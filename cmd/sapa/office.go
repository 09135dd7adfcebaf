package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"sapa/bot/console"
	"sapa/store"
)

// office mounts the console below its root. Where no web chat takes the front page, it leads there.
func (a *app) office(mux *http.ServeMux, demo bool) {
	c := console.New(console.Options{Store: a.db, Files: a.vault.Files(), Words: a.words, Flows: a.flows, Programmes: a.programmes,
		Now: a.now, Place: a.place, Log: a.log, Demo: demo})
	mux.Handle(console.Root+"/", c.Handler())
	mux.Handle("GET "+console.Root, http.RedirectHandler(console.Root+"/", http.StatusMovedPermanently))
	if !a.cfg.webchat() {
		mux.Handle("GET /{$}", http.RedirectHandler(console.Root+"/", http.StatusFound))
	}
}

// welcome prints the link of the first admin, as long as nobody real works here.
func (h *house) welcome(ctx context.Context, s streams, address string) error {
	officers, err := h.db.Officers(ctx)
	if err != nil {
		return err
	}
	for _, o := range officers {
		c, err := h.db.Credentials(ctx, o.Login)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if !c.Example {
			return nil
		}
	}
	secret, err := h.db.MakeLink(ctx, "", "sapa", h.now())
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "Nobody works here yet. The first admin sets a password at %s%s\n", address, console.LinkPath(secret))
	return nil
}

// link prints where an officer sets a password.
func (h *house) link(ctx context.Context, s streams, login, by string) error {
	secret, err := h.db.MakeLink(ctx, login, by, h.now())
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("there is no officer %s, or they are disabled", login)
	}
	if err != nil {
		return err
	}
	address := h.cfg.Listen
	if strings.HasPrefix(address, ":") || strings.HasPrefix(address, "0.0.0.0:") {
		address = "THIS-SERVER" + address[strings.LastIndex(address, ":"):]
	}
	fmt.Fprintf(s.out, "%s sets a password, once and within 3 days, at http://%s%s\n", login, address, console.LinkPath(secret))
	return nil
}
