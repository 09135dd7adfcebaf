package sqlite

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sapa/store"
)

// Whatever officers and citizens do, in any order: no quota is exceeded, nobody has two living cases, numbers count on,
// every event follows the table, and the audit log is whole.
func TestWhateverHappensToCases(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	year := 2000
	rapid.Check(t, func(t *rapid.T) {
		year++ // a fresh year is a fresh office
		m := &caseModel{T: t, d: d, year: year, quota: rapid.IntRange(0, 4).Draw(t, "quota")}
		m.must(d.SetWindow(t.Context(), "wrse", []string{"64.72"}, year, true, "admin", noon()))
		m.must(d.SetQuota(t.Context(), "wrse", []string{"64.72"}, year, m.quota, "admin", noon()))
		t.Repeat(map[string]func(*rapid.T){"open": m.open, "decide": m.decide, "": m.check})
	})
	if broken, err := d.VerifyAudit(t.Context()); broken != 0 || err != nil {
		t.Errorf("audit log broken at %d, %v", broken, err)
	}
}

type caseModel struct {
	*rapid.T
	d       *DB
	year    int
	quota   int
	keys    int
	numbers []string
}

func (m *caseModel) must(err error) {
	if err != nil {
		m.Fatal(err)
	}
}

func (m *caseModel) open(t *rapid.T) {
	n := applicant(rapid.IntRange(0, 5).Draw(t, "person"))
	m.keys++
	n.Year, n.Key, n.Waiting = m.year, fmt.Sprint(m.year, ".", m.keys), rapid.Bool().Draw(t, "waiting")
	n.At = noon().Add(time.Duration(m.keys) * time.Second)
	c, err := m.d.OpenCase(t.Context(), n)
	switch {
	case err == nil:
		m.numbers = append(m.numbers, c.Number)
		if want := store.CaseNumber("WRSE", m.year, len(m.numbers)); c.Number != want {
			t.Fatalf("number %s after %d cases", c.Number, len(m.numbers)-1)
		}
	case !errors.Is(err, store.ErrDuplicate) && !errors.Is(err, store.ErrFull):
		t.Fatal(err)
	}
}

func (m *caseModel) decide(t *rapid.T) {
	if len(m.numbers) == 0 {
		t.Skip("no case yet")
	}
	dec := decideTo(rapid.SampledFrom(m.numbers).Draw(t, "number"), rapid.SampledFrom(store.Statuses()).Draw(t, "to"))
	_, err := m.d.Decide(t.Context(), dec)
	if err != nil && !errors.Is(err, store.ErrTransition) && !errors.Is(err, store.ErrFull) && !errors.Is(err, store.ErrDuplicate) {
		t.Fatal(err)
	}
}

func (m *caseModel) check(t *rapid.T) {
	heads, err := m.d.Cases(t.Context(), store.CaseFilter{Year: m.year})
	m.must(err)
	living, taken, waiting := map[string]bool{}, 0, 0
	for _, h := range heads {
		c, err := m.d.CaseByNumber(t.Context(), h.Number)
		m.must(err)
		if h.Status.Claims() && living[c.Person.NIK] {
			t.Fatalf("a second living case: %s", h.Number)
		}
		living[c.Person.NIK] = living[c.Person.NIK] || h.Status.Claims()
		if h.Status.TakesPlace() {
			taken++
		}
		if h.Status == store.CaseWaitlisted {
			waiting++
		}
		m.way(t, h)
	}
	w, err := m.d.Window(t.Context(), "wrse", "64.72", m.year)
	m.must(err)
	if taken > m.quota || w.Taken != taken || w.Waiting != waiting || len(heads) != len(m.numbers) {
		t.Fatalf("%d cases, %d take one of %d places, %d wait; the window says %+v", len(heads), taken, m.quota, waiting, w)
	}
}

// way walks a case's events from the opening to its status.
func (m *caseModel) way(t *rapid.T, h store.CaseHead) {
	events, err := m.d.CaseEvents(t.Context(), h.Number)
	m.must(err)
	at := events[0].To
	for i, e := range events[1:] {
		if e.From != at || e.Place != i+2 || !store.CanGo(at, e.To) {
			t.Fatalf("%s went from %s to %s at %d", h.Number, e.From, e.To, e.Place)
		}
		at = e.To
	}
	if at != h.Status {
		t.Fatalf("%s is %s, its events end at %s", h.Number, h.Status, at)
	}
}
