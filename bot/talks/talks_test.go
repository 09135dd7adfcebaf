package talks

import (
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/conversations/transcript"
	"sapa/store/sqlite"
	"sapa/store/vault"
)

var update = flag.Bool("update", false, "write what the talks come to into their golden files")

// keeper opens databases under one vault that is gone with the test.
func keeper() Open {
	v := vault.Memory()
	return func(ctx context.Context, path string) (Keeper, error) { return sqlite.Open(ctx, path, v) }
}

// least is the share of all ways that the shipped talks take, in per cent.
const least = 90

const seeds = "../../conversations/seeds"

// TestTalks plays every shipped talk on both shapes, and counts which ways through the flows they take.
func TestTalks(t *testing.T) {
	stage, err := Load(os.DirFS(seeds), keeper())
	if stage == nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Error(err)
	}
	names, err := fs.Glob(os.DirFS(seeds), "*.talk.txt")
	if err != nil {
		t.Fatal(err)
	}
	coverage := transcript.NewCoverage()
	var mu sync.Mutex
	var played atomic.Int64
	visit := func(f conversations.FlowRef, n conversations.NodeID, way int) {
		mu.Lock()
		defer mu.Unlock()
		coverage.Visit(f, n, way)
	}
	t.Run("talks", func(t *testing.T) {
		for _, name := range names {
			t.Run(strings.TrimSuffix(name, ".talk.txt"), func(t *testing.T) {
				t.Parallel()
				played.Add(1)
				check(t, stage, name, visit)
			})
		}
	})
	if share := report(t, stage, coverage); share < least && int(played.Load()) == len(names) {
		t.Errorf("the talks take %d %% of all ways through the flows, less than %d %%", share, least)
	}
}

func check(t *testing.T, stage *Stage, name string, visit conversations.Visit) {
	t.Helper()
	results, err := stage.Test(t.Context(), os.DirFS(seeds), name, visit)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		switch {
		case r.Err != nil:
			t.Errorf("%s: %v", r.Shape, r.Err)
		case *update:
			if err := os.WriteFile(filepath.Join(seeds, r.Shape.Golden(name)), []byte(r.Got), 0o644); err != nil {
				t.Error(err)
			}
		case !r.Good():
			t.Errorf("%s differs from %s (-want +got):\n%s", r.Shape, r.Shape.Golden(name), cmp.Diff(lines(r.Want), lines(r.Got)))
		}
	}
}

func lines(s string) []string { return strings.Split(s, "\n") }

// report prints how many ways of each flow the talks take, and gives the share over all flows in per cent.
func report(t *testing.T, stage *Stage, c *transcript.Coverage) int {
	t.Helper()
	taken, all := 0, 0
	for _, f := range stage.Flows {
		x, n, left := c.Of(f)
		taken, all = taken+x, all+n
		t.Logf("%-20s %3d of %3d ways taken (%d %%)", f.Ref.ID, x, n, percent(x, n))
		for _, way := range left {
			t.Logf("    not taken: %s", way)
		}
	}
	share := percent(taken, all)
	t.Logf("%-20s %3d of %3d ways taken (%d %%)", "all flows", taken, all, share)
	return share
}

// percent is whole per cent; a flow without ways is taken altogether.
func percent(taken, all int) int {
	if all == 0 {
		return 100
	}
	return 100 * taken / all
}
