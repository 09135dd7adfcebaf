package sqlite

import (
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/storetest"
)

func TestContact(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	if err := d.Join(t.Context(), at(1), "1", "whatsapp", "628115550001"); err != nil {
		t.Fatal(err)
	}
	m := storetest.Message("w1", "628115550001", "halo")
	m.Channel = "whatsapp"
	if got := accept(t, d, at(5), m); got[0].Contact != "1" {
		t.Errorf("a joined address speaks for contact %q", got[0].Contact)
	}
	c, err := d.Contact(t.Context(), "1")
	if err != nil || len(c.Addresses) != 2 || c.Addresses[0].Channel != "whatsapp" || !c.Addresses[0].Heard.Equal(at(5)) ||
		c.Addresses[1].Address != "5511" || !c.Created.Equal(at(0)) || !c.Stopped.IsZero() {
		t.Errorf("Contact = %+v, %v", c, err)
	}
	accept(t, d, at(6), storetest.Message("2", "5511", "di sini lagi"))
	if channel, _, err := d.Reach(t.Context(), "1"); channel != "telegram" || err != nil {
		t.Errorf("Reach = %q, %v, where last heard on telegram", channel, err)
	}
	accept(t, d, at(7), storetest.Message("3", "5522", "orang lain"))
	if err := d.Join(t.Context(), at(8), "1", "telegram", "5522"); !errors.Is(err, store.ErrConflict) {
		t.Errorf("Join of another's address: %v", err)
	}
	for _, id := range []conversations.ContactID{"99", "", "x", "-1"} {
		if _, err := d.Contact(t.Context(), id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Contact(%q): %v", id, err)
		}
		if err := d.SetStopped(t.Context(), id, at(1)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("SetStopped(%q): %v", id, err)
		}
	}
}

func TestSetStopped(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	accept(t, d, at(0), storetest.Message("1", "5511", "stop"))
	for _, want := range []time.Time{at(3), {}} {
		if err := d.SetStopped(t.Context(), "1", want); err != nil {
			t.Fatal(err)
		}
		if c, err := d.Contact(t.Context(), "1"); err != nil || !c.Stopped.Equal(want) {
			t.Errorf("stopped at %v, want %v; %v", c.Stopped, want, err)
		}
	}
}

func TestOneAddressIsOneContact(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	var group sync.WaitGroup
	for i := range 100 {
		group.Go(func() {
			_, err := d.Accept(t.Context(), at(0), storetest.Message(strconv.Itoa(i), "55"+strconv.Itoa(i%7), "halo"))
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := countContacts(t, d, "true"); n != 7 {
		t.Errorf("7 addresses became %d contacts", n)
	}
	id, err := d.Introduce(t.Context(), at(1), "telegram", "550")
	if n := countContacts(t, d, "true"); err != nil || id == "" || n != 7 {
		t.Errorf("Introduce of the known: %q, %v, %d contacts", id, err, n)
	}
}

func TestAddressesForgetTheOldest(t *testing.T) {
	t.Parallel()
	a := newAddresses(2)
	key := func(s conversations.Address) addressKey { return addressKey{"telegram", s} }
	for i, s := range []conversations.Address{"a", "b", "c"} {
		a.put(known{key: key(s), id: int64(i)}, a.now())
		a.get(key("a"))
	}
	for s, want := range map[conversations.Address]bool{"a": true, "b": false, "c": true} {
		if _, ok := a.get(key(s)); ok != want {
			t.Errorf("%s is remembered: %v", s, ok)
		}
	}
	before := a.now()
	a.forget(0)
	if _, ok := a.get(key("a")); ok {
		t.Error("a is remembered although forgotten")
	}
	a.put(known{key: key("a"), id: 0}, before)
	if _, ok := a.get(key("a")); ok {
		t.Error("what was read before the forgetting is remembered after it")
	}
}
