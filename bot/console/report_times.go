package console

import (
	"context"
	"slices"

	"sapa/store"
)

// waited is how long some cases took to their first decision, in whole days.
type waited struct {
	Name   string // of the programme or kab/kota; empty: all
	N      int
	Median int // half of them took no longer
	Most   int // nine of ten took no longer (90th percentile)
	Strip  strip
	days   map[int]int
}

func (w *waited) add(t store.DecisionTime) {
	if w.days == nil {
		w.days = map[int]int{}
	}
	w.days[t.Days] += t.N
	w.N += t.N
}

// within gives the fewest days within which so many of a hundred cases were decided; 0 without cases.
func (w *waited) within(percent int) int {
	var days []int
	for d := range w.days {
		days = append(days, d)
	}
	slices.Sort(days)
	seen := 0
	for _, d := range days {
		if seen += w.days[d]; seen*100 >= percent*w.N {
			return d
		}
	}
	return 0
}

// fillTimes tells how long decisions took: of all, of each programme, and of each kab/kota.
func (v *visit) fillTimes(ctx context.Context, view *reportView, _ []period) error {
	times, err := v.o.Store.DecisionTimes(ctx, view.Filter)
	if err != nil {
		return err
	}
	groups := []waited{{Name: v.say("office.report.all")}}
	for _, p := range store.Programmes() {
		groups = append(groups, waited{Name: v.say("office.programme." + p.ID)})
	}
	first := len(groups)
	for _, r := range store.Regions() {
		groups = append(groups, waited{Name: v.pages().shortRegionName(r)})
	}
	for _, t := range times {
		groups[0].add(t)
		if i := slices.IndexFunc(store.Programmes(), func(p store.Programme) bool { return p.ID == t.Programme }); i >= 0 {
			groups[1+i].add(t)
		}
		if i := slices.Index(store.Regions(), t.Region); i >= 0 {
			groups[first+i].add(t)
		}
	}
	widest := 1
	for i := range groups {
		g := &groups[i]
		g.Median, g.Most = g.within(50), g.within(90)
		widest = max(widest, g.Most)
	}
	view.Middle = groups[0]
	for _, g := range groups {
		if g.N == 0 {
			continue
		}
		g.Strip = strip{Name: g.Name, Value: v.say("office.report.days_two", "tengah", g.Median, "lama", g.Most), Parts: parts(widest, g.Median, g.Most-g.Median)}
		view.Times = append(view.Times, g)
	}
	return nil
}
