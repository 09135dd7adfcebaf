package sqlite

import (
	"errors"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/storetest"
)

func TestPostersCountTheirArrivals(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	put := func(p store.Poster) store.Poster {
		t.Helper()
		p.By, p.At = "rina", noon()
		p, err := d.PutPoster(t.Context(), p)
		if err != nil || len(p.Tag) != 5 {
			t.Fatalf("%+v, %v", p, err)
		}
		return p
	}
	hall := put(store.Poster{Opens: "wrse", Region: "64.72", Place: "Kelurahan Air Putih"})
	paser := put(store.Poster{Opens: "pengumuman:AB2K", Region: "64.01"})
	for i, tag := range []string{hall.Tag, hall.Tag, paser.Tag, "zzzzz", ""} {
		got := accept(t, d, at(i), storetest.Message(string(rune('a'+i)), "5511", "halo"))
		turn := answer(got[0], i+1, say("s"+string(rune('a'+i))))
		turn.Poster, turn.Channel, turn.Address, turn.Now = tag, "telegram", "5511", noon()
		commit(t, d, turn)
	}
	for region, want := range map[string]int{"": 2, "64.72": 1, "64.71": 0} {
		all, err := d.Posters(t.Context(), region)
		if err != nil || len(all) != want {
			t.Errorf("in %q: %d posters, %v", region, len(all), err)
		}
		for _, p := range all {
			want := map[string]int{hall.Tag: 2, paser.Tag: 1}[p.Tag]
			if p.Came() != want || p.Arrivals["telegram"] != want || p.Last != noon().Format(time.DateOnly) {
				t.Errorf("%s: %v, last %s", p.Place, p.Arrivals, p.Last)
			}
		}
	}
	if p, err := d.PosterByTag(t.Context(), paser.Tag); err != nil || p.Opens != "pengumuman:AB2K" {
		t.Errorf("by tag: %+v, %v", p, err)
	}
	if _, err := d.PosterByTag(t.Context(), "zzzzz"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
	if _, err := d.PutPoster(t.Context(), store.Poster{Opens: "wrse", At: noon(), Region: "64.73"}); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("unknown region: %v", err)
	}
}

func TestLastNews(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	if _, _, err := d.LastNews(t.Context(), "1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("before any: %v", err)
	}
	r := storetest.Reply()
	r.Choices = []conversations.Offer{{ID: "@wrse", Label: conversations.Text{Literal: "Daftar"}}}
	if _, err := d.Post(t.Context(), at(1), store.Letter{ID: "n1", Contact: "1", Reply: storetest.Reply(), Priority: store.PriorityUpdate},
		store.Letter{ID: "n2", Contact: "1", Reply: r, Priority: store.PriorityBroadcast}); err != nil {
		t.Fatal(err)
	}
	commit(t, d, answer(got[0], 1, say("a"))) // an answer is no news
	settle(t, d, store.Settled{ID: "n2", State: store.LetterSent})
	if _, last, err := d.LastNews(t.Context(), "1"); err != nil || len(last.Choices) != 1 {
		t.Errorf("the last: %+v, %v", last, err)
	}
	if _, err := d.Post(t.Context(), at(2), store.Letter{ID: "n3", Contact: "1", Reply: r, Priority: store.PriorityUpdate}); err != nil {
		t.Fatal(err)
	}
	settle(t, d, store.Settled{ID: "n3", State: store.LetterRefused, Reason: "stopped"})
	if _, _, err := d.LastNews(t.Context(), "1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("what was never sent: %v", err)
	}
}
