package sqlite

import (
	"strconv"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/storetest"
)

func addressOf(i int) conversations.Address { return conversations.Address("55110" + strconv.Itoa(i)) }

// at gives a time so many minutes after noon.
func at(minutes int) time.Time { return storetest.Noon().Add(time.Duration(minutes) * time.Minute) }

func accept(t testing.TB, d *DB, now time.Time, m ...conversations.Message) []store.Received {
	t.Helper()
	got, err := d.Accept(t.Context(), now, m...)
	if err != nil {
		t.Fatalf("Accept: %v", err)
	}
	return got
}

func commit(t testing.TB, d *DB, turn store.Turn) []store.Letter {
	t.Helper()
	letters, err := d.Commit(t.Context(), turn)
	if err != nil {
		t.Fatalf("Commit: %v", err)
	}
	return letters
}

func say(id string) conversations.Say {
	return conversations.Say{Mark: conversations.Mark{Key: id}, Reply: storetest.Reply()}
}

// answer gives the turn that answers a message with the effects.
func answer(r store.Received, turn int, effects ...conversations.Effect) store.Turn {
	return store.Turn{Session: storetest.Session(r.Contact, turn), Effects: effects, Answers: []store.Received{r},
		Channel: r.Message.Channel, Address: r.Message.From, Now: at(turn)}
}

func due(t testing.TB, d *DB, now time.Time, after int64) []store.Letter {
	t.Helper()
	letters, err := d.Due(t.Context(), now, after, 100)
	if err != nil {
		t.Fatalf("Due: %v", err)
	}
	return letters
}

func settle(t testing.TB, d *DB, outcomes ...store.Settled) {
	t.Helper()
	if err := d.Settle(t.Context(), at(1), outcomes...); err != nil {
		t.Fatalf("Settle: %v", err)
	}
}
