package sqlite

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/store"
)

func TestTickets(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	open := func(key string, contact conversations.ContactID, after time.Duration) store.Ticket {
		t.Helper()
		tk, err := d.OpenTicket(t.Context(), key, contact, "ingin bicara", noon().Add(after))
		if err != nil {
			t.Fatal(err)
		}
		return tk
	}
	first := open("7.3.0", "7", time.Hour)
	want := store.Ticket{Number: "TKT-2026-0001", Contact: "7", Reason: "ingin bicara", At: noon().Add(time.Hour)}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Errorf("ticket:\n%s", diff)
	}
	if again := open("7.9.0", "7", 2*time.Hour); !cmp.Equal(first, again) {
		t.Errorf("asking again gave %s", again.Number)
	}
	second := open("8.1.0", "8", 0)
	list, err := d.Tickets(t.Context())
	if diff := cmp.Diff([]store.Ticket{second, first}, list); diff != "" || err != nil {
		t.Errorf("who waits: %v\n%s", err, diff)
	}
	at := noon().Add(5 * time.Hour)
	if err := d.CloseTicket(t.Context(), "tkt-2026-1", store.Operator, at); err != nil {
		t.Fatal(err)
	}
	if err := d.CloseTicket(t.Context(), first.Number, store.Operator, at); !errors.Is(err, store.ErrConflict) {
		t.Errorf("closed twice: %v", err)
	}
	if err := d.CloseTicket(t.Context(), "TKT-2026-0009", store.Operator, at); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
	first.Closed, first.By = at, store.Operator
	if again := open("7.3.0", "7", 6*time.Hour); !cmp.Equal(first, again) {
		t.Errorf("the same key after closing gave %+v", again)
	}
	third := open("7.20.0", "7", 7*time.Hour)
	if third.Number != "TKT-2026-0003" {
		t.Errorf("a new wish gave %s", third.Number)
	}
	if again := open("7.3.0", "7", 8*time.Hour); again.Number != first.Number {
		t.Errorf("the first key now gives %s", again.Number)
	}
	own, err := d.TicketsOf(t.Context(), "7")
	if diff := cmp.Diff([]store.Ticket{third, first}, own); diff != "" || err != nil {
		t.Errorf("of the contact: %v\n%s", err, diff)
	}
	if _, err := d.OpenTicket(t.Context(), "", "7", "", noon()); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("without a key: %v", err)
	}
}

func TestAskingAtOnceGivesOneTicket(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	var mu sync.Mutex
	numbers := map[string]int{}
	atOnce(20, func(i int) {
		tk, err := d.OpenTicket(t.Context(), fmt.Sprint("k", i), "7", "", noon())
		if err != nil {
			t.Errorf("OpenTicket: %v", err)
		}
		mu.Lock()
		defer mu.Unlock()
		numbers[tk.Number]++
	})
	if len(numbers) != 1 || numbers["TKT-2026-0001"] != 20 {
		t.Errorf("tickets: %v", numbers)
	}
}
