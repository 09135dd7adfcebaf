package sqlite

import (
	"strconv"
	"testing"

	"sapa/store/storetest"
)

// people makes contacts "1" to "9".
func people(t testing.TB, d *DB) {
	t.Helper()
	for i := 1; i <= 9; i++ {
		id, err := d.Introduce(t.Context(), storetest.Noon(), "telegram", addressOf(i))
		if err != nil || string(id) != strconv.Itoa(i) {
			t.Fatalf("Introduce = %q, %v", id, err)
		}
	}
}

func TestSessions(t *testing.T) {
	t.Parallel()
	storetest.TestSessions(t, func(t *testing.T) storetest.Sessions {
		d := fresh(t)
		people(t, d)
		return d
	})
}

func TestTurnOutlivesItsSession(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	people(t, d)
	if turn, err := d.Turn(t.Context(), "1"); turn != 0 || err != nil {
		t.Errorf("Turn of a stranger = %d, %v", turn, err)
	}
	if err := d.Save(t.Context(), storetest.Session("1", 5)); err != nil {
		t.Fatal(err)
	}
	if err := d.Drop(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if turn, err := d.Turn(t.Context(), "1"); turn != 5 || err != nil {
		t.Errorf("Turn = %d, %v", turn, err)
	}
}

func TestSessionsByFlow(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	people(t, d)
	for i, revision := range []int{3, 3, 4, 4} {
		s := storetest.Session(contactID(int64(i+1)), 1)
		s.Flow.Revision = revision
		if i == 3 {
			s.Status = "done"
		}
		if err := d.Save(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	got, err := d.SessionsByFlow(t.Context())
	if err != nil || len(got) != 2 || got[storetest.Session("1", 1).Flow] != 2 {
		t.Errorf("SessionsByFlow = %v, %v", got, err)
	}
}
