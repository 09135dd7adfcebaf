package main

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sapa/bot/channel/whatsapp/whatsapptest"
)

// TestWhatsappBacklog: the program was away for hours, and people wrote three times each. Every one of them is answered once, with
// an apology, one person after the other in uneven gaps, while whoever writes now is answered at once.
func TestWhatsappBacklog(t *testing.T) {
	t.Parallel()
	srv := whatsapptest.Start(t)
	data := t.TempDir()
	p := linked(t, srv, data, "SAPA_LOG_LEVEL=error")
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	people := make([]*whatsapptest.Citizen, 5)
	for i := range people {
		people[i] = srv.Citizen()
	}
	for i, text := range []string{"assalamualaikum", "mau tanya bantuan wrse", "halo, ada orang?"} {
		for _, who := range people {
			who.SayAt(text, time.Now().Add(-8*time.Hour+time.Duration(i)*time.Minute))
		}
	}
	live := srv.Citizen()
	p = serveTrusting(t, srv, []string{"SAPA_DATA=" + data, "SAPA_LOG_LEVEL=error"})
	defer p.kill()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	answered := make([]time.Time, len(people))
	var all sync.WaitGroup
	for i, who := range people {
		all.Go(func() {
			s, err := who.Next(ctx)
			answered[i] = time.Now()
			if err != nil || !strings.HasPrefix(s.Text, "Mohon maaf, pesan Anda baru dapat kami jawab sekarang") {
				t.Errorf("person %d: %v, %q", i, err, s.Text)
			}
		})
	}
	if err := srv.WaitDrained(ctx); err != nil {
		t.Fatal(err)
	}
	live.Say("menu")
	begun := time.Now()
	s, err := live.Next(ctx)
	took := time.Since(begun)
	if err != nil || took > 5*time.Second || strings.Contains(s.Text, "Mohon maaf, pesan Anda baru") {
		t.Errorf("whoever writes now was answered after %v with %q, %v", took, s.Text, err)
	}
	all.Wait()
	slices.SortFunc(answered, time.Time.Compare)
	gaps := map[time.Duration]bool{}
	for i := range answered[1:] {
		gap := answered[i+1].Sub(answered[i])
		gaps[gap.Round(50*time.Millisecond)] = true
		if gap < time.Second { // two, but for a machine that others use too
			t.Errorf("two were answered %v apart", gap)
		}
	}
	if len(gaps) < 2 {
		t.Errorf("the gaps are even: %v", gaps)
	}
	if err := p.stop(); err != nil {
		t.Error(err)
	}
	for i, who := range people {
		if seen := who.Seen(); len(seen) != 1 {
			t.Errorf("person %d was answered %d times", i, len(seen))
		}
	}
	t.Logf("FIGURE WhatsApp backlog: %d people, %d old messages, answered once each within %.0f s, whoever wrote now after %.1f s",
		len(people), 3*len(people), answered[len(answered)-1].Sub(answered[0]).Seconds(), took.Seconds())
}
