package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"sapa/bot"
	"sapa/bot/broadcast"
	"sapa/bot/channel"
	"sapa/bot/imports"
	"sapa/bot/world"
	"sapa/conversations"
	"sapa/conversations/assess"
	"sapa/conversations/flowfile"
	"sapa/conversations/seeds"
	"sapa/conversations/understand"
	"sapa/locales"
	"sapa/store"
	"sapa/store/redis"
	"sapa/store/sqlite"
	"sapa/store/vault"
)

// house is what every verb that touches data works with.
type house struct {
	cfg        *Config
	log        *slog.Logger
	now        func() time.Time
	place      *time.Location
	vault      *vault.Vault
	db         *sqlite.DB
	words      *locales.Catalogue
	programmes []*assess.Programme
	questions  []assess.Question
}

// open opens the data folder. Several processes may have it open; only one may serve.
func open(ctx context.Context, cfg *Config) (*house, error) {
	h := &house{cfg: cfg, log: cfg.logger(os.Stderr), now: time.Now}
	var err error
	if h.place, err = cfg.place(); err != nil {
		return nil, err
	}
	if h.words, err = locales.Load(); err != nil {
		return nil, err
	}
	if h.programmes, err = flowfile.Programmes(seeds.Files); err != nil {
		return nil, fmt.Errorf("read programmes: %w", err)
	}
	data, err := seeds.Files.ReadFile("questions.yaml")
	if err != nil {
		return nil, err
	}
	if h.questions, err = flowfile.Questions("questions.yaml", data); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	if h.vault, err = vault.Open(cfg.Data, cfg.Key); err != nil {
		return nil, err
	}
	if h.db, err = sqlite.Open(ctx, cfg.database(), h.vault); err != nil {
		return nil, err
	}
	return h, nil
}

func (h *house) close() error { return h.db.Close() }

// leave closes the house at the end of a verb. What could not be put away is read from the log of writes next time.
func (h *house) leave() {
	if err := h.close(); err != nil {
		h.log.Error("the database did not close well", "err", err)
	}
}

// app is the running bot: a house with its lanes, outbox and channels.
type app struct {
	*house
	flows    *bot.Flows
	sessions *bot.Sessions
	shared   *redis.Sessions
	lanes    *bot.Lanes
	intake   *bot.Intake
	outbox   *bot.Outbox
	alarms   *bot.Alarms
	adapters map[conversations.Channel]channel.Adapter
	tables   *imports.Importer
	runner   *broadcast.Runner
	sender   *broadcast.Service // what officers do with broadcasts, with the health and pace of the running channels
	registry *prometheus.Registry
	stopWork context.CancelFunc
}

// backlogAge is how old a message is that waited through an outage and not just in a busy minute.
const backlogAge = 10 * time.Minute

// turnsAtOnce bounds how many turns are under way together.
const turnsAtOnce = 512

