package world

import (
	"context"
	"slices"
	"testing"

	"sapa/conversations"
	"sapa/conversations/assess"
	"sapa/store"
)

func TestEveryVerbIsCarriedOut(t *testing.T) {
	t.Parallel()
	w := New(options(t))
	var names []string
	for _, v := range conversations.Verbs() {
		names = append(names, v.Name)
		if len(v.Gives) > 0 && w.finds[v.Name] == nil || len(v.Gives) == 0 && w.tells[v.Name] == nil {
			t.Errorf("nobody carries out %s", v.Name)
		}
	}
	if len(w.finds)+len(w.tells) != len(names) {
		t.Errorf("the world knows %d verbs, flows know %d", len(w.finds)+len(w.tells), len(names))
	}
}

func TestUnknownVerbsAreErrors(t *testing.T) {
	t.Parallel()
	w := New(options(t))
	if _, err := w.Find(context.Background(), conversations.Session{}, conversations.Request{Name: "decide"}, now()); err == nil {
		t.Error("a request that nobody knows was answered")
	}
	if err := w.Tell(context.Background(), conversations.Session{}, conversations.Order{Name: "decide"}, now()); err == nil {
		t.Error("an order that nobody knows was obeyed")
	}
}

// Keys that are put together from values must all be in the catalogue: a missing one would be an empty line.
func TestEveryWordIsThere(t *testing.T) {
	t.Parallel()
	w := New(options(t))
	keys := []string{"program.pengaduan", "world.verdict.rujukan", "world.verdict.terbuka"}
	for _, s := range store.Statuses() {
		keys = append(keys, "status."+string(s), "status."+string(s)+".singkat", "world.next."+string(s))
	}
	for _, s := range []store.ComplaintStatus{store.ComplaintReceived, store.ComplaintHandled, store.ComplaintClosed} {
		keys = append(keys, "status.pengaduan."+string(s), "world.next.pengaduan."+string(s))
	}
	for _, v := range []assess.Verdict{assess.Fits, assess.Check, assess.NotYet} {
		keys = append(keys, "world.verdict."+string(v))
	}
	for _, o := range []assess.Outcome{assess.Holds, assess.Fails, assess.Unsure} {
		keys = append(keys, "world.reason."+string(o))
	}
	for _, p := range w.Programmes {
		keys = append(keys, "program."+p.ID(), "program."+family(p.ID()))
		keys = append(keys, slotKeys(p)...)
	}
	for _, code := range []string{warnBirth, warnSex, warnRegion, warnOutside, warnUnknown, warnKK, warnOther, warnPhone} {
		keys = append(keys, "world.warning."+code)
	}
	for _, k := range slices.Compact(slices.Sorted(slices.Values(keys))) {
		if !w.Words.Has(k) {
			t.Errorf("the catalogue lacks %s", k)
		}
	}
}

// slotKeys names the slots of criteria that read more than one.
func slotKeys(p *assess.Programme) (keys []string) {
	r, _ := p.Assess(nil)
	for _, k := range r.Criteria {
		for _, s := range k.Slots {
			if len(k.Slots) > 1 {
				keys = append(keys, "world.slot."+s)
			}
		}
	}
	return keys
}
