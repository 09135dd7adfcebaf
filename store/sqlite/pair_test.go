package sqlite

import (
	"slices"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/storetest"
)

const (
	hidden  = "200000000009901@lid"
	number  = "628129900001@s.whatsapp.net"
	hidden2 = "200000000009902@lid"
	number2 = "628129900002@s.whatsapp.net"
)

// wrote is a message on WhatsApp from one address, and the other one as far as the platform tells it.
func wrote(id, from, also string) conversations.Message {
	m := storetest.Message(id, from, "halo")
	m.Channel, m.Also = "whatsapp", conversations.Address(also)
	return m
}

// heardFrom accepts a message and gives whose it is.
func heardFrom(t testing.TB, d *DB, now time.Time, id, from, also string) store.Received {
	t.Helper()
	return accept(t, d, now, wrote(id, from, also))[0]
}

// reached gives the addresses of a contact, sorted.
func reached(t testing.TB, d *DB, id conversations.ContactID) (out []string) {
	t.Helper()
	c, err := d.Contact(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range c.Addresses {
		out = append(out, string(a.Address))
	}
	slices.Sort(out)
	return out
}

// A number and a hidden ID that two talks came from turn out to be one person: nothing is lost, and the newer talk goes on.
func TestPairMergesTwoContacts(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	old := heardFrom(t, d, at(0), "m1", number, "")
	commit(t, d, answer(old, 1, say("1.1.0"), conversations.SetAlarm{Mark: mark("1.1.1"), Name: "draft:daftar_wrse", At: at(60)}))
	settle(t, d, store.Settled{ID: "1.1.0", State: store.LetterSent, Message: "w1"})
	filed := applicant(0)
	filed.Contact, filed.Channel = old.Contact, "whatsapp"
	c := mustOpen(t, d, filed)
	for i, id := range []conversations.ContactID{old.Contact, "2"} {
		if i == 1 {
			newer := heardFrom(t, d, at(5), "m2", hidden, "")
			if newer.Contact != id {
				t.Fatalf("the hidden ID is contact %s", newer.Contact)
			}
			commit(t, d, answer(newer, 7, say("2.7.0")))
		}
		if _, err := d.OpenTicket(t.Context(), "tiket"+string(id), id, "tolong", at(6)); err != nil {
			t.Fatal(err)
		}
	}
	waiting := heardFrom(t, d, at(8), "m3", number, "") // in a lane of its own when the pair becomes known
	if err := d.SetStopped(t.Context(), old.Contact, at(8)); err != nil {
		t.Fatal(err)
	}

	got := heardFrom(t, d, at(9), "m4", hidden, number)
	if got.Contact != "2" {
		t.Fatalf("together they are contact %s, and not the one with the newer talk", got.Contact)
	}
	if a := reached(t, d, "2"); !slices.Equal(a, []string{hidden, number}) {
		t.Errorf("reached at %v", a)
	}
	if a := reached(t, d, old.Contact); !slices.Equal(a, []string{hidden, number}) {
		t.Errorf("whoever holds the old ID reaches %v", a)
	}
	if all, err := d.CasesOf(t.Context(), "2"); err != nil || len(all) != 1 || all[0].Number != c.Number {
		t.Errorf("cases: %v, %v", all, err)
	}
	if s, err := d.Session(t.Context(), "2"); err != nil || s.Turn != 7 {
		t.Errorf("the talk is at turn %d, %v", s.Turn, err)
	}
	if alarms, err := d.DueAlarms(t.Context(), at(100), 10); err != nil || len(alarms) != 0 {
		t.Errorf("the talk that was left still rings: %v, %v", alarms, err)
	}
	talk, err := d.Talk(t.Context(), "2", 100)
	if err != nil || len(talk) != 5 { // m1, m2, m4, and two answers; m3 is under way
		t.Errorf("the talk shows %d things, %v", len(talk), err)
	}
	if person, err := d.Contact(t.Context(), "2"); err != nil || person.Stopped.IsZero() {
		t.Errorf("silence is forgotten, %v", err)
	}
	if tickets, err := d.Tickets(t.Context()); err != nil || len(tickets) != 1 {
		t.Errorf("%d open tickets, %v", len(tickets), err)
	}
	letters := commit(t, d, answer(waiting, 2, say("1.2.0")))
	if len(letters) != 1 || letters[0].Address != number {
		t.Errorf("what was under way is answered with %v", letters)
	}
	if err := d.Rejoin(t.Context(), at(20)); err != nil {
		t.Fatal(err)
	}
	if talk, err = d.Talk(t.Context(), "2", 100); err != nil || len(talk) != 7 {
		t.Errorf("after a new start the talk shows %d things, %v", len(talk), err)
	}
	if again := heardFrom(t, d, at(21), "m5", number, ""); again.Contact != "2" {
		t.Errorf("the number speaks for contact %s", again.Contact)
	}
	if news, err := d.Post(t.Context(), at(22), store.Letter{ID: "kabar", Contact: old.Contact, Reply: storetest.Reply()}); err != nil || len(news) != 1 {
		t.Errorf("news for the old ID: %v, %v", news, err)
	}
	if broken, err := d.VerifyAudit(t.Context()); err != nil || broken != 0 {
		t.Errorf("audit log: broken at %d, %v", broken, err)
	}
}

// The pair is known from the first message on, or becomes known in any order: one contact.
func TestPairIsOneContact(t *testing.T) {
	t.Parallel()
	for name, said := range map[string][][2]string{
		"together":         {{hidden, number}, {hidden, ""}, {number, ""}},
		"number first":     {{number, ""}, {hidden, number}, {hidden, ""}},
		"hidden ID first":  {{hidden, ""}, {hidden, number}, {number, ""}},
		"hidden ID cached": {{hidden, ""}, {hidden, ""}, {hidden, number}, {hidden, number}, {number, ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := fresh(t)
			for i, m := range said {
				if got := heardFrom(t, d, at(i), "m"+string(rune('a'+i)), m[0], m[1]); got.Contact != "1" {
					t.Errorf("message %d is of contact %s", i+1, got.Contact)
				}
			}
			if a := reached(t, d, "1"); !slices.Equal(a, []string{hidden, number}) {
				t.Errorf("reached at %v", a)
			}
		})
	}
}

// A number that was given to somebody else brings nothing of its old owner along, and nothing meant for the old owner goes there.
func TestRecycledNumberIsSomebodyElse(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]bool{"never heard of": false, "known without a number": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := opened(t, 20)
			first := heardFrom(t, d, at(0), "m1", hidden, number)
			filed := applicant(0)
			filed.Contact, filed.Channel = first.Contact, "whatsapp"
			mustOpen(t, d, filed)
			byNumber := heardFrom(t, d, at(1), "m2", number, "")
			commit(t, d, answer(byNumber, 1, say("1.1.0"))) // waits, addressed to the number
			if before {
				heardFrom(t, d, at(2), "m3", hidden2, "")
			}
			next := heardFrom(t, d, at(3), "m4", hidden2, number)
			if next.Contact == first.Contact {
				t.Fatal("the new owner of the number is taken for the old one")
			}
			if all, err := d.CasesOf(t.Context(), next.Contact); err != nil || len(all) != 0 {
				t.Errorf("the new owner has %d cases, %v", len(all), err)
			}
			if a := reached(t, d, first.Contact); !slices.Equal(a, []string{hidden}) {
				t.Errorf("the old owner is reached at %v", a)
			}
			if a := reached(t, d, next.Contact); !slices.Equal(a, []string{number, hidden2}) && !slices.Equal(a, []string{hidden2, number}) {
				t.Errorf("the new owner is reached at %v", a)
			}
			if l := due(t, d, at(60), 0); len(l) != 0 {
				t.Errorf("%d letters for the old owner still go to the number", len(l))
			}
			if got := heardFrom(t, d, at(4), "m5", hidden, ""); got.Contact != first.Contact {
				t.Errorf("the old owner is contact %s now", got.Contact)
			}
		})
	}
}

