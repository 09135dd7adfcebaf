package redis

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"sapa/store"
	"sapa/store/redis/redistest"
	"sapa/store/storetest"
	"sapa/store/vault"
)

func open(t testing.TB, url string) *Sessions {
	t.Helper()
	s, err := Open(t.Context(), url, vault.Memory(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestSessions(t *testing.T) {
	t.Parallel()
	storetest.TestSessions(t, func(t *testing.T) storetest.Sessions {
		return open(t, "redis://"+miniredis.RunT(t).Addr())
	})
}

func TestSessionsOnRealRedis(t *testing.T) {
	t.Parallel()
	url := redistest.Start(t).URL()
	storetest.TestSessions(t, func(t *testing.T) storetest.Sessions {
		s := open(t, url)
		if err := s.client.FlushDB(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func TestNothingPersonalInRedis(t *testing.T) {
	t.Parallel()
	m := miniredis.RunT(t)
	if err := open(t, "redis://"+m.Addr()).Save(t.Context(), storetest.Session("7", 3)); err != nil {
		t.Fatal(err)
	}
	if keys := m.Keys(); len(keys) != 1 || keys[0] != "sapa:session:7" {
		t.Errorf("keys = %q", keys)
	}
	for _, word := range []string{"Siti", "6472014509919901", "Antasari", "daftar_wrse"} {
		if strings.Contains(m.Dump(), word) {
			t.Errorf("%q can be read", word)
		}
	}
}

func TestForgottenAfterItsTime(t *testing.T) {
	t.Parallel()
	m := miniredis.RunT(t)
	s := open(t, "redis://"+m.Addr())
	save := func(turn int) {
		t.Helper()
		if err := s.Save(t.Context(), storetest.Session("7", turn)); err != nil {
			t.Fatal(err)
		}
	}
	save(1)
	m.FastForward(59 * time.Minute)
	save(2)
	m.FastForward(59 * time.Minute)
	if got, err := s.Load(t.Context(), "7"); err != nil || got.Turn != 2 {
		t.Errorf("59 minutes after a save: turn %d, %v", got.Turn, err)
	}
	m.FastForward(2 * time.Minute)
	if _, err := s.Load(t.Context(), "7"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("61 minutes after a save: %v", err)
	}
}

func TestAnotherVaultReadsNothing(t *testing.T) {
	t.Parallel()
	url := "redis://" + miniredis.RunT(t).Addr()
	if err := open(t, url).Save(t.Context(), storetest.Session("7", 1)); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, url).Load(t.Context(), "7"); !errors.Is(err, vault.ErrSealed) {
		t.Errorf("Load with another vault: %v", err)
	}
}

func TestDownAndBack(t *testing.T) {
	t.Parallel()
	m := miniredis.RunT(t)
	addr := m.Addr()
	m.Close()
	s := open(t, "redis://"+addr) // starts although Redis is down
	if _, err := s.Load(t.Context(), "7"); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Load while down: %v", err)
	}
	if err := s.Save(t.Context(), storetest.Session("7", 1)); !errors.Is(err, store.ErrUnavailable) || errors.Is(err, store.ErrConflict) {
		t.Errorf("Save while down: %v", err)
	}
	if err := m.StartAddr(addr); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(t.Context(), storetest.Session("7", 1)); err != nil {
		t.Errorf("Save once back: %v", err)
	}
	m.SetError("LOADING Redis is loading the dataset in memory")
	if err := s.Ping(t.Context()); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Ping while loading: %v", err)
	}
	m.SetError("NOAUTH Authentication required.")
	if err := s.Ping(t.Context()); err == nil || errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Ping without the password: %v", err)
	}
}

func TestWrongURL(t *testing.T) {
	t.Parallel()
	_, err := Open(t.Context(), "http://:rahasia@example.org", vault.Memory(), time.Hour)
	if err == nil || strings.Contains(err.Error(), "rahasia") {
		t.Errorf("Open = %v", err)
	}
}
