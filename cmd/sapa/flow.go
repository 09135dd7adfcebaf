package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/conversations/flowfile"
	"sapa/store"
)

type flowCmd struct {
	Check    flowCheckCmd    `cmd:"" help:"Tell what is wrong with flow files, with line and column."`
	Graph    flowGraphCmd    `cmd:"" help:"Draw a flow file as a Mermaid graph."`
	Test     flowTestCmd     `cmd:"" help:"Play written talks against their flows."`
	List     flowListCmd     `cmd:"" help:"List the published flows and how many talks stand in each."`
	Export   flowExportCmd   `cmd:"" help:"Write a published flow to standard output."`
	Publish  flowPublishCmd  `cmd:"" aliases:"import" help:"Publish a flow file as a new revision."`
	Rollback flowRollbackCmd `cmd:"" help:"Make an earlier revision the published one."`
}

type flowCheckCmd struct {
	Files []string `arg:"" help:"Flow files."`
}

// Run checks each file and fails when one has an issue.
func (c *flowCheckCmd) Run(io streams) error {
	bad := 0
	for _, name := range c.Files {
		data, err := os.ReadFile(name)
		if err != nil {
			return unread(name, err)
		}
		f, err := flowfile.Parse(name, data, 0)
		if err != nil {
			fmt.Fprintln(io.out, err)
			bad++
			continue
		}
		fmt.Fprintf(io.out, "%s: %s, %d nodes, no issues\n", name, f.Ref.ID, len(f.Nodes))
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d flow files have issues", bad, len(c.Files))
	}
	return nil
}

type flowGraphCmd struct {
	File string `arg:"" help:"Flow file."`
}

// Run draws the flow.
func (c *flowGraphCmd) Run(io streams) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return unread(c.File, err)
	}
	f, err := flowfile.Parse(c.File, data, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(io.out, flowfile.Mermaid(f))
	return err
}

type flowListCmd struct{}

// Run lists the published flows.
func (c *flowListCmd) Run(ctx context.Context, cfg *Config, io streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		flows, err := h.db.PublishedFlows(ctx)
		if err != nil {
			return err
		}
		talks, err := h.db.SessionsByFlow(ctx)
		if err != nil {
			return err
		}
		for _, f := range flows {
			fmt.Fprintf(io.out, "%s\trevision %d\tby %s\t%s\t%d talks\n", f.ID, f.Revision, f.By, f.At.In(h.place).Format(time.DateTime), talks[f.Ref()])
		}
		return nil
	})
}

type flowExportCmd struct {
	Flow     string `arg:"" help:"Name as in flow list."`
	Revision int    `help:"0: the published one."`
}

// Run writes a flow as its author wrote it.
func (c *flowExportCmd) Run(ctx context.Context, cfg *Config, io streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		f, err := findFlow(ctx, h, c.Flow, c.Revision)
		if err != nil {
			return err
		}
		_, err = io.out.Write(f.Source)
		return err
	})
}

func findFlow(ctx context.Context, h *house, id string, revision int) (store.FlowSource, error) {
	if revision != 0 {
		f, err := h.db.FlowRevision(ctx, conversations.FlowRef{ID: conversations.FlowID(id), Revision: revision})
		if errors.Is(err, store.ErrNotFound) {
			return f, noRevision(id, revision)
		}
		return f, err
	}
	flows, err := h.db.PublishedFlows(ctx)
	if err != nil {
		return store.FlowSource{}, err
	}
	for _, f := range flows {
		if string(f.ID) == id {
			return f, nil
		}
	}
	return store.FlowSource{}, fmt.Errorf("no flow is published by the name %s; see: sapa flow list", id)
}

func noRevision(flow string, revision int) error {
	return fmt.Errorf("there is no flow %s with a revision %d; see: sapa flow list", flow, revision)
}

type flowPublishCmd struct {
	File     string `arg:"" help:"Flow file; a talk beside it is played first."`
	By       string `help:"Who publishes, for the history." default:"cli"`
	Expect   int    `help:"Revision that was edited; refused when another is published by now. 0: whatever is published."`
	Untested bool   `help:"Publish without playing the talk file beside the flow."`
}

// Run checks, plays the talks beside the file, and publishes. Talks under way stay on their revision.
func (c *flowPublishCmd) Run(ctx context.Context, cfg *Config, io streams) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return unread(c.File, err)
	}
	f, err := flowfile.Parse(c.File, data, 0)
	if err != nil {
		return err
	}
	talk := strings.TrimSuffix(c.File, ".flow.yaml") + ".talk.txt"
	if _, err := os.Stat(talk); err == nil && !c.Untested {
		if err := playTalks(ctx, filepath.Dir(c.File), []string{talk}, false, io.out); err != nil {
			return err
		}
	}
	return inHouse(ctx, cfg, func(h *house) error {
		if err := publishSeeds(ctx, h, time.Now()); err != nil {
			return err
		}
		expect := c.Expect
		if expect == 0 {
			flows, err := h.db.PublishedFlows(ctx)
			if err != nil {
				return err
			}
			for _, r := range flows {
				if r.ID == f.Ref.ID {
					expect = r.Revision // not the newest one: somebody may have gone back from it
				}
			}
		}
		ref, err := h.db.PublishFlow(ctx, store.FlowSource{ID: f.Ref.ID, Source: data, By: c.By, At: time.Now(), Expect: expect})
		if errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("somebody published %s meanwhile: export it, merge, and try again", f.Ref.ID)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(io.out, "%s is published as revision %d\n", ref.ID, ref.Revision)
		return nil
	})
}

type flowRollbackCmd struct {
	Flow     string `arg:"" help:"Name as in flow list."`
	Revision int    `arg:"" help:"Revision to go back to."`
	By       string `default:"cli" help:"Who does it, for the history."`
}

// Run points back to an earlier revision.
func (c *flowRollbackCmd) Run(ctx context.Context, cfg *Config, io streams) error {
	return inHouse(ctx, cfg, func(h *house) error {
		err := h.db.RollbackFlow(ctx, store.FlowSource{ID: conversations.FlowID(c.Flow), Revision: c.Revision, By: c.By, At: time.Now()})
		if errors.Is(err, store.ErrNotFound) {
			return noRevision(c.Flow, c.Revision)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(io.out, "%s is back at revision %d\n", c.Flow, c.Revision)
		return nil
	})
}

// inHouse opens the data folder for one verb.
func inHouse(ctx context.Context, cfg *Config, do func(*house) error) error {
	h, err := open(ctx, cfg)
	if err != nil {
		return err
	}
	defer h.leave()
	return do(h)
}
