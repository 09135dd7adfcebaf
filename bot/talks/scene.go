package talks

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"sapa/bot/casework"
	"sapa/bot/notice"
	"sapa/bot/world"
	"sapa/conversations"
	"sapa/store"
)

// Keeper keeps the records of a scenario: what the world needs, and the hand of the office.
type Keeper interface {
	world.Store
	notice.Keeper
	casework.Store
	AddOfficer(ctx context.Context, o store.Officer, by string, at time.Time) error
	DisableOfficer(ctx context.Context, login, by string, at time.Time) error
	SetChatCode(ctx context.Context, login, code, by string, at time.Time) error
	Introduce(ctx context.Context, now time.Time, channel conversations.Channel, address conversations.Address) (conversations.ContactID, error)
	SetWindow(ctx context.Context, programme string, regions []string, year int, open bool, by string, at time.Time) error
	SetQuota(ctx context.Context, programme string, regions []string, year, n int, by string, at time.Time) error
	SetStage(ctx context.Context, s store.Stage, by string, at time.Time) error
	InterestsOf(ctx context.Context, contact conversations.ContactID) ([]store.Interest, error)
	PutAnnouncement(ctx context.Context, a store.Announcement) (store.Announcement, error)
	ImportVillages(ctx context.Context, villages []store.Village) error
	Close() error
}

// ensemble makes the scenes of one talk: each has a fresh database, copied from one that was made once.
type ensemble struct {
	stage   *Stage
	library *conversations.Library
	dir     string
	channel conversations.Channel
	blank   []byte // the database of an empty office
	scenes  int
	now     *scene
}

// scene is the world of one scenario.
type scene struct {
	*world.World
	db            Keeper
	stage         *Stage
	person, other conversations.ContactID
	keys          int // effects of the arranging hand
	news          int // announcements so far
	codes         int // of messages so far
}

// scene ends the scenario before and begins the next.
func (e *ensemble) scene(ctx context.Context) (*scene, error) {
	e.leave()
	if e.blank == nil {
		if err := e.draw(ctx); err != nil {
			return nil, err
		}
	}
	e.scenes++
	path := filepath.Join(e.dir, fmt.Sprintf("%d.db", e.scenes))
	if err := os.WriteFile(path, e.blank, 0o600); err != nil {
		return nil, fmt.Errorf("copy the empty office: %w", err)
	}
	s, err := e.open(ctx, path)
	e.now = s
	return s, err
}

// Office is the hand that arranges the world of a bot that runs elsewhere, by the "@" lines of a talk.
type Office interface {
	Arrange(ctx context.Context, line string, now time.Time) ([]conversations.Reply, error)
}

// Office gives a hand on the records of a running bot, for a talk with one person; other is whom "kasus lain" belongs to.
func (s *Stage) Office(db Keeper, person, other conversations.ContactID) Office {
	return &scene{db: db, stage: s, person: person, other: other}
}

// leave closes the scene under way.
func (e *ensemble) leave() {
	if e.now != nil {
		_ = e.now.db.Close() // nobody reads it again
		e.now = nil
	}
}

func (e *ensemble) open(ctx context.Context, path string) (*scene, error) {
	db, err := e.stage.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	s := &scene{db: db, stage: e.stage}
	s.World = world.New(world.Options{Store: db, Flows: e.library, Programmes: e.stage.Programmes, Questions: e.stage.Questions,
		Words: e.stage.Words})
	if s.person, err = db.Introduce(ctx, Start(), e.channel, "orang"); err == nil {
		s.other, err = db.Introduce(ctx, Start(), e.channel, "orang lain")
	}
	return s, err
}

// draw makes the database that all scenes are copied from.
func (e *ensemble) draw(ctx context.Context) error {
	path := filepath.Join(e.dir, "blank.db")
	s, err := e.open(ctx, path)
	if err != nil {
		return err
	}
	if err := s.db.Close(); err != nil {
		return err
	}
	if e.blank, err = os.ReadFile(path); err != nil {
		return fmt.Errorf("read the empty office: %w", err)
	}
	return nil
}
