// Package transcript plays written conversations through the engine and writes down what it said. The same player serves
// the golden talks beside each flow, the publish check and the console's simulator.
//
// A talk is a text file of scenarios. Each begins with "-- title"; then come lines of what happens:
//
//	> words       the person says them
//	* label       the person presses the button with that label
//	+ foto        the person sends a photo (also: suara, stiker, dokumen, lokasi, video)
//	~ 3 hari      time passes (menit, jam, hari); alarms that fall due ring
//	@ ...         the world is arranged, or the office does something; World.Arrange says what it knows
//	# ...         a remark
//
// The lines that Play adds are "< " for what the bot says, "  [label]" for its buttons, and "= " for what it asked of the
// world.
package transcript

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"sapa/conversations"
)

// World carries out what flows ask for.
type World interface {
	// Arrange does what an "@" line says. Replies are what the person is told, unprompted, because of it.
	Arrange(ctx context.Context, line string, now time.Time) ([]conversations.Reply, error)
	Find(ctx context.Context, s conversations.Session, r conversations.Request, now time.Time) (map[conversations.Slot]string, error)
	Tell(ctx context.Context, s conversations.Session, o conversations.Order, now time.Time) error
}

// Show renders a reply as the lines a person sees, without marks.
type Show func(r conversations.Reply) []string

// Script is how to play: the flows, how replies look, and a fresh world for every scenario.
type Script struct {
	Library *conversations.Library
	Show    Show
	World   func() (World, error)
	Channel conversations.Channel
	Taps    bool // numbers are pressed as buttons, on channels that have them
	Visit   conversations.Visit
	Start   time.Time // when every scenario begins
}

// Play plays every scenario of a file and returns the file with the bot's lines as they are now.
func Play(ctx context.Context, sc Script, file string) (string, error) {
	var b strings.Builder
	var p *player
	for i, line := range strings.Split(strings.TrimRight(file, "\n"), "\n") {
		if played(line) {
			continue
		}
		fmt.Fprintln(&b, line)
		switch {
		case strings.HasPrefix(line, "-- "):
			w, err := sc.World()
			if err != nil {
				return "", err
			}
			p = &player{Script: sc, ctx: ctx, world: w, now: sc.Start, out: &b, alarms: map[string]time.Time{}}
			p.s = conversations.Session{Contact: "1", Locale: "id"}
		case line == "" || strings.HasPrefix(line, "#"):
		case p == nil:
			return "", fmt.Errorf("line %d: a scenario begins with a title: -- title", i+1)
		default:
			if err := p.line(line); err != nil {
				return "", fmt.Errorf("line %d: %w", i+1, err)
			}
		}
	}
	return b.String(), nil
}

// played tells whether a line is one that Play writes.
func played(line string) bool {
	return strings.HasPrefix(line, "<") || strings.HasPrefix(line, "= ") || strings.HasPrefix(line, "  ")
}

type player struct {
	Script
	ctx    context.Context
	world  World
	s      conversations.Session
	now    time.Time
	heard  int
	alarms map[string]time.Time
	out    *strings.Builder
}

func (p *player) line(line string) error {
	mark, rest, _ := strings.Cut(line, " ")
	switch mark {
	case "~":
		return p.pass(rest)
	case "@":
		replies, err := p.world.Arrange(p.ctx, rest, p.now)
		for _, r := range replies {
			p.show(r)
		}
		return err
	case ">", "*", "+":
		p.now = p.now.Add(time.Minute)
		m, err := p.message(mark, rest)
		if err != nil {
			return err
		}
		return p.turn(conversations.Heard{Message: m})
	}
	return fmt.Errorf("no line begins with %q", mark)
}

// turn feeds one input and answers every request that follows, as the shell does.
func (p *player) turn(in conversations.Input) error {
	var all []conversations.Effect
	for range 32 {
		effects, err := p.feed(in)
		if err != nil {
			return err
		}
		all = append(all, effects...)
		for _, e := range effects {
			if o, ok := e.(conversations.Order); ok {
				if err := p.world.Tell(p.ctx, p.s, o, p.now); err != nil {
					return fmt.Errorf("%s: %w", o.Name, err)
				}
			}
		}
		if p.s.Request == nil {
			break
		}
		found, err := p.world.Find(p.ctx, p.s, *p.s.Request, p.now)
		if err != nil {
			return fmt.Errorf("%s: %w", p.s.Request.Name, err)
		}
		in = conversations.Found{Request: p.s.Request.Key, Slots: found, At: p.now}
	}
	for _, e := range conversations.Merge(all) {
		p.effect(e)
	}
	return nil
}

// feed steps once, and makes sure of what every step promises: purity, sameness, and a session that survives being stored.
func (p *player) feed(in conversations.Input) ([]conversations.Effect, error) {
	before := stored(p.s)
	s, effects := conversations.Watch(p.Library, p.s, in, p.Visit)
	if stored(p.s) != before {
		return nil, fmt.Errorf("the step changed the session it was given")
	}
	again, more := conversations.Converse(p.Library, p.s, in)
	if stored(again) != stored(s) || !reflect.DeepEqual(effects, more) {
		return nil, fmt.Errorf("the same step gave something else")
	}
	p.s = conversations.Session{}
	return effects, json.Unmarshal([]byte(stored(s)), &p.s)
}

func stored(s conversations.Session) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func (p *player) effect(e conversations.Effect) {
	switch e := e.(type) {
	case conversations.Say:
		p.show(e.Reply)
	case conversations.Request:
		fmt.Fprintf(p.out, "= %s\n", e.Name)
	case conversations.Order:
		fmt.Fprintf(p.out, "= %s\n", e.Name)
	case conversations.SetAlarm:
		p.alarms[e.Name] = e.At
		if e.At.IsZero() {
			delete(p.alarms, e.Name)
		}
	case conversations.Fault:
		fmt.Fprintf(p.out, "= FAULT %s\n", e.Problem)
	}
}

func (p *player) show(r conversations.Reply) {
	for _, text := range p.Show(r) {
		fmt.Fprintf(p.out, "< %s\n", strings.ReplaceAll(text, "\n", "\n  "))
	}
}

// pass lets time go by and rings what falls due on the way, in order.
func (p *player) pass(words string) error {
	d, err := duration(words)
	if err != nil {
		return err
	}
	end := p.now.Add(d)
	for {
		name, at := p.first()
		if name == "" || at.After(end) {
			break
		}
		delete(p.alarms, name)
		p.now = at
		if err := p.turn(conversations.Rang{Alarm: name, At: at}); err != nil {
			return err
		}
	}
	p.now = end
	return nil
}

func (p *player) first() (name string, at time.Time) {
	for n, t := range p.alarms {
		if name == "" || t.Before(at) || t.Equal(at) && n < name {
			name, at = n, t
		}
	}
	return name, at
}

func duration(words string) (time.Duration, error) {
	var n int
	var unit string
	if _, err := fmt.Sscanf(words, "%d %s", &n, &unit); err != nil {
		return 0, fmt.Errorf("time passes as in \"~ 3 hari\"")
	}
	units := []string{"menit", "jam", "hari"}
	lengths := []time.Duration{time.Minute, time.Hour, 24 * time.Hour}
	i := slices.Index(units, unit)
	if i < 0 {
		return 0, fmt.Errorf("no unit of time is called %q", unit)
	}
	return time.Duration(n) * lengths[i], nil
}
