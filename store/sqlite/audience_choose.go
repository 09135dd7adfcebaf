package sqlite

import (
	"cmp"
	"slices"

	"sapa/conversations"
	"sapa/store"
)

// choose picks who is told, each person once: where they were heard last, and not at all where that contact asked for
// silence. A contact that files for several people is told once, and is left out only when each of them is told elsewhere.
func (c *crowd) choose(all []candidate) {
	slices.SortFunc(all, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.heard, x.heard), cmp.Compare(x.contact, y.contact))
	})
	c.reach = store.Reach{Channels: map[conversations.Channel]int{}, Excluded: map[store.Exclusion]int{},
		ByPlace: map[conversations.Channel]map[store.Exclusion]int{}}
	told, silent := map[int64]bool{}, map[int64]bool{}
	for _, x := range all {
		if x.stopped {
			c.mark(x, silent)
			c.exclude(x, store.ExcludedStopped)
			continue
		}
		if x.address == 0 {
			c.exclude(x, unreached(x))
			continue
		}
		m, why := c.meant(x, told, silent)
		if why != "" {
			c.exclude(x, why)
			continue
		}
		x.member = m
		c.mark(x, told)
		c.picks = append(c.picks, x)
		c.reach.People++
		c.reach.Channels[c.channels[x.channel].Channel]++
		if x.caseID == 0 {
			c.reach.CaseLess++
		}
	}
}

// meant gives the member of a candidate whose person is told nowhere else yet; else why there is none.
func (c *crowd) meant(x candidate, told, silent map[int64]bool) (member, store.Exclusion) {
	why := store.Exclusion("")
	for _, m := range c.members[x.first:x.last] {
		switch {
		case m.person != 0 && told[m.person]:
			why = store.ExcludedMerged
		case m.person != 0 && silent[m.person]:
			why = cmp.Or(why, store.ExcludedStopped)
		default:
			return m, ""
		}
	}
	return member{}, why
}

func (c *crowd) mark(x candidate, people map[int64]bool) {
	for _, m := range c.members[x.first:x.last] {
		if m.person != 0 {
			people[m.person] = true
		}
	}
}

func unreached(x candidate) store.Exclusion {
	switch {
	case x.cold:
		return store.ExcludedCold
	case x.gone:
		return store.ExcludedGone
	}
	return store.ExcludedNowhere
}

func (c *crowd) exclude(x candidate, why store.Exclusion) {
	c.reach.Excluded[why]++
	if x.place < 0 {
		return
	}
	where := c.channels[x.place].Channel
	if c.reach.ByPlace[where] == nil {
		c.reach.ByPlace[where] = map[store.Exclusion]int{}
	}
	c.reach.ByPlace[where][why]++
}
