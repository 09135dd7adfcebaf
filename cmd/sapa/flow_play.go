package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sapa/bot/talks"
	"sapa/conversations"
	"sapa/conversations/flowfile"
	"sapa/conversations/seeds"
	"sapa/conversations/transcript"
	"sapa/store/sqlite"
	"sapa/store/vault"
)

type flowTestCmd struct {
	Files  []string `arg:"" optional:"" help:"Talk files (*.talk.txt), beside their flows; the shipped ones when none are named."`
	Update bool     `help:"Write what the talks come to into their files."`
}

// Run plays talks in both shapes and prints how much of the flows they cover.
func (c *flowTestCmd) Run(ctx context.Context, s streams) error {
	if len(c.Files) == 0 {
		names, err := fs.Glob(seeds.Files, "*.talk.txt")
		if err != nil {
			return err
		}
		stage, err := talks.Load(seeds.Files, keeper())
		if err != nil {
			return err
		}
		return play(ctx, stage, seeds.Files, names, s.out)
	}
	return playTalks(ctx, filepath.Dir(c.Files[0]), c.Files, c.Update, s.out)
}

// keeper opens the databases that talks are played on. They are gone with the talk, and so is their key.
func keeper() talks.Open {
	v := vault.Memory()
	return func(ctx context.Context, path string) (talks.Keeper, error) { return sqlite.Open(ctx, path, v) }
}

// playTalks plays talks of one folder. Its flows take the place of the shipped ones of the same names.
func playTalks(ctx context.Context, dir string, files []string, update bool, out io.Writer) error {
	stage, err := talks.Load(seeds.Files, keeper())
	if err != nil {
		return err
	}
	flows, err := filepath.Glob(filepath.Join(dir, "*.flow.yaml"))
	if err != nil {
		return err
	}
	for _, name := range flows {
		data, err := os.ReadFile(name)
		if err != nil {
			return unread(name, err)
		}
		f, err := flowfile.Parse(name, data, 1)
		if err != nil {
			return err
		}
		stage.Replace(f)
	}
	var names []string
	for _, f := range files {
		if _, err := os.Stat(f); err != nil {
			return unread(f, err)
		}
		names = append(names, filepath.Base(f))
	}
	if update {
		return write(ctx, stage, dir, names)
	}
	return play(ctx, stage, os.DirFS(dir), names, out)
}

// play compares talks with their golden files, and prints the coverage of every flow that they pass through.
func play(ctx context.Context, stage *talks.Stage, fsys fs.FS, names []string, out io.Writer) error {
	coverage := transcript.NewCoverage()
	bad := 0
	for _, name := range names {
		results, err := stage.Test(ctx, fsys, name, coverage.Visit)
		if err != nil {
			return err
		}
		for _, r := range results {
			if r.Good() {
				fmt.Fprintf(out, "ok    %s (%s)\n", r.Talk, r.Shape)
				continue
			}
			bad++
			fmt.Fprintf(out, "FAIL  %s (%s): %s\n", r.Talk, r.Shape, firstDifference(r))
		}
	}
	printCoverage(out, stage.Flows, coverage)
	if bad > 0 {
		return fmt.Errorf("%d talks come to something else than their files say", bad)
	}
	return nil
}

// firstDifference names the first line that differs.
func firstDifference(r talks.Result) string {
	if r.Err != nil {
		return r.Err.Error()
	}
	got, want := strings.Split(r.Got, "\n"), strings.Split(r.Want, "\n")
	for i := range got {
		if i >= len(want) || got[i] != want[i] {
			expected := "(nothing)"
			if i < len(want) {
				expected = want[i]
			}
			return fmt.Sprintf("line %d is %q instead of %q", i+1, got[i], expected)
		}
	}
	return fmt.Sprintf("line %d is missing", len(got)+1)
}

func printCoverage(out io.Writer, flows []*conversations.Flow, c *transcript.Coverage) {
	taken, all := 0, 0
	for _, f := range flows {
		x, n, left := c.Of(f)
		if x == 0 {
			continue
		}
		taken, all = taken+x, all+n
		fmt.Fprintf(out, "%-18s %3d of %3d ways", f.Ref.ID, x, n)
		if len(left) > 0 && len(left) <= 5 {
			fmt.Fprintf(out, "; not taken: %s", strings.Join(left, ", "))
		}
		fmt.Fprintln(out)
	}
	if all > 0 {
		fmt.Fprintf(out, "branch coverage %d of %d (%.1f%%)\n", taken, all, 100*float64(taken)/float64(all))
	}
}

// write plays talks and keeps what they come to.
func write(ctx context.Context, stage *talks.Stage, dir string, names []string) error {
	for _, name := range names {
		results, err := stage.Test(ctx, os.DirFS(dir), name, nil)
		if err != nil {
			return err
		}
		for _, r := range results {
			if r.Err != nil {
				return r.Err
			}
			if err := os.WriteFile(filepath.Join(dir, r.Shape.Golden(name)), []byte(r.Got), 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