// newApp wires a bot over a house. The channels are those it talks on.
func newApp(ctx context.Context, h *house, channels ...channel.Adapter) (*app, error) {
	go understand.Warm() // beside the flows and tables that are read meanwhile
	if err := publishSeeds(ctx, h, h.now()); err != nil {
		return nil, err
	}
	a := &app{house: h, adapters: map[conversations.Channel]channel.Adapter{}, registry: prometheus.NewRegistry()}
	for _, c := range channels {
		a.adapters[c.Name()] = c
	}
	var err error
	if a.flows, err = bot.NewFlows(ctx, h.db); err != nil {
		return nil, err
	}
	var shared bot.SharedSessions
	if h.cfg.RedisURL != "" {
		if a.shared, err = redis.Open(ctx, h.cfg.RedisURL, h.vault, sessionLife); err != nil {
			return nil, err
		}
		shared = a.shared
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	a.stopWork, a.tables = stop, h.importer()
	metrics := bot.NewMetrics(a.registry)
	a.sessions = bot.NewSessions(h.db, shared)
	a.outbox = bot.NewOutbox(work, h.db, h.words, a.adapters, h.now, h.log, metrics)
	if err := a.broadcasting(); err != nil {
		return nil, err
	}
	talk := &bot.Talk{Sessions: a.sessions, Flows: a.flows, Ledger: h.db, Inbox: h.db, Files: h.vault.Files(), Outbox: a.outbox, Holds: h.db, Contacts: h.db,
		World: h.world(a.flows), Adapters: a.adapters, Now: h.now, Place: h.place, Pause: h.cfg.Pause, Late: h.cfg.Late, Backlog: min(h.cfg.Late, backlogAge), Silence: h.cfg.Silence, Log: h.log, Metrics: metrics}
	a.lanes = bot.NewLanes(work, talk, turnsAtOnce)
	a.intake = bot.NewIntake(h.db, a.lanes, a.adapters, h.now, h.place, metrics)
	a.alarms = bot.NewAlarms(h.db, a.lanes, a.adapters, h.now, h.place, h.log)
	return a, nil
}

// sessionLife is how long a silent talk is remembered; longer than any draft.
const sessionLife = 30 * 24 * time.Hour

func (h *house) world(flows world.Flows) *world.World {
	office := world.NewOffice()
	office.Zone = h.place
	return world.New(world.Options{Store: h.db, Flows: flows, Programmes: h.programmes, Questions: h.questions, Words: h.words, Office: office})
}

// run answers what was left unanswered, then works until ctx ends, then lets the turns under way finish.
func (a *app) run(ctx context.Context) error {
	defer a.stopWork()
	if err := a.db.Rejoin(ctx, a.now()); err != nil {
		return err
	}
	left, err := a.intake.Resume(ctx)
	if err != nil {
		return err
	}
	if left > 0 {
		a.log.Info("answering messages left by the last run", "count", left)
	}
	var listening sync.WaitGroup
	background, stopBackground := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBackground()
	for _, c := range a.adapters {
		listening.Go(func() { a.listen(ctx, c) })
	}
	var chores errgroup.Group
	chores.Go(func() error { return a.outbox.Run(background) })
	chores.Go(func() error { return a.alarms.Run(background) })
	chores.Go(func() error { return a.renew(background) })
	chores.Go(func() error { return a.purge(background) })
	chores.Go(func() error { return a.noteTalks(background) })
	chores.Go(func() error { return a.officeChores(background) })
	chores.Go(func() error { return a.runner.Run(background) })
	listening.Wait()
	if len(a.adapters) == 0 {
		<-ctx.Done()
	}
	a.rest()
	a.stopWork()
	a.tables.Close()
	stopBackground()
	a.lanes.Wait()
	a.sessions.Wait()
	a.outbox.Wait()
	return chores.Wait()
}

// listen keeps a channel listening: a channel that fails comes back by itself and takes nobody else down.
func (a *app) listen(ctx context.Context, c channel.Adapter) {
	for {
		err := c.Listen(ctx, a.intake)
		if ctx.Err() != nil || err == nil {
			return
		}
		a.log.Error("channel failed and is started again", "channel", c.Name(), "err", err)
		select {
		case <-time.After(5 * time.Second):
		case <-ctx.Done():
			return
		}
	}
}

// longestRest bounds how long a stop waits for answers under way; what is left stands in the inbox and outbox.
const longestRest = 5 * time.Second

// rest waits until nothing is being answered or sent.
func (a *app) rest() {
	end := time.Now().Add(longestRest)
	for time.Now().Before(end) && (a.lanes.Busy() > 0 || a.outbox.Waiting() > 0) {
		time.Sleep(10 * time.Millisecond)
	}
}

// busyCommits a second are more than a service has that can do with a chore beside.
const busyCommits = 100

// noteTalks notes whose lines lie where, soon after they were written.
func (a *app) noteTalks(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for before := a.db.Commits(); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		now := a.db.Commits()
		busy := now-before > busyCommits
		before = now
		if err := a.db.NoteTalks(ctx, busy); err != nil && ctx.Err() == nil {
			a.log.Error("whose lines lie where could not be noted", "err", err)
		}
	}
}

// purge takes away, now and then, the words that nobody needs any more.
func (a *app) purge(ctx context.Context) error {
	tick := time.NewTicker(6 * time.Hour)
	defer tick.Stop()
	for {
		if _, err := a.db.Purge(ctx, a.now(), store.Retention{}); err != nil && ctx.Err() == nil {
			a.log.Error("old words could not be taken away", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// renew notices flows that were published, by this process or another.
func (a *app) renew(ctx context.Context) error {
	tick := time.NewTicker(3 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if err := a.flows.Renew(ctx); err != nil && ctx.Err() == nil {
				a.log.Error("published flows could not be read", "err", err)
			}
		}
	}
}
