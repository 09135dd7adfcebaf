package sqlite

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"sapa/store"
	"sapa/store/vault"
)

// atOnce runs do n times at once.
func atOnce(n int, do func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() { <-start; do(i) })
	}
	close(start)
	wg.Wait()
}

func TestTheLastPlaceIsTakenOnce(t *testing.T) {
	t.Parallel()
	d := opened(t, 3)
	mustOpen(t, d, applicant(90))
	mustOpen(t, d, applicant(91))
	var got, full atomic.Int32
	atOnce(50, func(i int) {
		switch _, err := d.OpenCase(t.Context(), applicant(i)); {
		case err == nil:
			got.Add(1)
		case errors.Is(err, store.ErrFull):
			full.Add(1)
		default:
			t.Errorf("OpenCase: %v", err)
		}
	})
	if got.Load() != 1 || full.Load() != 49 {
		t.Errorf("%d got the last place, %d were told it is full", got.Load(), full.Load())
	}
	w, err := d.Window(t.Context(), "wrse", "64.72", 2026)
	if err != nil || w.Taken != 3 || w.Left() != 0 {
		t.Errorf("window: %+v, %v", w, err)
	}
}

func TestOneNIKAtOnceIsOneCase(t *testing.T) {
	t.Parallel()
	d := opened(t, 100)
	var got, dup atomic.Int32
	atOnce(20, func(i int) {
		n := applicant(1)
		n.Key = fmt.Sprint("k", i)
		switch _, err := d.OpenCase(t.Context(), n); {
		case err == nil:
			got.Add(1)
		case errors.Is(err, store.ErrDuplicate):
			dup.Add(1)
		default:
			t.Errorf("OpenCase: %v", err)
		}
	})
	if got.Load() != 1 || dup.Load() != 19 {
		t.Errorf("%d cases, %d duplicates", got.Load(), dup.Load())
	}
}

func TestNumbersHaveNoGaps(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "sapa.db")
	v := vault.Memory()
	handles := []*DB{openAt(t, path, v), openAt(t, path, v)}
	if err := handles[0].SetWindow(t.Context(), "wrse", []string{"64.72"}, 2026, true, "admin", noon()); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	seen := map[string]bool{}
	atOnce(120, func(i int) {
		n := applicant(i % 100) // the last twenty are duplicates, and must not use a number up
		n.Key = fmt.Sprint("k", i)
		c, err := handles[i%2].OpenCase(t.Context(), n)
		if err != nil && !errors.Is(err, store.ErrDuplicate) {
			t.Errorf("OpenCase: %v", err)
		}
		if err == nil {
			mu.Lock()
			defer mu.Unlock()
			if seen[c.Number] {
				t.Errorf("%s was given twice", c.Number)
			}
			seen[c.Number] = true
		}
	})
	for i := 1; i <= 100; i++ {
		if number := store.CaseNumber("WRSE", 2026, i); !seen[number] {
			t.Errorf("%s is missing", number)
		}
	}
	if len(seen) != 100 {
		t.Errorf("%d cases", len(seen))
	}
}

func TestATransactionUndoneGivesItsNumberBack(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	o, err := d.opening(applicant(1))
	if err != nil {
		t.Fatal(err)
	}
	power := errors.New("power cut")
	err = d.Write(t.Context(), func(tx *Tx) error {
		if _, err := d.openCase(tx, o); err != nil {
			return err
		}
		return power
	})
	if !errors.Is(err, power) {
		t.Fatal(err)
	}
	if c := mustOpen(t, d, applicant(2)); c.Number != "WRSE-2026-000001" {
		t.Errorf("after an undone case comes %s", c.Number)
	}
	other := applicant(3)
	other.Year = 2027
	if err := d.SetWindow(t.Context(), "wrse", nil, 2027, true, "admin", noon()); err != nil {
		t.Fatal(err)
	}
	if c := mustOpen(t, d, other); c.Number != "WRSE-2027-000001" {
		t.Errorf("a new year begins with %s", c.Number)
	}
	group := applicant(4)
	group.Programme = "terencana"
	if c := mustOpen(t, d, group); c.Number != "BT-2026-000001" {
		t.Errorf("another programme begins with %s", c.Number)
	}
}
