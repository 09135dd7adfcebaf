package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sapa/bot/channel/telegram/telegramtest"
	"sapa/bot/channel/whatsapp/whatsapptest"
	"sapa/store/redis/redistest"
)

// TestFirstAnswer measures from the start of the process to the answer to a message that waits on the platform.
func TestFirstAnswer(t *testing.T) {
	if _, err := binary(); err != nil { // built before the clock runs
		t.Fatal(err)
	}
	srv := telegramtest.Start(t)
	data := t.TempDir()
	env := []string{"SAPA_DATA=" + data, "SAPA_TELEGRAM_TOKEN=" + telegramtest.Token, "SAPA_TELEGRAM_API=" + srv.URL()}
	for run := range 2 {
		u := srv.User(int64(7 + run))
		u.Say("menu")
		begun := time.Now()
		p := serve(t, env)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		_, err := u.WaitReply(ctx)
		took := time.Since(begun)
		cancel()
		p.kill()
		if err != nil {
			t.Fatal(err)
		}
		what := []string{"on a fresh data folder", "on one that is there"}[run]
		t.Logf("FIGURE start to first answer %s: %d ms", what, took.Milliseconds())
		if took > 5*time.Second { // the goal is one second on a machine that does nothing else
			t.Errorf("the first answer took %s %s", took, what)
		}
	}
}

// TestMemory measures the process with ten thousand live sessions, each half-way through a question.
func TestMemory(t *testing.T) {
	people := 10_000
	if testing.Short() {
		people = 500
	}
	r := redistest.Start(t)
	srv := telegramtest.Start(t)
	p := serve(t, []string{"SAPA_DATA=" + t.TempDir(), "SAPA_TELEGRAM_TOKEN=" + telegramtest.Token, "SAPA_TELEGRAM_API=" + srv.URL(), "SAPA_REDIS_URL=" + r.URL()})
	defer p.kill()
	var wg sync.WaitGroup
	room := make(chan struct{}, 500)
	for i := range people {
		wg.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			u := srv.User(int64(100_000 + i))
			for _, line := range []string{"menu", "cek kelayakan", "1"} {
				u.Say(line)
				if _, err := u.WaitReply(ctx); err != nil {
					t.Errorf("not answered: %v", err)
					return
				}
			}
		})
	}
	wg.Wait()
	now, peak := resident(t, p.cmd.Process.Pid)
	t.Logf("FIGURE memory with %d live sessions: %d MB, at its peak %d MB", people, now, peak)
	if now > 100 {
		t.Errorf("%d MB with %d live sessions", now, people)
	}
}

// TestWhatsappMemory measures the process with a thousand contacts on WhatsApp, all of whom talked and are half-way through a question.
func TestWhatsappMemory(t *testing.T) {
	people := 1000
	if testing.Short() {
		people = 50
	}
	srv := whatsapptest.Start(t)
	p := linked(t, srv, t.TempDir(), "SAPA_LOG_LEVEL=error")
	defer p.kill()
	var wg sync.WaitGroup
	room := make(chan struct{}, 100)
	for range people {
		who := srv.Citizen()
		wg.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			for _, line := range []string{"menu", "cek kelayakan", "1"} {
				who.Say(line)
				if _, err := who.Next(ctx); err != nil {
					t.Errorf("not answered: %v", err)
					return
				}
			}
		})
	}
	wg.Wait()
	now, peak := resident(t, p.cmd.Process.Pid)
	t.Logf("FIGURE memory with %d contacts on WhatsApp: %d MB, at its peak %d MB", people, now, peak)
	if peak >= 120 {
		t.Errorf("%d MB with %d contacts on WhatsApp", peak, people)
	}
}

// resident reads what a process occupies, in MB, now and at its peak.
func resident(t *testing.T, pid int) (now, peak int) {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Skipf("no /proc here: %v", err)
	}
	read := func(field string) int {
		_, after, _ := strings.Cut(string(data), field+":")
		kb, err := strconv.Atoi(strings.Fields(after)[0])
		if err != nil {
			t.Fatal(err)
		}
		return kb / 1024
	}
	return read("VmRSS"), read("VmHWM")
}

func TestBinarySize(t *testing.T) {
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("FIGURE stripped static binary: %.1f MB", float64(info.Size())/1e6)
	if info.Size() > 60e6 {
		t.Errorf("the binary has %d bytes", info.Size())
	}
}
