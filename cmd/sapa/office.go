package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"sapa/bot/channel"
	"sapa/bot/console"
	"sapa/bot/talks"
	"sapa/conversations"
	"sapa/conversations/seeds"
	"sapa/store"
)

// office mounts the console below its root. Where no web chat takes the front page, it leads there.
func (a *app) office(mux *http.ServeMux, demo bool) {
	c := console.New(console.Options{Store: a.db, Desk: a.desk(), Counter: a.counter(), Importer: a.tables, Files: a.vault.Files(), Words: a.words, Flows: a.flows, Programmes: a.programmes,
		Simulator: simulator{}, Works: works{a}, Phone: a.phone(), Links: works{a}, Broadcasts: a.sender, Now: a.now, Place: a.place, Log: a.log, Demo: demo})
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

// works tells the console how the running program is.
type works struct{ *app }

// Channels gives the health of every channel.
func (w works) Channels() map[conversations.Channel]channel.Health {
	out := map[conversations.Channel]channel.Health{}
	for name, c := range w.adapters {
		out[name] = c.Health()
	}
	return out
}

// Links gives the address that opens a talk by a word, of every channel that has one now.
func (w works) Links(ctx context.Context, word string) map[conversations.Channel]string {
	out := map[conversations.Channel]string{}
	for name, c := range w.adapters {
		door, ok := c.(interface {
			Link(ctx context.Context, word string) (string, error)
		})
		if !ok {
			continue
		}
		link, err := door.Link(ctx, word)
		if err != nil {
			w.log.WarnContext(ctx, "a channel has no address for posters", "channel", name, "err", err)
			continue
		}
		out[name] = link
	}
	return out
}

// Waiting counts the letters in hand that are not sent yet.
func (w works) Waiting() int { return w.outbox.Waiting() }

// Busy counts the contacts with something to answer.
func (w works) Busy() int { return w.lanes.Busy() }

// simulator tries a flow on an empty office of its own, among the shipped flows.
type simulator struct{}

// Play plays a written talk in the shape of WhatsApp.
func (simulator) Play(ctx context.Context, flow *conversations.Flow, script string) (string, error) {
	stage, err := talks.Load(seeds.Files, keeper())
	if err != nil {
		return "", err
	}
	flow.Ref.Revision = 1
	stage.Replace(flow)
	return stage.Play(ctx, script, talks.WhatsApp, nil)
}