// Whoever changes the number stays the same person, and does not become whoever wrote from that number before.
func TestChangedNumber(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	me := heardFrom(t, d, at(0), "m1", hidden, number)
	other := heardFrom(t, d, at(1), "m2", number2, "")
	filed := applicant(0)
	filed.Contact, filed.Channel = other.Contact, "whatsapp"
	mustOpen(t, d, filed)
	if got := heardFrom(t, d, at(2), "m3", hidden, number2); got.Contact != me.Contact {
		t.Fatalf("with a new number it is contact %s", got.Contact)
	}
	if all, err := d.CasesOf(t.Context(), me.Contact); err != nil || len(all) != 0 {
		t.Errorf("%d cases of whoever had the number before, %v", len(all), err)
	}
}

// TestEveryTableComesAlong: whoever adds a table that names contacts must leave it such that a merge can rename them.
func TestEveryTableComesAlong(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	err := d.Read(t.Context(), func(tx *Tx) error {
		tables, err := contactTables(tx)
		if err != nil || len(tables) < 10 {
			t.Errorf("only %d tables name contacts, %v", len(tables), err)
		}
		for table := range tables {
			var guards, bound int
			if err := tx.QueryRow(`SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = $1 AND sql LIKE '%UPDATE%' AND sql LIKE '%RAISE%'`, table).Scan(&guards); err != nil {
				return err
			}
			err := tx.QueryRow(`SELECT (SELECT count(*) FROM pragma_foreign_key_list($1) WHERE "from" = 'contact' AND "table" <> 'contacts')
				+ (SELECT count(*) FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = $1 AND f."to" = 'contact')`,
				table).Scan(&bound)
			if err != nil {
				return err
			}
			if guards > 0 || bound > 0 {
				t.Errorf("rows of %s cannot be given to another contact: %d triggers, %d foreign keys", table, guards, bound)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
