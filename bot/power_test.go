package bot

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	office "sapa/bot/world"
	"sapa/store"
	"sapa/store/redis"
	"sapa/store/sqlite"
	"sapa/store/vault"
)

var (
	powerSchedules = flag.Int("power", 10_000, "how many random schedules of power failures are played")
	powerSeed      = flag.Uint64("power-seed", 0, "play only the schedule of this number")
)

// The real database and its files, the real world, the real sessions and the whole shell between them: the power is cut
// at random before or after any call that leaves the shell, again and again, and in the end everything must be as if it
// had never been.
func TestPowerFailure(t *testing.T) {
	t.Parallel()
	h := newPowerHouse(t)
	undisturbed := newSchedule(h, 0, true)
	undisturbed.play(t)
	if len(undisturbed.seen()) != len(said()) {
		t.Fatalf("the undisturbed talk has %d letters for %d messages: %q", len(undisturbed.seen()), len(said()), undisturbed.seen())
	}
	h.want = undisturbed.seen()
	if *powerSeed > 0 {
		newSchedule(h, *powerSeed, false).play(t)
		return
	}
	var numbers atomic.Uint64
	var group sync.WaitGroup
	n := schedules(t)
	noting, stop := context.WithCancel(t.Context())
	var chore sync.WaitGroup
	chore.Go(func() { // beside all that, as serve does
		for noting.Err() == nil {
			if err := h.db.NoteTalks(noting, false); err != nil && noting.Err() == nil {
				t.Error(err)
			}
			time.Sleep(time.Millisecond)
		}
	})
	for range 64 {
		group.Go(func() {
			for i := numbers.Add(1); i <= uint64(n) && !t.Failed(); i = numbers.Add(1) {
				newSchedule(h, i, false).play(t)
			}
		})
	}
	group.Wait()
	stop()
	chore.Wait()
	h.atRest(t)
	t.Logf("FIGURE %d schedules: %d power cuts in %d lives, %d messages, %d brought again, %d refused while they were answered, %d letters, %d shown again under the same ID, lost 0",
		n, h.cuts.Load(), h.lives.Load(), h.heard.Load(), h.again.Load(), h.refused.Load(), h.letters.Load(), h.repeats.Load())
}

func schedules(t *testing.T) int {
	n := *powerSchedules
	if v, err := strconv.Atoi(os.Getenv("SAPA_TEST_POWER")); err == nil {
		n = v
	}
	if testing.Short() {
		n = min(n, 300)
	}
	return n
}

// powerHouse is what outlives every cut.
type powerHouse struct {
	db       *sqlite.DB
	flows    *Flows
	metrics  *Metrics
	options  office.Options
	want     []string
	replicas []replica

	cuts, lives, heard, again, refused, letters, repeats atomic.Int64
}

// replica is one Redis.
type replica struct {
	server *miniredis.Miniredis
	shared *redis.Sessions
}

func newPowerHouse(t *testing.T) *powerHouse {
	t.Helper()
	v := vault.Memory()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "sapa.db"), v)
	if err != nil {
		t.Fatal(err)
	}
	h := &powerHouse{db: db, metrics: counters()}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	year := noon().Year()
	for _, err := range []error{
		db.SetWindow(t.Context(), "wrse", nil, year, true, "ani", noon()),
		db.SetQuota(t.Context(), "wrse", nil, year, store.Unlimited, "ani", noon()),
		publish(t.Context(), db, powerFlow, 0),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if h.flows, err = NewFlows(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	h.options = office.Options{Flows: h.flows, Words: catalogue(t)}
	for range 4 {
		m := miniredis.RunT(t)
		shared, err := redis.Open(t.Context(), "redis://"+m.Addr(), v, sessionTTL)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { shared.Close() })
		h.replicas = append(h.replicas, replica{m, shared})
	}
	return h
}

// atRest makes sure that nothing waits anywhere any more.
func (h *powerHouse) atRest(t *testing.T) {
	t.Helper()
	undone, err := h.db.Undone(t.Context())
	if err != nil || len(undone) > 0 {
		t.Errorf("%d messages are unanswered in the end (%v)", len(undone), err)
	}
	due, err := h.db.Due(t.Context(), noon().AddDate(1, 0, 0), 0, 10)
	if err != nil || len(due) > 0 {
		t.Errorf("%d letters are unsent in the end (%v)", len(due), err)
	}
}

func publish(ctx context.Context, db *sqlite.DB, source string, expect int) error {
	id, _, _ := strings.Cut(strings.TrimPrefix(source, "flow: "), "\n")
	_, err := db.PublishFlow(ctx, store.FlowSource{ID: flowID(id), Source: []byte(source), By: "ani", At: noon(), Expect: expect})
	return err
}

// check compares what was shown with the undisturbed talk, and counts cases.
func (s *schedule) check(t *testing.T) {
	got := s.seen()
	if s.house.want != nil && !slices.Equal(got, s.house.want) {
		t.Errorf("schedule %d: letters are\n%s\nwant\n%s", s.number, strings.Join(got, "\n"), strings.Join(s.house.want, "\n"))
	}
	for _, problem := range s.problems {
		t.Errorf("schedule %d: %s", s.number, problem)
	}
	if n := s.aside.Load(); n > 0 {
		t.Errorf("schedule %d: %d messages were set aside", s.number, n)
	}
	contact, err := s.house.db.Behind(context.Background(), "telegram", s.address)
	if err != nil {
		t.Errorf("schedule %d: %v", s.number, err)
		return
	}
	cases, err := s.house.db.CasesOf(context.Background(), contact)
	if err != nil || len(cases) != 1 {
		t.Errorf("schedule %d: %d cases (%v)", s.number, len(cases), err)
	}
}

// nik makes up a NIK of its own for each schedule, with a serial that the civil registry does not give out.
func (s *schedule) nik() string {
	n := int(s.number)
	return fmt.Sprintf("647203%02d%02d%02d99%02d", 1+n/100%28, 1+n/2800%12, 50+n/33600%40, n%100)
}

func newRand(n uint64) *rand.Rand { return rand.New(rand.NewPCG(n, 2026)) }
